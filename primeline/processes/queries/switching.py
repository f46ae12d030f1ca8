"""Which running cases could go on by another version: where each would stand, or why not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from primeline.bpmn.fields import BadField
from primeline.bpmn.remapping import Fate, Remapping, Stays
from primeline.bpmn.state import State, Token, Waits
from primeline.bpmn.values import Drawing, Node
from primeline.kit.errors import NotFound
from primeline.privacy import freetext
from primeline.processes.choices import CaseStatus, EditionStatus, SwitchStatus
from primeline.processes.models import (
    Case,
    CaseFact,
    Edition,
    Process,
    Switch,
    SwitchedCase,
)
from primeline.processes.models import Token as Place
from primeline.processes.queries.cases import typed, visible_to
from primeline.processes.queries.library import drawn
from primeline.staff.reach import Reach

NAMED_AT_MOST = 10
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A node of the old drawing at which cases stand, and where it leads."""

    node: Node
    count: int
    target: str
    why: Stays | None
    choices: tuple[Node, ...]
    is_asked_otherwise: bool
    """Whether another role, unit or step stands at it in the new version."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """Cases that stay for one reason, at one node or because of one field."""

    why: Stays
    at: str
    count: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What would happen, and to how many of the cases that the reader sees."""

    total: int = 0
    going: int = 0
    stops: tuple[Stop, ...] = ()
    left: tuple[Left, ...] = ()
    fields_gone: tuple[str, ...] = ()
    fields_changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crossing:
    """From one version to another, by a mapping of the nodes that do not keep their id."""

    source: Edition
    target: Edition
    mapping: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def remapping(self) -> Remapping:
        """Return where places go."""
        return Remapping(drawn(self.source), drawn(self.target), self.mapping)

    @cached_property
    def reread(self) -> frozenset[str]:
        """Return the fields whose answers may not fit the new version."""
        old, new = self.remapping.old.fields, self.remapping.new.fields
        return frozenset(
            name
            for name, now in new.items()
            if (was := old.get(name)) is None or (was.type, was.codes) != (now.type, now.codes)
        )

    def fate_of(self, state: State, said: Mapping[str, str]) -> Fate:
        """Return where a case would stand with what was said in it, or why it stays."""
        fate = self.remapping.fate_of(state)
        if fate.state is None:
            return fate
        try:
            typed(self.remapping.new, said)
        except BadField as bad:
            return Fate(why=Stays.OTHER_ANSWER, node=min(bad.given))
        return fate


def targets_for(source: Edition, at: datetime) -> list[Edition]:
    """Return the versions that cases of one can go on by: approved, and their day has come."""
    found = Edition.objects.filter(
        process=source.process_id, status=EditionStatus.APPROVED, effective_from__lte=at
    )
    return list(found.exclude(pk=source.pk).select_related("process").order_by("-number"))


def running_by(edition: Edition) -> QuerySet[Case]:
    """Return the cases that run by a version."""
    return Case.objects.filter(edition=edition, status=CaseStatus.RUNNING).order_by("pk")


def plan_of(reach: Reach, crossing: Crossing) -> Plan:
    """Return what would become of the cases that a reader sees, node by node."""
    cases = visible_to(reach).filter(edition=crossing.source, status=CaseStatus.RUNNING)
    at: Counter[str] = Counter()
    left: defaultdict[tuple[Stays, str], list[int]] = defaultdict(list)
    total = 0
    for pk, state, fate in fates(crossing, cases.order_by("pk")):
        total += 1
        at.update({one.node for one in state.tokens})
        if fate.why is not None:
            left[fate.why, fate.node].append(pk)
    old, new = crossing.remapping.old, crossing.remapping.new
    return Plan(
        total=total,
        going=total - sum(map(len, left.values())),
        stops=tuple(_stop(crossing, node, at[node.id]) for node in old.nodes if node.id in at),
        left=tuple(_left(why, place, keys) for (why, place), keys in left.items()),
        fields_gone=tuple(name for name in old.fields if name not in new.fields),
        fields_changed=tuple(name for name in old.fields if name in crossing.reread),
    )


