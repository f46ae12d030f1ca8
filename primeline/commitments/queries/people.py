"""Whose a matter is, whom a rung tells, and who may be given it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from primeline.audit import walls
from primeline.commitments.models import Commitment
from primeline.commitments.queries.duty import on_duty_in
from primeline.commitments.queries.reach import SEE, may_be_given
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.staff.choices import Permission, Role, UnitKind
from primeline.staff.models import Cover, Person, Posting, Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.standards.choices import Tells


def owner_id_of(commitment: Commitment) -> int | None:
    """Return who owes it: whoever took it, or the account's manager; None where a role does."""
    if commitment.person_id is not None or commitment.debtor_role != Role.ACCOUNT_MANAGER:
        return commitment.person_id
    return _manager_id(commitment)


def sees(person: Person, commitment_ids: Collection[int], *, at: datetime) -> frozenset[int]:
    """Return which of these a person could see to, by their own reach. For the whole system."""
    with walls.open_for_system():
        found = Commitment.objects.filter(
            may_be_given(reach_now(person, at=at)), pk__in=list(commitment_ids)
        )
        return frozenset(found.values_list("pk", flat=True))


def kept_by_former(from_person_ids: Collection[int], manager_id: int) -> QuerySet[Commitment]:
    """Return what these people still have at accounts that somebody else looks after by now."""
    held = Commitment.objects.filter(customer__account_manager=manager_id)
    return held.filter(person__in=list(from_person_ids)).select_related("person", "step").open()


def unseen_by_holders(customer_id: int, *, at: datetime) -> list[int]:
    """Return which open matters of an account are held by somebody who cannot see to them."""
    with walls.open_for_system():
        open_ones = Commitment.objects.filter(customer=customer_id, person__isnull=False).open()
        held = list(open_ones.select_related("person").order_by("pk"))
    return [one.pk for one in held if one.person and not sees(one.person, [one.pk], at=at)]


def told_by(commitment: Commitment, tells: Collection[str], *, at: datetime) -> list[Person]:
    """Return whom a rung tells: who is there, or stands in, and sees what it is about."""
    return [person for person, _until in told_until(commitment, tells, at=at)]


def told_until(
    commitment: Commitment, tells: Collection[str], *, at: datetime
) -> list[tuple[Person, datetime | None]]:
    """Return whom a rung tells, and until when the account has to be open to them for that.

    Who is on duty by a roster is told even if they do not reach the account: it opens to them for
    their shift. A restricted one's matter is told to people cleared for it, and to nobody else.
    """
    meant: dict[int, datetime | None] = {}
    for whom in tells:
        for pk, end in _meant_by(Tells(whom), commitment, at).items():
            meant[pk] = end or meant.get(pk)
    instead = _standing_in(meant, day_of(at))
    until = {instead.get(pk, pk): end for pk, end in meant.items()}
    people = Person.objects.filter(pk__in=until, is_active=True)
    return [
        (one, None if is_seen else until[one.pk])
        for one in people.order_by("pk")
        if (is_seen := bool(sees(one, [commitment.pk], at=at)))
        or (until[one.pk] is not None and _may_be_opened(commitment, one, at))
    ]


def is_openable_to(reach: Reach) -> bool:
    """Test whether work may open accounts to somebody: a role of theirs sees to matters."""
    return reach.may(SEE) and reach.may(Permission.VIEW_CUSTOMERS)


def _may_be_opened(commitment: Commitment, person: Person, at: datetime) -> bool:
    with walls.open_for_system():
        account = Commitment.objects.filter(
            pk=commitment.pk, customer__is_restricted=False, customer__merged_into=None
        )
        return account.exists() and is_openable_to(reach_now(person, at=at))


def leads_at(unit_id: int) -> Role:
    """Return who answers for a unit: the role that leads it."""
    return LEADS[UnitKind(Unit.objects.values_list("kind", flat=True).get(pk=unit_id))]


def leads_of(unit: Unit, *, at: datetime) -> list[Person]:
    """Return who answers for a unit today, whoever is at home there first."""
    ids = holders(leads_at(unit.pk), [unit.pk], day_of(at))
    people = Person.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    return sorted(people, key=lambda one: one.home_unit_id != unit.pk)


def departments(*, at: datetime) -> set[int]:
    """Return the open units that somebody leads today: whom an answer can be asked of."""
    day = day_of(at)
    lasting = Q(active_to=None) | Q(active_to__gt=day)
    led = Posting.objects.filter(
        lasting, active_from__lte=day, person__is_active=True, unit__is_active=True
    )
    rows = led.values_list("unit", "unit__kind", "role")
    return {unit for unit, kind, role in rows if role == LEADS[UnitKind(kind)]}


class Lead(NamedTuple):
    """A unit and the role that leads it."""

    unit_id: int
    role: Role


