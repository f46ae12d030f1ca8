"""Planning what is done again and again: the plan is made what it should be, and nothing twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation

from primeline.commitments import actions as commitments
from primeline.commitments.choices import OPEN
from primeline.commitments.queries.contracts import morning_of
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import Actor, deed
from primeline.visits import planning
from primeline.visits.choices import ActionStatus, WhyGone
from primeline.visits.models import ServiceAction, ServiceActionQuerySet, StandardAction
from primeline.visits.queries.facts import SETTLED, facts_of
from primeline.visits.values import (
    PERSON,
    Changes,
    Facts,
    Fresh,
    Outcome,
    Place,
    There,
    Turn,
)

ACCOUNT = "visits.account"
AT_ONCE = 500


@deed("visits.plan")
def plan_accounts(
    *, manager_id: int | None, customer_ids: Sequence[int], by: Actor, at: datetime
) -> Outcome:
    """Plan what is done again and again for accounts of one manager, or of nobody.

    Run again it changes nothing, until level, manager, calendar, cadence or limits change.
    """
    take_turns()
    _hold(customer_ids)
    facts = facts_of(manager_id, customer_ids, at=at)
    left = planning.left_of(facts)
    if left:
        # It is nobody's first, and looked at like all else: the manager may have room for it.
        _unstaff(left, by, at)
        facts = facts_of(manager_id, customer_ids, at=at)
    changes = planning.work_out(facts)
    _drop(changes, by, at)
    _unstaff(changes.unstaff, by, at)
    _move(changes.move)
    _add(changes, facts, by, at)
    return Outcome(
        added=len(changes.add),
        dropped=len(changes.drop),
        moved=len(changes.move) + len(changes.staff),
        unstaffed=sum(place is None for _fresh, place in changes.add) + len(changes.unstaff),
    )


def take_turns() -> None:
    """Wait for whoever plans: two who plan the same people would both take the last place."""
    list(StandardAction.objects.select_for_update().order_by("pk").values_list("pk"))


def owed_for(
    *,
    step: str,
    customer_id: int,
    period: tuple[date, date],
    turn: int,
    at: datetime,
    person_id: int | None = None,
    contact_id: int | None = None,
) -> Owed:
    """Return what is owed for an account, or a key person, from the first day of a stretch on.

    It says nothing of who that is: their name stays with them.
    """
    start, end = period
    about = Subject(ACCOUNT, customer_id) if contact_id is None else Subject(PERSON, contact_id)
    return Owed(
        step=step,
        subject=about,
        customer_id=customer_id,
        what=f"{start} – {date.fromordinal(end.toordinal() - 1)}",
        person_id=person_id,
        opened_at=max(at, morning_of(start)),
        due_at=morning_of(end),
        mark=f"{start}:{turn}" if contact_id is None else f"{start}:{customer_id}:{turn}",
    )


def cancel(rows: Iterable[int], *, by: Actor, at: datetime, reason: str = "") -> None:
    """Owe no more what these service actions have somebody owe."""
    waiting = ServiceAction.objects.filter(pk__in=list(rows), commitment__status__in=OPEN)
    ids = list(waiting.values_list("commitment", flat=True))
    if ids:
        commitments.cancel_commitments(commitment_ids=ids, by=by, at=at, reason=reason)


def _hold(customer_ids: Sequence[int]) -> None:
    """Hold what is still to be done: who moves or records it meanwhile takes turns with us."""
    waiting = ServiceAction.objects.standing().filter(
        Q(commitment=None) | Q(commitment__ended_at=None), customer__in=list(customer_ids)
    )
    list(waiting.select_for_update(of=("self",)).only("pk").order_by("pk"))


def _drop(changes: Changes, by: Actor, at: datetime) -> None:
    for why in sorted({changes.why.get(one.id, "") for one in changes.drop}):
        ids = [one.id for one in changes.drop if changes.why.get(one.id, "") == why]
        cancel(ids, by=by, at=at, reason=_in_words(why))
        _undone(ids).update(status=ActionStatus.DROPPED, why_gone=why)


def _in_words(why: str) -> str:
    """Return why nobody is greeted, in the language of the house: more than one will read it."""
    if not why:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return str(WhyGone(why).label)


def _unstaff(gone: Sequence[There], by: Actor, at: datetime) -> None:
    ids = [one.id for one in gone]
    if not ids:
        return
    cancel(ids, by=by, at=at)
    _undone(ids).update(
        status=ActionStatus.UNSTAFFED,
        planned_date=None,
        person=None,
        commitment=None,
        is_moved=False,
        is_given=False,
        extended_to=None,
        version=F("version") + 1,
    )


def _undone(ids: Sequence[int]) -> ServiceActionQuerySet:
    """Leave out what somebody has done in this very moment: it was owed, and counts."""
    return ServiceAction.objects.filter(pk__in=ids).exclude(commitment__status__in=SETTLED)


def _move(moved: Sequence[tuple[There, Place]]) -> None:
    places = {one.id: place for one, place in moved}
    if not places:
        return
    rows = list(ServiceAction.objects.filter(pk__in=list(places)).order_by("pk"))
    for row in rows:
        row.planned_date, row.person_id = places[row.pk]
        row.is_moved = False
        row.version += 1
    ServiceAction.objects.bulk_update(
        rows, ["planned_date", "person", "is_moved", "version"], batch_size=AT_ONCE
    )


def _add(changes: Changes, facts: Facts, by: Actor, at: datetime) -> None:
    steps = {wish.id: wish.step for wish in facts.wishes}
    new = [(_row(fresh, place, facts, at), place) for fresh, place in changes.add]
    places = {one.id: place for one, place in changes.staff}
    again = list(ServiceAction.objects.filter(pk__in=list(places)).order_by("pk"))
    _staff([*new, *((row, places[row.pk]) for row in again)], steps, by, at)
    ServiceAction.objects.bulk_create((row for row, _place in new), batch_size=AT_ONCE)
    columns = ["status", "planned_date", "person", "commitment", "turn", "version"]
    ServiceAction.objects.bulk_update(again, columns, batch_size=AT_ONCE)


def _row(fresh: Fresh, place: Place | None, facts: Facts, at: datetime) -> ServiceAction:
    asked = Turn(fresh.account.id, fresh.wish.id, fresh.contact_id, fresh.period.start)
    turn = facts.turns.get(asked, 0)
    return ServiceAction(
        customer_id=fresh.account.id,
        standard_id=fresh.wish.id,
        contact_id=fresh.contact_id,
        tier=fresh.account.tier,
        period_from=fresh.period.start,
        period_to=fresh.period.end,
        status=ActionStatus.UNSTAFFED,
        is_moved=place is not None and place.day == fresh.proposed,
        turn=turn,
        planned_at=at,
    )


def _staff(
    rows: Iterable[tuple[ServiceAction, Place | None]],
    steps: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> None:
    """Have somebody owe what there is room for; the rows are stored by the caller."""
    placed = [(row, place) for row, place in rows if place is not None]
    owed = []
    for row, place in placed:
        row.turn += 1
        row.version += 1
        row.status = ActionStatus.PLANNED
        row.planned_date, row.person_id = place
        owed.append(
            owed_for(
                step=steps[row.standard_id],
                customer_id=row.customer_id,
                period=row.period,
                turn=row.turn,
                at=at,
                contact_id=row.contact_id,
            )
        )
    if not owed:
        return
    opened = commitments.open_commitments(owed=owed, by=by, at=at)
    by_key = {one.owed_key: one for one in opened}
    for (row, _place), wanted in zip(placed, owed, strict=True):
        row.commitment = by_key[wanted.key]
