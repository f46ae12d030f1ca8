"""The board of a unit: all it owes, by state, person, kind and level; loads, cover, pauses."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments import actions, queries
from primeline.commitments.choices import State
from primeline.commitments.queries.boards import (
    MOST_MEASURED,
    Board,
    BoardFilter,
    board_of,
    board_rows,
    times_taken,
)
from primeline.commitments.queries.changed import Overnight, Since
from primeline.commitments.queries.lists import covers_now, people_led
from primeline.commitments.values import Done, Durations
from primeline.customers.choices import Tier
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.standards import queries as standards
from primeline.standards.choices import Clock
from primeline.web import kept
from primeline.web.matters.forms import AssignmentForm
from primeline.web.matters.lines import lines_of
from primeline.web.matters.since import overnight, seen
from primeline.web.matters.ticking import DAY, length, patterns
from primeline.web.matters.words import night_words, state_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Cover

# What a filter is called in an address, in words, and how many fit it.
Choice = tuple[str | int, str, int]
LEAD = Permission.LEAD_COMMITMENTS
PAGE = "unit"
FILTERS = ("unit", "state", "person", "step", "tier", "account", "since", "night")
AT_ONCE = 100
MOST, MANY = 500, 2
FEW_DAYS = 2
OPEN_STATES = (State.OVERDUE, State.RUNNING, State.PAUSED)
NO_TIER = "none"
SHOWN_STATES = (*OPEN_STATES, State.KEPT, State.LATE, State.MISSED, State.WAIVED)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a person or unit has open and late, whether they are away, what stood still."""

    key: int
    name: str
    open_count: int
    overdue_count: int
    cover: "Cover | None"
    taken: Durations | None

    @property
    def pause_share(self) -> float | None:
        """What share of the time of its clocks stood still."""
        return pause_share(self.taken)

    @property
    def gross(self) -> str:
        return "–" if self.taken is None else _days(self.taken.gross.total_seconds())

    @property
    def net(self) -> str:
        return "–" if self.taken is None else _days(self.taken.net.total_seconds())


@page(LEAD)
def unit(request: PersonRequest) -> HttpResponse:
    """Show the board, filtered as the address asks."""
    return _show(request)


