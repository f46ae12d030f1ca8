"""What a case owes as a whole, from its start until a service says that it is given.

It is one matter whatever way the case goes: who has the step now may change, its clock does not.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q

from primeline.bpmn.remapping import can_end_without, reached_from
from primeline.bpmn.state import State
from primeline.bpmn.values import Drawing
from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.choices import OPEN
from primeline.commitments.models import Commitment
from primeline.commitments.values import UNTIL_RULED, Owed, Subject
from primeline.kit.deeds import Actor, deed
from primeline.processes import rules
from primeline.processes.actions.opening import DRAWN
from primeline.processes.choices import ItemStatus
from primeline.processes.models import Case, WorkItem
from primeline.processes.queries.circumstances import TELLING, circumstances_of
from primeline.processes.queries.library import drawn
from primeline.processes.queries.units import way_up
from primeline.processes.values import ESTIMATE, PROMISE, PROMISES, RESTORATION, WORD, Promise


def owe(case: Case, drawing: Drawing, *, at: datetime) -> None:
    """Owe from the start of a case what its drawing says is given in the course of it."""
    promises = [PROMISES[one.service] for one in drawing.nodes if one.service in PROMISES]
    _owe(case, drawing, promises, at)


def owe_what_is_ahead(case: Case, drawing: Drawing, state: State, *, at: datetime) -> None:
    """Owe what another drawing of a running case gives later on than where it stands now."""
    done = WorkItem.objects.filter(case=case, status=ItemStatus.DONE)
    given = set(done.values_list("commitment__step__code", flat=True))
    _owe(case, drawing, ahead_of(drawing, [one.node for one in state.tokens], given), at)


def learn(case: Case, drawing: Drawing, said: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Ask the matrix anew for all that a case owes, if what was said under these names tells it."""
    if not TELLING.intersection(said):
        return
    known = circumstances_of(case, drawing)
    subjects = Q(subject_kind=PROMISE, subject_id=case.pk) | Q(item__case=case)
    found = Commitment.objects.filter(subjects, status__in=OPEN).exclude(**asdict(known))
    ids = list(found.values_list("pk", flat=True))
    if ids:
        commitments.learn_circumstances(commitment_ids=ids, circumstances=known, by=by, at=at)


def ahead_of(drawing: Drawing, here: Sequence[str], given: Collection[str]) -> list[Promise]:
    """Return what a drawing gives after these places.

    What a step has given before is owed where there is no end without it.
    """
    ahead = reached_from(drawing, here)
    found = [one for one in drawing.nodes if one.service in PROMISES and one.id in ahead]
    return [
        PROMISES[one.service]
        for one in found
        if PROMISES[one.service].step not in given or not can_end_without(drawing, here, one.id)
    ]


@deed("processes.owe_word")
def owe_word(*, case: Case, after: int, by: Actor, at: datetime) -> None:
    """Owe the next word on how a fault goes, after what was said last, while it is not restored."""
    held = Case.objects.select_for_update(of=("self",)).select_related("edition").get(pk=case.pk)
    if is_unrestored(held.pk):
        _owe(held, drawn(held.edition), [WORD], at, since=at, mark=str(after))


def owe_first_word(case: Case, *, by: Actor, at: datetime) -> None:
    """Owe the word that tells the customer of an estimate with the estimate itself.

    Whoever hears of the estimate later finds it owed: it is the same one.
    """
    about = {"subject_kind": PROMISE, "subject_id": case.pk}
    estimate = Commitment.objects.get(**about, step__code=ESTIMATE)
    owe_word(case=case, after=estimate.pk, by=by, at=at)


def owe_since_asked(case: Case, promise: Promise, *, at: datetime) -> None:
    """Owe something of a case that comes up in its course, counted from its beginning, once."""
    _owe(case, drawn(case.edition), [promise], at, since=case.asked_at)


def is_unrestored(case_id: int) -> bool:
    """Test whether it is owed still that what a case is about is restored."""
    return owed.is_owed(Subject(PROMISE, case_id), RESTORATION)


def owe_no_more(case: Case, drawing: Drawing, *, by: Actor, at: datetime) -> None:
    """Owe nothing any more as a case that is over; what was given stays given."""
    subject = Subject(PROMISE, case.pk)
    is_promised = any(one.service in PROMISES for one in drawing.nodes)
    if is_promised and owed.is_owed(subject):
        commitments.cancel_about(subject=subject, by=by, at=at)


def _owe(
    case: Case,
    drawing: Drawing,
    promises: Iterable[Promise],
    at: datetime,
    *,
    since: datetime | None = None,
    mark: str = "",
) -> None:
    wanted = {one.step: one for one in promises}
    if not wanted:
        return
    way, known = way_up(case.customer_id, at=at), circumstances_of(case, drawing)
    matters = [
        Owed(
            step=one.step,
            subject=Subject(PROMISE, case.pk),
            customer_id=case.customer_id,
            what=f"{case.number} {case.title}",
            unit_id=rules.unit_for(one.unit_rule, one.role, way),
            role=one.role,
            opened_at=since or case.asked_at,
            noted_at=at if case.said_at and since is None else None,
            mark=mark,
            # The case goes on, whether or not a rule speaks of this.
            within=UNTIL_RULED,
            circumstances=known,
        )
        for one in wanted.values()
    ]
    commitments.open_commitments(owed=matters, by=DRAWN, at=at)
