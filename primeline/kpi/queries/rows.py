"""The subscriptions behind a number, as far as whoever asks may see them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from primeline.customers import queries as customers
from primeline.kpi.choices import MovementKind
from primeline.kpi.values import Movement
from primeline.products.models import Subscription
from primeline.staff.reach import Reach

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One movement with the subscription it happened to."""

    movement: Movement
    subscription: Subscription


@dataclass(frozen=True, kw_only=True)
class AccountShown:
    """An account as a line of a table names it."""

    number: str
    name: str
    tier: str


@dataclass(frozen=True, kw_only=True)
class RowsPage:
    """A page of rows; sums are of those that are shown.

    What restricted accounts had of a number is in that number alone: narrowed far enough, how many
    more there are and for how much would be the fee of one account.
    """

    rows: list[Row]
    shown_count: int
    total_cents: int
    # Whether restricted accounts are in the number too: in sums, never in a list.
    holds_restricted: bool
    next_start: int | None


def rows_of(
    reach: Reach, movements: Sequence[Movement], *, start: int = 0, size: int = PAGE
) -> RowsPage:
    """Return a page of the movements that are within reach, and whether some are in sums only."""
    visible = visible_accounts(reach, {movement.place.customer_id for movement in movements})
    shown = [movement for movement in movements if movement.place.customer_id in visible]
    page = shown[start : start + size]
    found = _subscriptions([movement.subscription_id for movement in page])
    return RowsPage(
        rows=[Row(movement=m, subscription=found[m.subscription_id]) for m in page],
        shown_count=len(shown),
        total_cents=sum(movement.cents for movement in shown),
        holds_restricted=len(shown) < len(movements),
        next_start=start + size if start + size < len(shown) else None,
    )


def accounts_shown(reach: Reach, customer_ids: Collection[int]) -> dict[int, AccountShown]:
    """Return what lists call these accounts, as far as they are within reach."""
    rows = customers.visible_to(reach).filter(pk__in=list(customer_ids))
    return {
        row["pk"]: AccountShown(number=row["number"], name=customers.called(row), tier=row["tier"])
        for row in rows.values("pk", "number", "tier", *customers.CALLED_BY)
    }


def moved_by_manager(
    reach: Reach, movements: Iterable[Movement]
) -> dict[int, Counter[MovementKind]]:
    """Return how often what happened to the accounts that each person manages now."""
    found: dict[int, Counter[MovementKind]] = defaultdict(Counter)
    moved = list(movements)
    rows = customers.visible_to(reach).filter(pk__in={m.place.customer_id for m in moved})
    managers = dict(rows.values_list("pk", "account_manager_id"))
    for movement in moved:
        manager_id = managers.get(movement.place.customer_id)
        if manager_id is not None:
            found[manager_id][movement.kind] += 1
    return found


def visible_accounts(reach: Reach, customer_ids: Collection[int]) -> set[int]:
    """Return those of these accounts that may stand in a list for this reader."""
    rows = customers.visible_to(reach).filter(pk__in=list(customer_ids))
    return set(rows.values_list("pk", flat=True))


def _subscriptions(ids: Sequence[int]) -> dict[int, Subscription]:
    rows = Subscription.objects.filter(pk__in=ids).select_related(
        "customer__owner_unit",
        "customer__account_manager",
        "line",
        "reason_recorded",
        "reason_verified",
        "replaces",
        "replaced_by",
    )
    return {row.pk: row for row in rows}
