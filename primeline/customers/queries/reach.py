"""Which accounts somebody reaches. Every list of accounts begins at `visible_to`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from django.db.models import BigIntegerField, Q, QuerySet, Value

from primeline.audit import walls
from primeline.audit.choices import GrantKind
from primeline.audit.models import Grant
from primeline.audit.queries import grants_of, open_now
from primeline.customers.models import Clearance, Customer
from primeline.kit.prepared import Prepared, prepared
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Cover, Person
from primeline.staff.permissions import READING
from primeline.staff.queries import reach_of
from primeline.staff.reach import Bound, Granted, Reach
from primeline.staff.rules import day_of

# Ids begin at one.
NONE: Final = frozenset({0})
# For whom, and when, the question of what is open is built; both are put in when it is asked.
SOMEBODY: Final = -1_000_001
SOME_TIME: Final = datetime(1000, 1, 1, tzinfo=UTC)
SOME_DAY: Final = date(1000, 1, 1)


def within(
    reach: Reach,
    permission: Permission = Permission.VIEW_CUSTOMERS,
    *,
    prefix: str = "",
    with_granted: bool = False,
) -> Q:
    """Return the condition that holds for accounts within reach.

    `prefix` is the way from the row asked for to its account, for example `"customer__"`. Accounts
    that are open for a time belong to nobody's work lists: whoever wants them says so.
    """
    wanted = Q(pk__in=[])
    for bound in reach.bounds_for(permission):
        wanted |= _within_bound(bound, reach, prefix)
    if not reach.may(permission):
        return wanted
    if with_granted and reach.granted and permission in READING:
        wanted |= Q(**{f"{prefix}id__in": open_now(reach.granted)})
    unrestricted = Q(**{f"{prefix}is_restricted": False})
    cleared = Q(**{f"{prefix}id__in": reach.cleared_ids})
    return (wanted & unrestricted) | cleared


def within_and_granted(reach: Reach, *, prefix: str = "") -> Q:
    """Return the condition that holds for accounts within reach or open for a time."""
    return within(reach, prefix=prefix, with_granted=True)


def visible_to(
    reach: Reach,
    permission: Permission = Permission.VIEW_CUSTOMERS,
    *,
    with_granted: bool = False,
) -> QuerySet[Customer]:
    """Return the accounts within reach. Every list of accounts starts here."""
    return Customer.objects.filter(within(reach, permission, with_granted=with_granted))


def counted_within(
    reach: Reach, permission: Permission = Permission.VIEW_FIGURES, *, prefix: str = ""
) -> Q:
    """Return the condition that holds for accounts that may enter this person's sums.

    Restricted accounts are in the sums of whoever reaches their unit by rank, and nowhere else:
    never open a list with this.
    """
    unrestricted = Q(**{f"{prefix}is_restricted": False})
    counted = Q(pk__in=[])
    for bound in reach.bounds_for(permission):
        found = _within_bound(bound, reach, prefix)
        counted |= found & unrestricted if bound.is_named_only else found
    if not reach.may(permission):
        return counted
    return counted | Q(**{f"{prefix}id__in": reach.cleared_ids})


def reach_now(person: Person, *, at: datetime) -> Reach:
    """Return how far a person reaches at a moment, with all that is open to them by name.

    A partner's counter reaches the accounts that the partner serves on that day.
    """
    today = day_of(at, person.time_zone)
    opened = _all_opened().rows({SOMEBODY: person.pk, SOME_TIME: at, SOME_DAY: today})
    reach = reach_of(
        person,
        at=at,
        cleared_ids=frozenset(row[1] for row in opened if row[0] == 0),
        granted=tuple(_granted(row) for row in opened if row[0] != 0),
    )
    if not any(bound.role is Role.PARTNER for bound in reach.bounds):
        return reach
    return _at_counters(reach, today)


def _granted(row: tuple[Any, ...]) -> Granted:
    grant_id, customer_id, with_contacts, in_clear = row
    return Granted(
        grant_id=grant_id,
        customer_id=customer_id,
        with_contacts=bool(with_contacts),
        in_clear=bool(in_clear),
    )


def _at_counters(reach: Reach, today: date) -> Reach:
    """Return the reach with the roles at counters bounded to what is served there.

    The accounts that such a role is bounded to are the partners at whose counter somebody sits.
    """
    at_counter = [bound for bound in reach.bounds if bound.role is Role.PARTNER]
    served = _served_by({one for bound in at_counter for one in bound.customer_ids}, today)
    narrowed = tuple(
        replace(bound, customer_ids=_served(bound, served)) if bound.role is Role.PARTNER else bound
        for bound in reach.bounds
    )
    return replace(reach, bounds=narrowed)


def _served(bound: Bound, served: Mapping[int, Collection[int]]) -> frozenset[int]:
    found = frozenset(one for partner in bound.customer_ids for one in served.get(partner, ()))
    # No accounts at all would mean all of them.
    return found or NONE


def _served_by(partners: Collection[int], today: date) -> Mapping[int, Collection[int]]:
    """Return the accounts that partners serve on a day, by the partner's own account.

    By name, for partners lie higher up, but their account and those they serve point down here.
    """
    found: dict[int, set[int]] = defaultdict(set)
    # What a reach is made of is read before any wall is open.
    with walls.open_for_system():
        rows = Customer.objects.filter(
            Q(served_by__active_to=None) | Q(served_by__active_to__gt=today),
            served_by__active_from__lte=today,
            served_by__partner__status="ACTIVE",
            served_by__partner__customer__in=sorted(partners),
        )
        for partner, customer in rows.values_list("served_by__partner__customer", "pk"):
            found[partner].add(customer)
    return found


@cache
def _all_opened() -> Prepared:
    clearances, grants = _clearances(SOMEBODY, SOME_TIME), _grants(SOMEBODY, SOME_TIME)
    instead = _grants_of_the_absent(SOMEBODY, SOME_TIME, SOME_DAY)
    return prepared(clearances.union(grants, instead, all=True))


def _clearances(person_id: int, at: datetime) -> QuerySet[Clearance, tuple[Any, ...]]:
    return _in_force(person_id, at).values_list(
        Value(0, output_field=BigIntegerField()), "customer_id", Value(False), Value(False)
    )


def _grants(person_id: int, at: datetime) -> QuerySet[Grant, tuple[Any, ...]]:
    table = Customer._meta.db_table
    rows = grants_of(person_id, table=table, at=at)
    return rows.values_list("id", "row_id", "with_contacts", "in_clear")


def _grants_of_the_absent(
    person_id: int, at: datetime, today: date
) -> QuerySet[Grant, tuple[Any, ...]]:
    """Return what work opened to those for whom somebody stands in: with it they see to that."""
    absent = Cover.objects.filter(
        covered_by=person_id, active_from__lte=today, active_to__gt=today
    ).values("absent")
    rows = Grant.objects.filter(
        person__in=absent,
        table=Customer._meta.db_table,
        kind=GrantKind.WORK,
        in_clear=True,
        active_from__lte=at,
        active_to__gt=at,
    )
    return rows.values_list("id", "row_id", "with_contacts", "in_clear")


def cleared_ids(person_id: int, *, at: datetime) -> frozenset[int]:
    """Return the restricted accounts that a person is cleared for at this moment."""
    return frozenset(_in_force(person_id, at).values_list("customer_id", flat=True))


def clearances_of(customer: Customer, *, at: datetime) -> QuerySet[Clearance]:
    """Return who is cleared for a restricted account at a moment."""
    rows = Clearance.objects.filter(customer=customer, active_from__lte=at).filter(
        Q(active_to=None) | Q(active_to__gt=at)
    )
    return rows.select_related("person", "customer__owner_unit").order_by("active_from", "id")


def _in_force(person_id: int, at: datetime) -> QuerySet[Clearance]:
    return Clearance.objects.filter(person=person_id, active_from__lte=at).filter(
        Q(active_to=None) | Q(active_to__gt=at)
    )


def _within_bound(bound: Bound, reach: Reach, prefix: str) -> Q:
    if bound.is_named_only:
        named = list(reach.named_ids)
        found = Q(**{f"{prefix}account_manager__in": named}) | Q(**{f"{prefix}deputy__in": named})
    elif bound.is_everywhere:
        # A condition that all accounts meet would still make SQLite sort them all by hand.
        found = ~Q(pk__in=[])
    else:
        found = Q(**{f"{prefix}owner_unit__path__startswith": bound.path})
    if bound.industries:
        found &= Q(**{f"{prefix}industry__code__in": sorted(bound.industries)})
    if bound.lines:
        # A subquery by name: subscriptions lie one floor up, but their customer points down here.
        held = Customer.objects.filter(subscriptions__line__code__in=sorted(bound.lines))
        found &= Q(**{f"{prefix}id__in": held.values("id")})
    if bound.customer_ids:
        found &= Q(**{f"{prefix}id__in": sorted(bound.customer_ids)})
    return found
