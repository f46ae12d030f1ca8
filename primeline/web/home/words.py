"""Sentences for the first line of the first pages."""

from collections.abc import Sized
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit.sent import whole_number
from primeline.kpi.dues import Danger, DueKind
from primeline.kpi.queries import Dues


def today_of(at: datetime) -> date:
    """Return the reader's day."""
    return timezone.localdate(at)


def time_of(at: datetime) -> str:
    """Return the reader's time of day."""
    return f"{timezone.localtime(at):%H:%M}"


def owed(dues: Dues, at: datetime, *, more: int = 0, more_late: int = 0) -> str:
    """Return what is owed, with what stands elsewhere, and how many records are to be confirmed."""
    told = _matters(dues.matters_count + more, dues.late_count + more_late, at)
    return " ".join(filter(None, (told, checks(dues))))


def checks(dues: Dues) -> str:
    """Return how many records are to be confirmed, if any."""
    if not dues.checks_count:
        return ""
    return ngettext(
        "Besides, %(count)s record is to be confirmed.",
        "Besides, %(count)s records are to be confirmed.",
        dues.checks_count,
    ) % {"count": f"{dues.checks_count:,}"}


def start_within(rows: Sized, text: str) -> int:
    """Return where the page begins that an address asks for; the first if there is no such row."""
    start = whole_number(text or "0") or 0
    return start if start < len(rows) else 0


def _matters(count: int, late: int, at: datetime) -> str:
    """Return what is owed, the late part first; if nothing, say so with the time checked."""
    if not count:
        return _("%(time)s · nothing is owed.") % {"time": time_of(at)}
    if not late:
        return ngettext(
            "%(count)s matter is owed, nothing is late.",
            "%(count)s matters are owed, nothing is late.",
            count,
        ) % {"count": f"{count:,}"}
    return ngettext(
        "%(count)s matter is owed, %(late)s of them late.",
        "%(count)s matters are owed, %(late)s of them late.",
        count,
    ) % {"count": f"{count:,}", "late": f"{late:,}"}


def due_words(kind: DueKind) -> str:
    """Return what is owed."""
    return {
        DueKind.CONTRACT_ENDED: _("Contract has ended and runs on"),
        DueKind.CONTRACT_ENDS: _("Contract ends"),
        DueKind.NOTICE: _("Contract renews by itself: last day to say no"),
        DueKind.FILING: _("File the contract"),
        DueKind.MILESTONE: _("Milestone of a contract"),
        DueKind.SECOND_CALL: _("Second call: why did it go?"),
        DueKind.OUTSIDE_END: _("Service from others ends: win it"),
        DueKind.RECOVERY: _("Fetch our equipment"),
        DueKind.PLAN_ACTION: _("Action of the account plan"),
        DueKind.PLAN_MISSING: _("Account plan is missing"),
        DueKind.STALE_RECORD: _("Is the record still right?"),
        DueKind.PAPERS_MISSING: _("Papers of a life event are missing"),
        DueKind.PLAN_APPROVAL: _("Account plan waits for your approval"),
    }[kind]


def due_rule(kind: DueKind) -> str:
    """Return the rule that set the day."""
    return {
        DueKind.CONTRACT_ENDED: _("The day on which the contract ended."),
        DueKind.CONTRACT_ENDS: _("The end of the contract; shown from 90 days before."),
        DueKind.NOTICE: _("The notice that the contract asks for."),
        DueKind.FILING: _("So many days after signature as the table of deadlines says."),
        DueKind.MILESTONE: _("The day that the contract names."),
        DueKind.SECOND_CALL: _("10 working days after the termination."),
        DueKind.OUTSIDE_END: _("The day on which it ends, as far as we know."),
        DueKind.RECOVERY: _("So many days after the termination as the table of deadlines says."),
        DueKind.PLAN_ACTION: _("The day that the plan says; shown from 14 days before."),
        DueKind.PLAN_MISSING: _("A diamond account has a plan within 30 days."),
        DueKind.STALE_RECORD: _("So many days after it was last changed or confirmed, by tier."),
        DueKind.PAPERS_MISSING: _("So many days after it happened as the table of deadlines says."),
        DueKind.PLAN_APPROVAL: _("So many days after it was handed in as the table says."),
    }[kind]


def danger_words(danger: Danger) -> str:
    """Return why an account is in danger."""
    return {
        Danger.CONTRACT_ENDED: _("Contract ended, runs on"),
        Danger.ARREARS_90: _("Owes for over 90 days"),
        Danger.CONTRACT_30: _("Contract ends within 30 days"),
        Danger.ARREARS_30: _("Owes for over 30 days"),
        Danger.CONTRACT_60: _("Contract ends within 60 days"),
        Danger.BILL_DOWN: _("Bills down by two fifths in two months"),
        Danger.CONTRACT_90: _("Contract ends within 90 days"),
    }[danger]


def workdays(left: int) -> str:
    """Return how much time is left, in working days."""
    if left < 0:
        return ngettext("%(count)s working day late", "%(count)s working days late", -left) % {
            "count": -left
        }
    if left == 0:
        return _("today")
    return ngettext("%(count)s working day left", "%(count)s working days left", left) % {
        "count": left
    }
