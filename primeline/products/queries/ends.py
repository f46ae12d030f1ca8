"""Line ends that lie with a unit while the account is another's: what serving them needs.

The account stays closed, and so does the wall: these questions alone look past it, and give no
more than the outline of an account, the line with the ends held here, and its site.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from primeline.audit import walls
from primeline.customers import queries as customers
from primeline.customers.values import ContactCard
from primeline.kit.errors import NotFound
from primeline.privacy.choices import PersonalKind
from primeline.products.models import Subscription
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Bound, Reach

# Whoever installs and repairs, and leads those who do.
SERVE = Permission.RECOVER_EQUIPMENT


@dataclass(frozen=True, kw_only=True)
class End:
    """One end of a line: which, where, and which unit serves it."""

    letter: str
    place: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class LineEnds:
    """A line in service whose account is another unit's, with the ends held here."""

    customer_id: int
    number: str
    account_number: str
    account_name: str
    tier: str
    owner_unit: str
    manager: str
    line: str
    label: str
    status: str
    circuit_number: str
    assurance: str
    bandwidth_mbps: int | None
    access: str
    ends: tuple[End, ...]


@dataclass(frozen=True, kw_only=True)
class LineSite:
    """Where at the customer a line ends, how to get in, and whom one meets there."""

    name: str
    address: str
    way_in: str
    contact: ContactCard | None


def ends_held(reach: Reach, *, after: str = "", most: int) -> list[LineEnds]:
    """Return so many lines of accounts elsewhere that end with units of this reader, by number."""
    with walls.open_for_system():
        rows = Subscription.objects.held().filter(_held_here(reach), number__gt=after)
        return [_shown(row, reach) for row in _in_full(rows.order_by("number"))[:most]]


def count_ends_held(reach: Reach) -> int:
    """Return how many lines of accounts elsewhere end with units of this reader."""
    with walls.open_for_system():
        return Subscription.objects.held().filter(_held_here(reach)).count()


def get_ends(reach: Reach, number: str) -> tuple[LineEnds, LineSite | None]:
    """Return one such line with its site.

    :raises NotFound: if there is none, it is out of service, or none of its ends is held here
    """
    with walls.open_for_system():
        rows = Subscription.objects.held().filter(_held_here(reach), number=number)
        row = _in_full(rows).select_related("site__contact").first()
        if row is None:
            raise NotFound
        return _shown(row, reach), _site(row, reach)


def _in_full(rows: QuerySet[Subscription]) -> QuerySet[Subscription]:
    return rows.select_related(
        "line", "customer__owner_unit", "customer__account_manager", "a_end_unit", "z_end_unit"
    )


def _held_here(reach: Reach) -> Q:
    found = Q(pk__in=[])
    for bound in reach.bounds_for(SERVE):
        found |= _within(bound)
    cleared = Q(customer__in=reach.cleared_ids)
    return found & (Q(customer__is_restricted=False) | cleared) & Q(customer__merged_into=None)


def _within(bound: Bound) -> Q:
    here = Unit.objects.under(bound.path).values("pk")
    found = Q(a_end_unit__in=here) | Q(z_end_unit__in=here)
    found &= ~Q(customer__owner_unit__in=here)
    if bound.industries:
        found &= Q(customer__industry__code__in=sorted(bound.industries))
    if bound.lines:
        found &= Q(line__code__in=sorted(bound.lines))
    if bound.customer_ids:
        found &= Q(customer__in=sorted(bound.customer_ids))
    return found


def _shown(row: Subscription, reach: Reach) -> LineEnds:
    customer, manager = row.customer, row.customer.account_manager
    return LineEnds(
        customer_id=customer.pk,
        number=row.number,
        account_number=customer.number,
        account_name=customer.display_name,
        tier=customer.tier,
        owner_unit=customer.owner_unit.name,
        manager=manager.name if manager else "",
        line=row.line.name,
        label=row.label,
        status=row.status,
        circuit_number=row.circuit_number,
        assurance=row.assurance,
        bandwidth_mbps=row.bandwidth_mbps,
        access=row.get_access_kind_display() if row.access_kind else "",
        ends=tuple(_ends(row, reach)),
    )


def _ends(row: Subscription, reach: Reach) -> Iterator[End]:
    paths = [bound.path for bound in reach.bounds_for(SERVE)]
    both = (("A", row.a_end, row.a_end_unit), ("Z", row.z_end, row.z_end_unit))
    for letter, place, unit in both:
        if unit is not None and any(unit.path.startswith(path) for path in paths):
            yield End(letter=letter, place=row.customer.seen(place), unit_name=unit.name)


def _site(row: Subscription, reach: Reach) -> LineSite | None:
    site, customer = row.site, row.customer
    if site is None:
        return None
    contact = site.contact if site.contact and site.contact.is_active else None
    return LineSite(
        name=customer.seen(site.name),
        address=customer.seen(site.address),
        way_in=customer.seen(site.way_in, PersonalKind.NOTE),
        contact=customers.card_of(customer, contact, reach) if contact else None,
    )
