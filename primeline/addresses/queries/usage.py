"""How full prefixes are, and what of one is held."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, StrIndex, Substr

from primeline.addresses import rules
from primeline.addresses.choices import AllocationStatus, Family
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.queries.allocations import taken_now
from primeline.addresses.queries.prefixes import prefixes_within
from primeline.addresses.values import Held, Usage
from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

KEY: Final = "{first}-{id}"


@dataclass(frozen=True, kw_only=True)
class PrefixesAsked:
    """What a list of prefixes is narrowed to."""

    family: int | None = None
    with_retired: bool = False
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class PrefixesPage:
    """A stretch of prefixes with how full each is, and where the next begins."""

    rows: list[tuple[Prefix, Usage]]
    after: str


@dataclass(frozen=True, kw_only=True)
class HeldPage:
    """A stretch of what is held of a prefix, and where the next begins."""

    rows: list[Held]
    after: str


def prefixes_page(reach: Reach, asked: PrefixesAsked, *, at: datetime, most: int) -> PrefixesPage:
    """Return prefixes within reach in the order of their addresses, with how full each is."""
    rows = prefixes_within(reach)
    if asked.family is not None:
        rows = rows.filter(family=asked.family)
    if not asked.with_retired:
        rows = rows.filter(is_active=True)
    found, after = _stretch(rows, asked.after, most)
    usage = usage_of(found, at=at)
    return PrefixesPage(rows=[(row, usage[row.pk]) for row in found], after=after)


def sums_of(reach: Reach, *, at: datetime) -> list[tuple[Unit, Usage]]:
    """Return how full the IPv4 prefixes of each unit within reach are, in the order of the tree."""
    rows = list(prefixes_within(reach).filter(is_active=True, family=Family.IPV4))
    usage = usage_of(rows, at=at)
    units = {row.unit_id: row.unit for row in rows}
    of_unit: dict[int, list[Usage]] = defaultdict(list)
    for row in rows:
        of_unit[row.unit_id].append(usage[row.pk])
    ordered = sorted(units.values(), key=lambda unit: unit.path)
    return [(unit, _sum(of_unit[unit.pk])) for unit in ordered]


def usage_of(prefixes: Iterable[Prefix], *, at: datetime) -> dict[int, Usage]:
    """Return how full prefixes are, by their id. One question, whoever holds what."""
    wanted = list(prefixes)
    length = Cast(Substr("network", StrIndex("network", Value("/")) + 1), IntegerField())
    with walls.open_for_system():
        counted = list(
            taken_now(at)
            .filter(prefix__in=[row.pk for row in wanted])
            .annotate(length=length)
            .values_list("prefix", "status", "length")
            .annotate(Count("id"))
        )
    used: dict[tuple[int, str], int] = defaultdict(int)
    networks: dict[int, int] = defaultdict(int)
    families = {row.pk: Family(row.family) for row in wanted}
    for prefix_id, status, bits, count in counted:
        used[prefix_id, status] += count << (rules.BITS[families[prefix_id]] - bits)
        networks[prefix_id] += count
    return {
        row.pk: Usage(
            whole=_whole(row),
            networks=networks[row.pk],
            reserved=used[row.pk, AllocationStatus.RESERVED],
            assigned=used[row.pk, AllocationStatus.ASSIGNED],
            resting=used[row.pk, AllocationStatus.QUARANTINED],
        )
        for row in wanted
    }


def _whole(prefix: Prefix) -> int:
    read = prefix.read
    first, last = rules.usable(read, length=rules.BITS[rules.family_of(read)])
    return last - first + 1


def _sum(several: Iterable[Usage]) -> Usage:
    every = list(several)
    return Usage(
        whole=sum(one.whole for one in every),
        networks=sum(one.networks for one in every),
        reserved=sum(one.reserved for one in every),
        assigned=sum(one.assigned for one in every),
        resting=sum(one.resting for one in every),
    )


def held_in(
    prefix: Prefix, reach: Reach, *, at: datetime, is_past: bool, after: str, most: int
) -> HeldPage:
    """Return what of a prefix is held now, or what was before; holders only as far as they reach.

    That a place is taken everybody sees who sees the prefix.
    """
    with walls.open_for_system():
        rows = Allocation.objects.filter(prefix=prefix)
        now = taken_now(at).filter(prefix=prefix).values("pk")
        rows = rows.exclude(pk__in=now) if is_past else rows.filter(pk__in=now)
        found, next_key = _stretch(rows.select_related("customer", "subscription"), after, most)
    ids = {row.customer_id for row in found if row.customer_id is not None}
    may = within(reach, Permission.VIEW_CUSTOMERS)
    reached = set(Customer.objects.filter(may, pk__in=ids).values_list("pk", flat=True))
    return HeldPage(
        rows=[_shown(row, row.customer_id in {None, *reached}) for row in found], after=next_key
    )


def _shown(row: Allocation, is_reached: bool) -> Held:
    customer = row.customer if is_reached else None
    since = row.released_at or row.assigned_at or row.reserved_at
    return Held(
        id=row.pk,
        network=rules.named(rules.network_of(row.network)),
        status=row.status,
        since=since,
        free_from=row.free_from,
        customer_name=customer.display_name if customer else "",
        customer_number=customer.number if customer else "",
        is_hidden=not is_reached,
        subscription_number=row.subscription.number if is_reached and row.subscription else "",
        purpose=row.purpose if is_reached else "",
        case_number=row.case_number if is_reached else "",
        is_held=row.is_held,
    )


def _stretch(rows: QuerySet[Any], after: str, most: int) -> tuple[list[Any], str]:
    """Return rows by address from a key on, and the key of the next stretch."""
    first, _dash, pk = after.partition("-")
    ordered = rows.order_by("first", "id")
    if first and pk.isascii() and pk.isdigit() and len(pk) < 19:
        ordered = ordered.filter(first__gte=first).exclude(first=first, id__lte=int(pk))
    found = list(ordered[: most + 1])
    if len(found) <= most:
        return found, ""
    last = found[most - 1]
    return found[:most], KEY.format(first=last.first, id=last.pk)
