"""Pairs of accounts that look like one, as far as a reader reaches both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries import visible_to, within
from primeline.kit.errors import NotFound
from primeline.quality.choices import Evidence
from primeline.quality.models import Difference, DuplicatePair
from primeline.quality.queries.facts import facts_of, regions
from primeline.quality.queries.policy import evidence_shares
from primeline.quality.rules.likeness import likeness
from primeline.quality.values import Likeness, Weighed
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MAY = Permission.MERGE_CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two accounts side by side, how likely they are one, and who found them different."""

    first: Customer
    second: Customer
    likeness: Likeness
    difference: Difference | None


def pairs_within(reach: Reach) -> QuerySet[DuplicatePair]:
    """Return the likely duplicates of which the reader reaches both accounts, likeliest first.

    Restricted accounts are in no pair, whoever asks.
    """
    different = Difference.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), is_active=True
    )
    return (
        DuplicatePair.objects.filter(
            within(reach, MAY, prefix="first__"), within(reach, MAY, prefix="second__")
        )
        .filter(first__is_restricted=False, second__is_restricted=False)
        .filter(first__merged_into=None, second__merged_into=None)
        .exclude(Exists(different))
        .select_related("first__owner_unit", "second__owner_unit")
        .order_by("-score", "id")
    )


def evidence_in(because: Iterable[tuple[str, int]]) -> list[Weighed]:
    """Return stored evidence in words."""
    return [Weighed(Evidence(kind), points) for kind, points in because]


def found_at() -> datetime | None:
    """Return when the search for duplicates last found any."""
    latest: datetime | None = DuplicatePair.objects.aggregate(latest=Max("found_at"))["latest"]
    return latest


def get_account(reach: Reach, number: str) -> Customer:
    """Return an account that the reader may merge: within reach, and not a restricted one.

    :raises NotFound: if there is none
    """
    rows = visible_to(reach, MAY).filter(is_restricted=False, merged_into=None)
    found = (
        rows.select_related("industry", "owner_unit", "account_manager", "deputy")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def get_pair(reach: Reach, one: str, other: str, *, today: date) -> Pair:
    """Return two accounts side by side, judged now.

    :raises NotFound: if one of them is not within reach, or both are the same
    """
    if one == other:
        raise NotFound
    first, second = sorted(
        (get_account(reach, one), get_account(reach, other)), key=lambda account: account.pk
    )
    facts = facts_of([first.pk, second.pk], regions())
    return Pair(
        first=first,
        second=second,
        likeness=likeness(facts[first.pk], facts[second.pk], evidence_shares(today=today)),
        difference=Difference.objects.filter(first=first, second=second, is_active=True)
        .select_related("decided_by")
        .first(),
    )
