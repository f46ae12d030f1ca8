"""Steps of cases as what customers wait for: the lane, how far along, promised for which day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.bpmn.progress import Place, places_on
from primeline.commitments.choices import Lane
from primeline.commitments.models import Commitment, CommitmentQuerySet
from primeline.commitments.queries.lasting import told_first
from primeline.processes.models import Case, CaseFact, WorkItem
from primeline.processes.queries.library import drawn
from primeline.processes.values import MAJOR, PROMISE, RESTORATION, WORD

PROCESS: Final = "case__edition__process__code"
# The fact of a drawing that says for which day the customer has our word.
PROMISED: Final = "promised_day"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a case stands with one step of it, or with what it owes as a whole."""

    case: Case
    node: str
    place: Place | None
    promised_day: date | None
    in_hand: Commitment | None = None
    """Where the case owes it as a whole: what is owed for the step that is done now."""
    is_whole: bool = False


def steps_in_lanes() -> dict[Lane, QuerySet[Any]]:
    """Return for each lane what is owed for the open steps of its cases, the narrowest first.

    What is drawn beside what we ship is in none of them.
    """
    asked = CaseFact.objects.filter(name="kind", text="terminate").values("case")
    lanes: Mapping[Lane, Q] = {
        Lane.TERMINATION: Q(**{PROCESS: "CHANGE"}, case__in=asked),
        Lane.CHANGE: Q(**{PROCESS: "CHANGE"}),
        Lane.OPENING: Q(**{PROCESS: "OPENING"}),
        Lane.COMPLAINT: Q(**{PROCESS: "COMPLAINT"}),
        Lane.FAULT: Q(**{PROCESS: "FAULT"}),
    }
    return {
        lane: WorkItem.objects.open().filter(which).order_by().values("commitment")
        for lane, which in lanes.items()
    }


def stages_at(commitment_ids: Collection[int]) -> dict[int, Stage]:
    """Return where cases stand with the steps that these are owed for, or owe as a whole.

    A few queries, however many.
    """
    steps = WorkItem.objects.filter(commitment__in=commitment_ids)
    items = {one.commitment_id: one for one in steps.select_related("case__edition__process")}
    whole = _whole(commitment_ids)
    now = {one.case_id: one for one in _now(whole.values())}
    cases = Case.objects.select_related("edition__process").in_bulk(list(whole.values()))
    rows = CaseFact.objects.filter(
        case__in={one.case_id for one in items.values()} | set(cases), name=PROMISED
    )
    days = {key: date.fromisoformat(said) for key, said in rows.values_list("case", "text") if said}

    def stage(case: Case, item: WorkItem | None, **more: Any) -> Stage:
        node = item.node if item else ""
        place = places_on(drawn(case.edition)).get(node)
        return Stage(case=case, node=node, place=place, promised_day=days.get(case.pk), **more)

    found = {key: stage(item.case, item) for key, item in items.items()}
    for key, case_id in whole.items():
        item = now.get(case_id)
        in_hand = item.commitment if item else None
        found[key] = stage(cases[case_id], item, in_hand=in_hand, is_whole=True)
    return found


def told_with(matter: Commitment) -> int:
    """Return of which matter the customer is told with this one: with a word, of its fault."""
    if matter.subject_kind != PROMISE or matter.step.code != WORD.step:
        return matter.pk
    about = {"subject_kind": PROMISE, "subject_id": matter.subject_id}
    found = Commitment.objects.filter(**about, step__code=RESTORATION).values_list("pk", flat=True)
    return found.first() or matter.pk


def promises_of(case: Case) -> CommitmentQuerySet:
    """Return what a case owes as a whole, what is due first on top, and what has become of it."""
    found = Commitment.objects.filter(subject_kind=PROMISE, subject_id=case.pk)
    return found.in_full().order_by("due_at", "pk")


def lasting_faults(*, at: datetime) -> list[Case]:
    """Return the cases of faults of which it is to be reported by now that they are major."""
    reported = Commitment.objects.filter(
        subject_kind=PROMISE, step__code=MAJOR.step, subject_id=OuterRef("subject_id")
    )
    rows = Commitment.objects.open().filter(
        subject_kind=PROMISE, step__code=RESTORATION, opened_at__lte=at
    )
    found = list(rows.exclude(Exists(reported)).select_related("step", "customer", "calendar_unit"))
    told = told_first(found, MAJOR.step, at=at)
    ids = [one.subject_id for one in found if one.pk in told and told[one.pk] <= at]
    return list(Case.objects.filter(pk__in=ids).order_by("pk"))


def _whole(commitment_ids: Collection[int]) -> dict[int, int]:
    """Return which of these cases owe as a whole, each with its case."""
    found = Commitment.objects.filter(pk__in=commitment_ids, subject_kind=PROMISE)
    return dict(found.values_list("pk", "subject_id"))


def _now(case_ids: Collection[int]) -> Iterable[WorkItem]:
    """Return the open steps of cases, of each the one that waits longest last."""
    if not case_ids:
        return ()
    return WorkItem.objects.open().in_full().filter(case__in=case_ids).order_by("-opened_at", "-pk")
