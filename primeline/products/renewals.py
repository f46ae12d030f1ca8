"""How contracts renew: what follows from their term, and what moves with their last day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.kit.months import later
from primeline.products.choices import RenewalKind
from primeline.products.values import AgreementTerms

if TYPE_CHECKING:
    from primeline.products.models import Agreement


def renewal_of(terms: AgreementTerms) -> dict[str, Any]:
    """Return how a contract renews, with what was left open filled in from its term.

    :raises Refused: if something is missing, or said of a contract that does not renew so
    """
    kind, day = terms.renewal_kind, terms.renewal_date
    if kind == RenewalKind.NONE:
        _check_unsaid(terms, "renewal_date", "renewal_months", "notice_days")
        return {"notice_date": None}
    if day is None and terms.ends_date is not None:
        day = terms.ends_date + timedelta(days=1)
    if day is None or day <= terms.starts_date:
        raise Refused(_("Say on which day after its start it is renewed."), field="renewal_date")
    if kind == RenewalKind.BY_HAND:
        _check_unsaid(terms, "renewal_months", "notice_days")
        return {"renewal_date": day, "notice_date": None}
    lasts = terms.renewal_months or terms.term_months or _months_of(terms)
    if not terms.renewal_months and months_against_term(terms) is not None:
        raise Refused(
            _(
                "The term in months and the days of the contract do not agree. Put one of them "
                "right, or say for how many months it goes on each time."
            ),
            field="renewal_months",
        )
    if not lasts:
        raise Refused(_("Say for how many months it goes on each time."), field="renewal_months")
    notice_days = terms.notice_days or 0
    return {
        "renewal_date": day,
        "renewal_months": lasts,
        "notice_days": notice_days,
        "notice_date": day - timedelta(days=notice_days),
    }


def follow_end(
    before: AgreementTerms, terms: AgreementTerms, *, is_renewal_meant: bool
) -> AgreementTerms:
    """Return terms whose last day moved, without what had been worked out from the old one.

    So it is worked out anew. A day of renewal that somebody had typed is asked about.

    :raises Refused: if that day was left as it was and nobody says that it is meant
    """
    if terms.ends_date == before.ends_date or terms.renewal_kind == RenewalKind.NONE:
        return terms
    changes: dict[str, Any] = {}
    lasted = _months_of(before)
    if terms.term_months == before.term_months == lasted:
        changes["term_months"] = _months_of(terms)
    months = before.term_months or lasted
    agrees = months_against_term(replace(terms, **changes)) is None
    if agrees and terms.renewal_months == before.renewal_months == months:
        changes["renewal_months"] = None
    if terms.renewal_date is not None and terms.renewal_date == before.renewal_date:
        ended = before.ends_date
        if ended is not None and before.renewal_date == ended + timedelta(days=1):
            changes["renewal_date"] = None
        elif not is_renewal_meant:
            raise Refused(
                _("The last day moved. Say on which day it is renewed, or tick that it stays."),
                field="renewal_date",
            )
    return replace(terms, **changes)


def months_against_term(terms: "AgreementTerms | Agreement") -> int | None:
    """Return the months that a contract runs by its days, where its term says something else.

    One that went on runs for several times its term, and that agrees.
    """
    months, term = _months_of(terms), terms.term_months
    return months if months and term and months % term else None


def _months_of(terms: "AgreementTerms | Agreement") -> int | None:
    """Return how many months a contract runs by its days; None if these are not whole months."""
    if terms.ends_date is None:
        return None
    starts, after = terms.starts_date, terms.ends_date + timedelta(days=1)
    months = (after.year - starts.year) * 12 + after.month - starts.month
    return months if months > 0 and later(starts, months, day=starts.day) == after else None


def _check_unsaid(terms: AgreementTerms, *names: str) -> None:
    for name in names:
        if getattr(terms, name):
            raise Refused(
                _("A contract that renews in this way has no such thing. Leave it empty."),
                field=name,
            )


def renewed(
    *, starts: date, ends: date | None, renews: date, months: int, today: date
) -> tuple[date | None, date]:
    """Return the last day and the next renewal of a contract that has gone on by itself until now.

    A day of the month that a month does not have is its last one, and comes back where it is there.
    """
    anchor = starts.day if renews.day < starts.day and _is_last_of_month(renews) else renews.day
    current = renews
    while current <= today:
        current = later(current, months, day=anchor)
    return (ends and ends + (current - renews)), current


def _is_last_of_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
