"""What I owe: due first, counting down; what was offered to me; what I was told."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments import alerting, queries
from primeline.commitments.queries.changed import Since, is_news
from primeline.commitments.queries.lists import Group, group_counts, in_groups
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import kept
from primeline.web.matters.lines import bounds_of, lines_of
from primeline.web.matters.since import seen
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Alert, Notice

SEE = Permission.VIEW_COMMITMENTS
PAGE, FILTERS = "matters", ("group", "since")
AT_ONCE = 100
TOLD_AT_ONCE = 50


@page(SEE)
def mine(request: PersonRequest) -> HttpResponse:
    """Show what the reader owes, in person, by role and for whom they stand in."""
    at = clock.now()
    news, chosen = seen(request, PAGE, at), chosen_group(request)
    grouped = owed_rows(request.reach, at=at)
    all_counts = group_counts(grouped)
    counts = all_counts if news.wanted is None else group_counts(news.only(grouped))
    wanted = owed_rows(request.reach, at=at, group=chosen, since=news.wanted)
    count = sum(counts.values()) if chosen is None else counts[chosen]
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    context = {
        "lines": lines_of(
            request, news.marked(wanted)[start : start + AT_ONCE], at, tells_word=True
        ),
        "counts": counts,
        "chosen": chosen,
        "count": count,
        "start": start,
        "size": AT_ONCE,
        "offers": queries.offers_to(request.reach),
        "waivers": list(queries.waivers_for(request.reach)),
        "unseen": queries.unseen_count(request.reach),
        "news": news,
        "views": kept.views_of(request, PAGE),
        "kept_query": kept.query_of(request, FILTERS),
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "answer": owed_words(all_counts, f"{timezone.localtime(at):%H:%M}"),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/mine.html", context)


def chosen_group(request: PersonRequest) -> Group | None:
    """Return the group of due moments that the address asks for, if it asks for one."""
    return next((one for one in Group if one.name == request.GET.get("group")), None)


def owed_rows(
    reach: Reach, *, at: datetime, group: Group | None = None, since: Since | None = None
) -> QuerySet[Any]:
    """Return what somebody owes, in its groups: all of it, or one group, or what is news."""
    owed = queries.owed_by(reach).in_full().select_related("policy_row__standard")
    found = in_groups(owed, bounds_of(at))
    if group is not None:
        found = found.filter(group=group.value)
    return found if since is None else found.filter(is_news(since))


@page(SEE, methods=("GET", "POST"))
def alerts(request: PersonRequest) -> HttpResponse:
    """Show what the reader was told; sent, it is seen."""
    at = clock.now()
    if request.method == "POST":
        alerting.note_seen(request.user.pk, _sent(request, "alert"), at=at)
        alerting.note_notices_seen(request.user.pk, _sent(request, "notice"), at=at)
        return redirect("matters:alerts")
    found = _told(request)
    context: dict[str, Any] = {
        "alerts": found,
        "unseen": [one for one in found if one.seen_at is None],
        "at": at,
    }
    return render(request, "web/matters/alerts.html", context)


@page(SEE)
def badge(request: PersonRequest) -> HttpResponse:
    """Return how many alerts the reader has not seen, as a mark in the navigation."""
    return render(
        request, "web/matters/badge.html", {"unseen": queries.unseen_count(request.reach)}
    )


def _told(request: PersonRequest) -> "list[Alert | Notice]":
    """Return what the reader was told, of the time that passed and of what happened, by when."""
    alerts = queries.alerts_of(request.reach)[:TOLD_AT_ONCE]
    notices = queries.notices_of(request.reach)[:TOLD_AT_ONCE]
    told: list[Alert | Notice] = sorted(
        [*alerts, *notices], key=lambda one: one.told_at, reverse=True
    )
    return told[:TOLD_AT_ONCE]


def _sent(request: PersonRequest, name: str) -> list[int]:
    ids = (whole_number(sent) for sent in request.POST.getlist(name))
    return [pk for pk in ids if pk is not None]


def owed_words(counts: dict[Group, int], time: str) -> str:
    """Return in a sentence how much is owed, the late part first; if nothing, when we looked."""
    count, late = sum(counts.values()), counts[Group.OVERDUE]
    if not count:
        return _("%(time)s · nothing is owed.") % {"time": time}
    words = {"count": f"{count:,}", "late": f"{late:,}", "today": f"{counts[Group.TODAY]:,}"}
    if not late:
        return (
            ngettext(
                "%(count)s matter is owed, %(today)s of them today; nothing is late.",
                "%(count)s matters are owed, %(today)s of them today; nothing is late.",
                count,
            )
            % words
        )
    return (
        ngettext(
            "%(count)s matter is owed, %(late)s late and %(today)s more today.",
            "%(count)s matters are owed, %(late)s late and %(today)s more today.",
            count,
        )
        % words
    )