def fates(crossing: Crossing, cases: QuerySet[Case]) -> Iterator[tuple[int, State, Fate]]:
    """Yield each case, where it stands, and where it would; some hundreds at a time."""
    keys = list(cases.values_list("pk", "next_number"))
    for start in range(0, len(keys), AT_ONCE):
        batch = dict(keys[start : start + AT_ONCE])
        places = _places(batch)
        said = said_in(crossing, batch)
        for pk, next_number in batch.items():
            state = State.of(places.get(pk, ()), next_number)
            yield pk, state, crossing.fate_of(state, said.get(pk, {}))


def said_in(crossing: Crossing, cases: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return by case what was said under names that may not fit the new version."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    if crossing.reread:
        rows = CaseFact.objects.filter(case__in=list(cases), name__in=crossing.reread)
        for row in rows.exclude(text=""):
            found[row.case_id][row.name] = freetext.typed(row.text)
    return found


def get_switch(switch_id: int) -> Switch:
    """Return one wish to let cases go on by another version.

    :raises NotFound: if there is none
    """
    found = _switches().filter(pk=switch_id).first()
    if found is None:
        raise NotFound
    return found


def switches_of(process: Process) -> list[Switch]:
    """Return what was asked for the cases of a process, the latest first."""
    return list(_switches().filter(source__process=process).order_by("-pk"))


def switches_waiting(person_id: int) -> int:
    """Return how many wait for a decision that this person may take."""
    waiting = Switch.objects.filter(status=SwitchStatus.PROPOSED)
    return waiting.exclude(author_id=person_id).count()


def gone_by(reach: Reach, switch: Switch) -> int:
    """Return how many cases that a reader sees have gone over by now."""
    return SwitchedCase.objects.filter(switch=switch, case__in=visible_to(reach)).count()


def earlier_drawings(case: Case) -> list[tuple[datetime, Edition]]:
    """Return until when a case ran by which earlier versions, the first one first."""
    rows = SwitchedCase.objects.filter(case=case).select_related("switch__source__process")
    return [(one.switched_at, one.switch.source) for one in rows.order_by("switched_at", "pk")]


def drawing_at(case: Case, earlier: list[tuple[datetime, Edition]], at: datetime) -> Drawing:
    """Return the drawing that a case ran by at a moment."""
    until = (edition for moment, edition in earlier if at < moment)
    return drawn(next(until, case.edition))


def _places(cases: Iterable[int]) -> dict[int, list[Token]]:
    found: defaultdict[int, list[Token]] = defaultdict(list)
    rows = Place.objects.filter(case__in=list(cases), left_at=None)
    for row in rows.values_list("case", "number", "node", "scope", "via", "waits"):
        found[row[0]].append(Token(*row[1:5], Waits(row[5])))
    return found


def _stop(crossing: Crossing, node: Node, count: int) -> Stop:
    remapping = crossing.remapping
    target = remapping.target_of(node.id)
    there = remapping.new.by_id.get(target)
    return Stop(
        node=node,
        count=count,
        target=target if there is not None else "",
        why=remapping.obstacle_at(node.id),
        choices=remapping.choices_for(node.id),
        is_asked_otherwise=there is not None and _asked(there) != _asked(node),
    )


def _asked(node: Node) -> tuple[str, str, str]:
    return node.role, node.unit_rule, node.step


def _left(why: Stays, place: str, keys: list[int]) -> Left:
    numbers = tuple(Case(pk=key).number for key in keys[:NAMED_AT_MOST])
    return Left(why=why, at=place, count=len(keys), numbers=numbers)


def _switches() -> QuerySet[Switch]:
    return Switch.objects.select_related("source__process", "target", "author", "decided_by")
