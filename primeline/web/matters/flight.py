"""Promises in flight: what the reader's customers wait for, whoever owes it, and what to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from primeline.commitments.queries.changed import Since, is_news
from primeline.commitments.values import CASE_PROMISE, CASE_STEP
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.sent import whole_number
from primeline.processes import queries as processes
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits import queries as visits
from primeline.web import kept
from primeline.web.matters.acts import back_to
from primeline.web.matters.lines import Line, lines_of
from primeline.web.matters.matter import find
from primeline.web.matters.since import seen
from primeline.web.matters.stages import in_hand, stage_name
from primeline.web.matters.ticking import length, limit_words, patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Chase, Commitment, CommitmentQuerySet, Estimate

SEE = Permission.VIEW_COMMITMENTS
PAGE, FILTERS = "promises", ("lane", "since")
AT_ONCE = 100
OF_CASES = (CASE_STEP, CASE_PROMISE)
# A way of many steps is shown in so many parts.
DOTS = 6


@dataclass(frozen=True, kw_only=True)
class Flight:
    """One matter in flight: its line, and what a customer is told of it."""

    line: Line
    lane: Lane
    promised_at: datetime | None
    """By when it was owed as the customer first heard from us; nothing until they have."""
    forecast: "Estimate | None"
    heard_at: datetime | None
    chases: "Sequence[Chase]"
    stage: "processes.Stage | None" = None

    @property
    def promised_day(self) -> date | None:
        """The day for which the customer has our word, where it is a step of a case."""
        return self.stage.promised_day if self.stage else None

    @property
    def is_our_step(self) -> bool:
        """Whether its own due moment is nothing that the customer was told."""
        return is_our_step(self.line.matter, self.stage)

    @property
    def is_behind(self) -> bool:
        """Whether it is expected later than the customer was promised."""
        if self.forecast is None:
            return False
        if self.promised_day is not None:
            return day_of(self.forecast.expected_at) > self.promised_day
        if self.promised_at is None or self.is_our_step:
            return False
        return self.forecast.expected_at > self.promised_at

    @property
    def is_beyond(self) -> bool:
        """Whether it is expected later than its limit in force now."""
        if self.forecast is None or self.is_our_step:
            return False
        return self.forecast.expected_at > self.line.matter.due_at

    @property
    def stage_name(self) -> str:
        """What the step that the case stands at is called on its drawing."""
        return stage_name(self.stage) if self.stage else ""

    @property
    def called(self) -> str:
        """What is owed: a step by its name on the drawing, else by its own."""
        is_step = self.stage is not None and not self.stage.is_whole
        return self.stage_name if is_step else self.line.matter.step.name

    @property
    def in_hand(self) -> str:
        """Where the case owes it as a whole: who has the step that is done now."""
        return in_hand(self.stage) if self.stage else ""

    @property
    def dots(self) -> list[bool]:
        """The way of its case in a few parts: which have begun."""
        place = self.stage.place if self.stage else None
        return [] if place is None else [one < place.share_of(DOTS) for one in range(DOTS)]

    @property
    def taken(self) -> str:
        """How much of its time the step has taken so far."""
        time = self.line.ticking
        return _("%(time)s of %(limit)s taken") % {
            "time": length(time.limit_seconds - time.seconds, time.clock),
            "limit": limit_words(self.line.matter.limit, time.clock),
        }


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What stands beside the lines of some matters in flight, by matter."""

    told: "Mapping[int, datetime]"
    forecasts: "Mapping[int, Estimate]"
    chases: "Mapping[int, Sequence[Chase]]"
    heard: "Mapping[int, datetime]"
    stages: "Mapping[int, processes.Stage]"


@page(SEE)
def promises(request: PersonRequest) -> HttpResponse:
    """Show what the customers of the reader wait for, what is due first on top."""
    at = clock.now()
    news, chosen, beside = seen(request, PAGE, at), chosen_lane(request), cadence()
    everything = in_flight(request.reach, at=at, beside=beside)
    all_counts = flight.lane_counts(everything)
    counts = all_counts if news.wanted is None else flight.lane_counts(news.only(everything))
    wanted = promised(request.reach, at=at, beside=beside, lane=chosen, since=news.wanted)
    count = sum(counts.values()) if chosen is None else counts[chosen]
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    rows = _rows(
        request,
        news.marked(wanted)[start : start + AT_ONCE],
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
        "views": kept.views_of(request, PAGE),
        "kept_query": kept.query_of(request, FILTERS),
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "answer": _answer(sum(all_counts.values()), everything.overdue(at).count(), at),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/promises.html", context)


def cadence() -> frozenset[str]:
    """Return what recurs by itself, and was promised to nobody one by one."""
    return frozenset(one.step.code for one in visits.standard_actions())


def chosen_lane(request: PersonRequest) -> Lane | None:
    """Return the lane that the address asks for, if it asks for one."""
    return next((lane for lane in Lane if lane.name == request.GET.get("lane")), None)


def in_flight(reach: Reach, *, at: datetime, beside: frozenset[str]) -> "CommitmentQuerySet":
    """Return what customers wait for, steps of cases in the lanes of what they are drawn for."""
    return flight.in_flight(reach, at=at, beside=beside, cases=processes.steps_in_lanes())


def is_our_step(matter: "Commitment", stage: "processes.Stage | None") -> bool:
    """Test whether the customer has our word, if any, for the whole case and not for this step."""
    if stage is None:
        return False
    return stage.promised_day is not None or matter.step.code not in flight.PROMISED


def promised(
    reach: Reach,
    *,
    at: datetime,
    beside: frozenset[str],
    lane: Lane | None = None,
    since: Since | None = None,
) -> "CommitmentQuerySet":
    """Return what customers wait for: all of it, or one lane, or what is news."""
    found = in_flight(reach, at=at, beside=beside)
    if lane is not None:
        found = flight.in_lane(found, lane)
    if since is not None:
        found = found.filter(is_news(since))
    return found.in_full().select_related("policy_row__standard")


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


def shown(matters: "Sequence[Commitment]") -> Shown:
    """Return what stands beside the lines of some matters. A few queries, however many."""
    return Shown(
        told=flight.told_dues(matters),
        forecasts=flight.forecasts(matters),
        chases=flight.chases_of(matters),
        heard=flight.heard_of(matters),
        stages=processes.stages_at([one.pk for one in matters if one.subject_kind in OF_CASES]),
    )


def _rows(request: PersonRequest, found: Any, at: datetime) -> list[Flight]:
    lines = lines_of(request, found, at)
    beside = shown([line.matter for line in lines])
    return [
        Flight(
            line=line,
            lane=Lane(line.matter.lane),  # type: ignore[attr-defined]
            promised_at=beside.told.get(line.matter.pk),
            forecast=beside.forecasts.get(line.matter.pk),
            heard_at=beside.heard.get(line.matter.pk),
            chases=beside.chases.get(line.matter.pk, ()),
            stage=beside.stages.get(line.matter.pk),
        )
        for line in lines
    ]


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