@page(LEAD, methods=("POST",))
def assignments(request: PersonRequest) -> HttpResponse:
    """Give the matters that are ticked to one person, in one recorded act."""
    at = clock.now()
    ticked = _ticked(request)
    form = AssignmentForm(request.POST, people=people_led(request.reach, timezone.localdate(at)))
    if not 0 < len(ticked) <= MOST:
        form.add_error(None, _("Tick between 1 and %(most)s matters.") % {"most": MOST})
    led = set(queries.led_by(request.reach).filter(pk__in=ticked).values_list("pk", flat=True))
    if led != set(ticked):
        form.add_error(
            None, _("Some of these matters are over or not yours to give. Reload the list.")
        )
    if form.is_valid():
        try:
            given = actions.reassign_matters(
                versions=ticked,
                to_person=form.cleaned_data["receiver"],
                reach=request.reach,
                by=request.user,
                at=at,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            _say(request, given)
            return redirect(_back(request))
    return _show(request, form=form, ticked=frozenset(ticked), status=422)


def read(request: PersonRequest) -> BoardFilter:
    """Return what the address asks for.

    :raises NotFound: if it names what there is not
    """
    given = request.GET
    state, tier = given.get("state", ""), given.get("tier")
    if (state and state not in [one.value for one in SHOWN_STATES]) or (
        tier and tier not in (*Tier.values, NO_TIER)
    ):
        raise NotFound
    unit_id = whole_number(given.get("unit", ""))
    place = staff.get_unit(request.reach, unit_id, permission=LEAD) if unit_id else None
    found_tier = {None: None, "": None, NO_TIER: ""}.get(tier, tier)
    return BoardFilter(
        state=State(state) if state else None,
        owner_id=whole_number(given.get("person", "")),
        step_id=whole_number(given.get("step", "")),
        tier=found_tier,
        unit_path=place.path if place is not None else "",
        customer_number=given.get("account", ""),
        night=_night(request),
    )


def _night(request: PersonRequest) -> tuple[Overnight, Since] | None:
    """Return what of the last night is asked for.

    :raises NotFound: if that is nothing we tell of a night
    """
    text = request.GET.get("night", "")
    if not text:
        return None
    if text not in [one.value for one in Overnight]:
        raise NotFound
    return Overnight(text), overnight(request, clock.now())


def pause_share(taken: Durations | None) -> float | None:
    """Return what share of a time stood still; None where there was no time."""
    return taken.paused / taken.gross if taken is not None and taken.gross else None


def names_of(board: Board) -> dict[int, str]:
    """Return what the people on a board are called; 0 is nobody by name."""
    owners = {cell.owner_id for cell in board.cells} - {0}
    return {**staff.names_by_id(owners), 0: _("nobody by name")}


def _show(
    request: PersonRequest,
    *,
    form: AssignmentForm | None = None,
    ticked: frozenset[int] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    news = seen(request, PAGE, at)
    wanted = replace(read(request), news=news.wanted)
    board = board_of(request.reach, wanted, at=at)
    rows = board_rows(request.reach, wanted, at=at)
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < board.count else 0
    names, taken = names_of(board), times_taken(rows, at=at)
    units = staff.units_in_order(request.reach, LEAD)
    context: dict[str, Any] = {
        "board": board,
        "wanted": wanted,
        "names": names,
        "by_state": _by_state(board),
        "by_step": _by_step(board),
        "by_tier": _by_tier(board),
        "units": units,
        "unit_id": request.GET.get("unit", ""),
        "news": news,
        "nights": [(one.value, night_words(one)) for one in Overnight],
        "views": kept.views_of(request, PAGE),
        "kept_query": kept.query_of(request, FILTERS),
        "lines": lines_of(request, news.marked(rows)[start : start + AT_ONCE], at, tells_word=True),
        "start": start,
        "size": AT_ONCE,
        "loads": _loads(board, names, taken["owner_id"], at),
        "unit_loads": _unit_loads(board, {one.pk: one.name for one in units}, taken["unit_id"]),
        "form": form or AssignmentForm(people=people_led(request.reach, timezone.localdate(at))),
        "ticked": ticked,
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "answer": _answer(board),
        "patterns": patterns(),
        "most_measured": MOST_MEASURED,
        "at": at,
    }
    return render(request, "web/matters/unit.html", context, status=status)


def _by_state(board: Board) -> list[Choice]:
    counts = board.by("state")
    return [(one.value, state_words(one), counts[one]) for one in SHOWN_STATES if one in counts]


def _by_step(board: Board) -> list[Choice]:
    counts = board.by("step_id")
    return [
        (one.pk, one.name, counts[one.pk])
        for one in standards.steps(is_active=None)
        if one.pk in counts
    ]


def _by_tier(board: Board) -> list[Choice]:
    counts = board.by("tier")
    found: list[Choice] = [
        (one.value, str(one.label), counts[one]) for one in Tier if one.value in counts
    ]
    return [*found, (NO_TIER, _("no level"), counts[""])] if "" in counts else found


def _loads(
    board: Board, names: dict[int, str], taken: dict[int, Durations], at: datetime
) -> list[Load]:
    """Return the loads of all people on the board, the heaviest first, nobody by name last."""
    away = covers_now(set(names), today=timezone.localdate(at))
    found = [
        Load(
            key=owner,
            name=names[owner],
            open_count=sum(states.values()),
            overdue_count=states.get(State.OVERDUE, 0),
            cover=away.get(owner),
            taken=taken.get(owner),
        )
        for owner, states in board.loads("owner_id").items()
    ]
    return sorted(found, key=lambda load: (load.key == 0, -load.open_count, load.name))


def _unit_loads(board: Board, names: dict[int, str], taken: dict[int, Durations]) -> list[Load]:
    """Return the loads of all units on the board in their order; none where it is one alone.

    Nor where others owe some of what came in for the accounts of these: the rows say who.
    """
    loads = board.loads("unit_id")
    if len(loads) < MANY or not loads.keys() <= names.keys():
        return []
    return [
        Load(
            key=pk,
            name=name,
            open_count=sum(loads[pk].values()),
            overdue_count=loads[pk].get(State.OVERDUE, 0),
            cover=None,
            taken=taken.get(pk),
        )
        for pk, name in names.items()
        if pk in loads
    ]


def _answer(board: Board) -> str:
    states = board.by("state")
    count = sum(states.get(state, 0) for state in OPEN_STATES)
    return ngettext(
        "%(count)s matter is open, %(late)s of them late.",
        "%(count)s matters are open, %(late)s of them late.",
        count,
    ) % {"count": f"{count:,}", "late": f"{states.get(State.OVERDUE, 0):,}"}


def _ticked(request: PersonRequest) -> dict[int, int]:
    """Return the matters that were ticked with the version of each that was seen."""
    found: dict[int, int] = {}
    for sent in request.POST.getlist("matter"):
        key, _colon, version = sent.partition(":")
        pk, seen = whole_number(key), whole_number(version)
        if pk is not None and seen is not None:
            found[pk] = seen
    return found


def _say(request: PersonRequest, done: Done) -> None:
    if done.count or not done.offered_count:
        said = ngettext("%(count)s matter given.", "%(count)s matters given.", done.count)
        messages.success(request, said % {"count": done.count})
    if done.offered_count:
        offered = ngettext(
            "%(count)s was taken from a customer: it is offered, and stays until it is accepted.",
            "%(count)s were taken from customers: they are offered, and stay until accepted.",
            done.offered_count,
        )
        messages.success(request, offered % {"count": done.offered_count})
    if done.left_out:
        left = ngettext(
            "%(count)s was left where it was: changed meanwhile, or not for them to see.",
            "%(count)s were left where they were: changed meanwhile, or not for them to see.",
            len(done.left_out),
        )
        messages.warning(request, left % {"count": len(done.left_out)})


def _back(request: PersonRequest) -> str:
    query = request.GET.urlencode()
    return reverse("matters:unit") + (f"?{query}" if query else "")


def _days(seconds: float) -> str:
    """Return a sum of times: of what takes many days, hours say nothing."""
    if seconds < FEW_DAYS * DAY:
        return length(int(seconds), Clock.NATURAL)
    return _("%(count)s days") % {"count": f"{round(seconds / DAY):,}"}
