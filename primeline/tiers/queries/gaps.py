"""Key accounts that have no manager in office: which ones there are, and which are to be owed."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from primeline.commitments.queries import is_asked_of, open_by_step
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer
from primeline.staff.models import Cover
from primeline.staff.rules import day_of
from primeline.tiers.choices import Alarm
from primeline.tiers.queries.named_accounts import with_alarm

STEP: Final = "NAME_MANAGER"
# Of more gaps than one unit can close at once, the greatest accounts come first, the others after.
MOST_OF_A_UNIT: Final = 100
# Somebody let off is let off for as long.
WAIVED_FOR: Final = timedelta(days=30)


class Gap(NamedTuple):
    """A key account that is in nobody's hands, and the unit that owns it."""

    customer_id: int
    unit_id: int
    path: str


def gaps_among(account_ids: Collection[int], *, at: datetime) -> dict[int, Gap]:
    """Return which of these are key accounts without a manager in office."""
    return {gap.customer_id: gap for gap in _gaps(_without_hands(at).filter(pk__in=account_ids))}


def to_look_after(account_ids: Collection[int]) -> frozenset[int]:
    """Return which of these are key accounts still."""
    return frozenset(_key_accounts().filter(pk__in=account_ids).values_list("pk", flat=True))


def gaps_to_owe(at: datetime, *, managers: Collection[int] | None = None) -> list[Gap]:
    """Return the gaps that nobody owes yet, of each unit as many as it can close at once.

    With managers, only among the accounts on which one of them is named.
    """
    asked = is_asked_of(STEP, waived_since=at - WAIVED_FOR)
    rows = _without_hands(at).exclude(asked)
    if managers is not None:
        rows = rows.filter(account_manager__in=managers)
    greatest = (F("tier").asc(), F("monthly_fee_cents").desc(), F("pk").asc())
    place = Window(RowNumber(), partition_by=F("owner_unit"), order_by=greatest)
    found = _gaps(rows.annotate(place=place).filter(place__lte=MOST_OF_A_UNIT).order_by("place"))
    room = _room_of_units(found) if found else Counter()
    wanted = []
    for gap in found:
        if room[gap.unit_id] > 0:
            room[gap.unit_id] -= 1
            wanted.append(gap)
    return wanted


def _room_of_units(found: list[Gap]) -> Counter[int]:
    """Return how many more each unit can be asked to close, by what it has to close already."""
    taken = [one.customer_id for one in open_by_step(STEP)]
    owners = Customer.objects.filter(pk__in=taken).values_list("owner_unit_id", flat=True)
    room = Counter({gap.unit_id: MOST_OF_A_UNIT for gap in found})
    room.subtract(owners)
    return room


def _without_hands(at: datetime) -> QuerySet[Any]:
    """Return key accounts that nobody is there for; who stands in for a manager is there."""
    today = day_of(at)
    rows = with_alarm(_key_accounts(), today).exclude(alarm__in=("", Alarm.NO_DEPUTY))
    standing_in = Cover.objects.filter(
        absent=OuterRef("account_manager"),
        covered_by__isnull=False,
        active_from__lte=today,
        active_to__gt=today,
    )
    return rows.exclude(Q(alarm=Alarm.AWAY_WITHOUT_DEPUTY) & Exists(standing_in))


def _key_accounts() -> QuerySet[Customer]:
    rows = Customer.objects.filter(is_key_account=True, merged_into=None)
    return rows.exclude(status=CustomerStatus.CLOSED)


def _gaps(rows: QuerySet[Any]) -> list[Gap]:
    return [Gap(*row) for row in rows.values_list("pk", "owner_unit_id", "owner_unit__path")]
