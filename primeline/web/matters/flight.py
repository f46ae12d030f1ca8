"""Promises in flight: what the reader's customers wait for, whoever owes it, and what to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments import actions
from primeline.commitments.choices import Lane
from primeline.commitments.queries import flight
from primeline.commitments.queries.changed import is_news
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.visits import queries as visits
from primeline.web.matters.acts import back_to
from primeline.web.matters.lines import Line, lines_of
from primeline.web.matters.matter import find
from primeline.web.matters.since import seen
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Chase, Estimate

SEE = Permission.VIEW_COMMITMENTS
PAGE = "promises"
AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Flight:
    """One matter in flight: its line, and what a customer is told of it."""

    line: Line
    lane: Lane
    promised_at: datetime
    forecast: "Estimate | None"
    heard_at: datetime | None
    chases: "Sequence[Chase]"

    @property
    def is_behind(self) -> bool:
        """Whether it is expected later than it was promised."""
        return self.forecast is not None and self.forecast.expected_at > self.promised_at


@page(SEE)
def promises(request: PersonRequest) -> HttpResponse:
    """Show what the customers of the reader wait for, what is due first on top."""
    at = clock.now()
    cadence = {one.step.code for one in visits.standard_actions()}
    in_flight = flight.in_flight(request.reach, at=at, beside=cadence)
    news = seen(request, PAGE, at)
    all_counts = flight.lane_counts(in_flight)
    answer = _answer(sum(all_counts.values()), in_flight.overdue(at).count(), at)
    found = in_flight if news.wanted is None else in_flight.filter(is_news(news.wanted))
    counts = all_counts if news.wanted is None else flight.lane_counts(found)
    chosen = next((lane for lane in Lane if lane.name == request.GET.get("lane")), None)
    wanted = found if chosen is None else flight.in_lane(found, chosen)
    count = sum(counts.values()) if chosen is None else counts[chosen]
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    rows = _rows(
        request,
        news.marked(wanted.in_full().select_related("policy_row__standard"))[
            start : start + AT_ONCE
        ],
        at,
    )
    context: dict[str, Any] = {
        "rows": rows,
        "counts": {lane: number for lane, number in counts.items() if number or lane is chosen},
        "chosen": chosen,
        "count": count,
        "start": start,
        "size": AT_ONCE,
        "news": news,
        "answer": answer,
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/promises.html", context)


@page(SEE, methods=("POST",))
def chase(request: PersonRequest, number: str) -> HttpResponse:
    """Ask whoever owes a matter to get on with it."""
    matter = find(request, number)
    try:
        done = actions.chase(commitment=matter, by=request.user, at=clock.now())
    except Refused as no:
        messages.warning(request, str(no.message))
        return redirect(back_to(request, matter))
    if done.told_count:
        told = ngettext(
            "Chased. %(num)s person was told.", "Chased. %(num)s people were told.", done.told_count
        ) % {"num": done.told_count}
        messages.success(request, told)
    else:
        messages.warning(request, _("Chased, but nobody was there to be told. Call them."))
    return redirect(back_to(request, matter))


def _rows(request: PersonRequest, found: Any, at: datetime) -> list[Flight]:
    lines = lines_of(request, found, at)
    matters = [line.matter for line in lines]
    firsts, chases = flight.first_dues(matters), flight.chases_of(matters)
    expected, heard = flight.forecasts(matters), flight.last_heard(matters)
    return [
        Flight(
            line=line,
            lane=Lane(line.matter.lane),  # type: ignore[attr-defined]
            promised_at=firsts.get(line.matter.pk, line.matter.due_at),
            forecast=expected.get(line.matter.pk),
            heard_at=_latest(heard.get(line.matter.customer_id or 0), expected.get(line.matter.pk)),
            chases=chases.get(line.matter.pk, ()),
        )
        for line in lines
    ]


def _latest(heard_at: datetime | None, said: "Estimate | None") -> datetime | None:
    """Return when the customer was last told something: of this matter, or at all."""
    moments = [one for one in (heard_at, said.given_at if said else None) if one is not None]
    return max(moments, default=None)


def _answer(count: int, late: int, at: datetime) -> str:
    if not count:
        return _("%(time)s · your customers wait for nothing.") % {
            "time": f"{timezone.localtime(at):%H:%M}"
        }
    return ngettext(
        "Your customers wait for %(count)s matter, %(late)s of them late.",
        "Your customers wait for %(count)s matters, %(late)s of them late.",
        count,
    ) % {"count": f"{count:,}", "late": f"{late:,}"}