def nearest_leads(unit_ids: Collection[int], *, at: datetime) -> dict[int, Lead]:
    """Return for each unit who answers for it: its lead, else the nearest one above.

    Where nobody leads anywhere on the way up, it is the role at the unit itself. Three queries.
    """
    paths = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "path"))
    ways = {pk: [int(one) for one in path.split("/") if one] for pk, path in paths.items()}
    kinds = dict(
        Unit.objects.filter(pk__in={one for way in ways.values() for one in way}).values_list(
            "pk", "kind"
        )
    )
    leads = {pk: Lead(pk, LEADS[UnitKind(kind)]) for pk, kind in kinds.items()}
    day = day_of(at)
    there = Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day),
        unit__in=list(kinds),
        active_from__lte=day,
        person__is_active=True,
    )
    held = {Lead(unit_id, Role(role)) for unit_id, role in there.values_list("unit_id", "role")}
    return {
        pk: next((leads[one] for one in reversed(way) if leads[one] in held), leads[pk])
        for pk, way in ways.items()
    }


def holders(role: str, units: QuerySet[Unit] | Collection[int], today: date) -> set[int]:
    """Return who holds a role at one of these units on a day."""
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    rows = Posting.objects.filter(
        lasting, role=role, unit__in=units, active_from__lte=today, person__is_active=True
    )
    return set(rows.values_list("person", flat=True))


def _meant_by(whom: Tells, commitment: Commitment, at: datetime) -> Mapping[int, datetime | None]:
    """Return who is meant; of who is on duty by a roster, until when."""
    if whom is Tells.OWNER:
        owner_id = owner_id_of(commitment)
        if owner_id is not None:
            return {owner_id: None}
        role, units = Role(commitment.debtor_role), [commitment.unit_id]
        return _there(role, units, at) or _there_above(role, commitment, at)
    if whom is Tells.ACCOUNT_MANAGER:
        manager_id = _manager_id(commitment)
        return {} if manager_id is None else {manager_id: None}
    # Where nobody holds a level, its word goes to the next one up: it must not be lost.
    levels = list(LADDER)[list(LADDER).index(whom) :]
    above = (_at_level(level, commitment, at) for level in levels)
    return next((found for found in above if found), {})


def _at_level(level: Tells, commitment: Commitment, at: datetime) -> Mapping[int, datetime | None]:
    kind, role = LADDER[level]
    return _there(role, list(_units_above(commitment, kind).values_list("pk", flat=True)), at)


def _there(role: Role, unit_ids: Collection[int], at: datetime) -> dict[int, datetime | None]:
    """Return who is on duty in a role; at units where a roster knows of nobody, all who hold it."""
    on_duty = on_duty_in(role, unit_ids, at)
    others = [one for one in unit_ids if one not in on_duty]
    found: dict[int, datetime | None] = {}
    if others:
        found |= dict.fromkeys(holders(role, others, day_of(at)))
    for people in on_duty.values():
        found |= people
    return found


def _there_above(role: Role, commitment: Commitment, at: datetime) -> Mapping[int, datetime | None]:
    """Return who is on duty at the nearest unit above one where nobody holds the role."""
    path = Unit.objects.values_list("path", flat=True).get(pk=commitment.unit_id)
    above = [int(one) for one in reversed(path.split("/")) if one][1:]
    on_duty = on_duty_in(role, above, at)
    return next((on_duty[one] for one in above if one in on_duty), {})


LEADS = {
    UnitKind.HEADQUARTERS: Role.SERVICE_CENTER,
    UnitKind.PROVINCE: Role.PROVINCE_SUPERVISOR,
    UnitKind.BRANCH: Role.BRANCH_LEAD,
    UnitKind.TEAM: Role.BRANCH_LEAD,
}
LADDER = {
    Tells.TEAM_LEAD: (UnitKind.TEAM, Role.BRANCH_LEAD),
    Tells.BRANCH_LEAD: (UnitKind.BRANCH, Role.BRANCH_LEAD),
    Tells.PROVINCE: (UnitKind.PROVINCE, Role.PROVINCE_SUPERVISOR),
    Tells.HEADQUARTERS: (UnitKind.HEADQUARTERS, Role.SERVICE_CENTER),
}


def _units_above(commitment: Commitment, kind: UnitKind) -> QuerySet[Unit]:
    """Return the units of a kind that owe it or lie above the one that does."""
    path = Unit.objects.values_list("path", flat=True).get(pk=commitment.unit_id)
    return Unit.objects.filter(pk__in=[int(one) for one in path.split("/") if one], kind=kind)


def _standing_in(ids: Collection[int], today: date) -> dict[int, int]:
    """Return who stands in for those of these people who are away, if anybody does."""
    covers = Cover.objects.filter(
        absent__in=list(ids),
        covered_by__isnull=False,
        active_from__lte=today,
        active_to__gt=today,
    )
    return dict(covers.values_list("absent", "covered_by"))


def _manager_id(commitment: Commitment) -> int | None:
    if commitment.customer_id is None:
        return None
    managers = Customer.objects.filter(pk=commitment.customer_id)
    return managers.values_list("account_manager", flat=True).first()
