"""Lists of accounts: filtered, sorted, and paged by key so that every page costs the same."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.customers.choices import DecisionRole, Gap, Order
from primeline.customers.models import Contact, Customer
from primeline.customers.queries.arrears import unpaid_bills
from primeline.customers.queries.naming import NAMES, seen
from primeline.customers.queries.people import individuals_called
from primeline.customers.queries.reach import visible_to
from primeline.customers.values import AccountFilter
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.kit.words import in_language
from primeline.search import queries as search
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

COUNTED_UP_TO = 10_000

COLUMNS = (
    "id", "number", "kind", "name", "short_name", "name_en", "is_restricted", "cover_name",
    "is_key_account", "tier", "status", "scale", "monthly_fee_cents", "opened_date",
    "manager_since_date", "industry__name_zh", "industry__name_en", "owner_unit__name_zh",
    "owner_unit__name_en", "account_manager__name_zh", "account_manager__name_en",
    "deputy__name_zh", "deputy__name_en", "account_manager_id", "deputy_id",
)  # fmt: skip
FIELDS = {
    Order.FEE: "monthly_fee_cents",
    Order.NUMBER: "number",
    Order.NAME: "name",
    Order.OPENED: "opened_date",
}


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """By what a list is sorted, and which way."""

    by: Order = Order.FEE
    is_down: bool = True

    @property
    def field(self) -> str:
        return FIELDS[self.by]


class Manager(NamedTuple):
    """Somebody who manages accounts, as filters name them."""

    id: int
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        return in_language(zh=self.name_zh, en=self.name_en)


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """One page of a list: its rows, and the keys of the neighboring pages where there are any."""

    rows: list[dict[str, Any]]
    after: str | None
    before: str | None


def matching(
    reach: Reach, wanted: AccountFilter, permission: Permission = Permission.VIEW_CUSTOMERS
) -> QuerySet[Customer]:
    """Return the accounts within reach or open for a time that the filter wants."""
    rows = visible_to(reach, permission, with_granted=True).filter(merged_into=None)
    plain: dict[str, Any] = {
        "owner_unit__path__startswith": wanted.unit_path,
        "tier__in": wanted.tiers,
        "status__in": wanted.statuses,
        "kind": wanted.kind,
        "industry__code": wanted.industry_code,
        "account_manager": wanted.manager_id,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.is_key is not None:
        rows = rows.filter(is_key_account=wanted.is_key)
    if wanted.text:
        found = Q(pk__in=search.customer_ids_for(wanted.text))
        if (people := individuals_called(reach, wanted.text)) is not None:
            found |= Q(pk__in=people)
        rows = rows.filter(found)
    if wanted.holders is not None:
        rows = rows.filter(pk__in=wanted.holders)
    if wanted.owes_since is not None:
        unpaid = unpaid_bills(before=wanted.owes_since).filter(customer=OuterRef("pk"))
        rows = rows.filter(Exists(unpaid))
    return rows if wanted.gap is None else rows.filter(_gap(wanted.gap))


def managers(reach: Reach) -> list[Manager]:
    """Return who manages accounts within reach, by name."""
    found = _managers(reach).distinct().order_by("account_manager__name_zh")
    return [Manager(*row) for row in found]


def get_manager(reach: Reach, person_id: int) -> Manager:
    """Return somebody who manages accounts within reach.

    :raises NotFound: if they manage none
    """
    row = _managers(reach).filter(account_manager=person_id).first()
    if row is None:
        raise NotFound
    return Manager(*row)


def _managers(reach: Reach) -> QuerySet[Customer, tuple[Any, ...]]:
    managed = visible_to(reach).filter(account_manager__isnull=False)
    return managed.values_list(
        "account_manager", "account_manager__name_zh", "account_manager__name_en"
    )


def count_up_to(rows: QuerySet[Customer], most: int = COUNTED_UP_TO) -> int:
    """Return how many there are, or `most + 1` where there are more: counting stops there."""
    return rows.order_by()[: most + 1].count()


def page_of(
    rows: QuerySet[Customer],
    sorting: Sorting,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = 50,
) -> AccountPage:
    """Return the page after or before a key, or the first one.

    :raises NotFound: if the key is not one of this list's
    """
    is_back = before is not None
    key = before if is_back else after
    found = _stretch(rows, sorting, key=key, is_back=is_back, size=size + 1)
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    has_next = has_more if not is_back else True
    has_previous = has_more if is_back else after is not None
    return AccountPage(
        rows=found,
        after=str(found[-1]["id"]) if found and has_next else None,
        before=str(found[0]["id"]) if found and has_previous else None,
    )


def in_order(
    rows: QuerySet[Customer], sorting: Sorting, *, is_back: bool = False
) -> QuerySet[Customer, dict[str, Any]]:
    """Return the rows of a list in its order, or against it; `shown` makes them fit to be read."""
    if sorting.by is Order.OPENED:
        # Rows without a day have no place in this order, so that one index serves all of it.
        rows = rows.filter(opened_date__isnull=False)
    # Ids run against the field, as the indexes over both do.
    is_down = sorting.is_down != is_back
    order = (f"-{sorting.field}", "id") if is_down else (sorting.field, "-id")
    found: QuerySet[Customer, dict[str, Any]] = rows.order_by(*order).values(*COLUMNS)
    return found


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as a reader may see it: `display_name`, and no name of a restricted one."""
    if row["is_restricted"]:
        hidden = {"name": row["cover_name"], "short_name": "", "name_en": ""}
        return row | hidden | {"display_name": row["cover_name"]}
    names = {column: seen(row, column) for column in NAMES}
    return row | names | {"display_name": names["short_name"] or names["name"]}


def named_accounts(reach: Reach, *, limit: int) -> list[dict[str, Any]]:
    """Return the accounts on which the reader, or whom they cover, is named; the dearest first."""
    named = sorted(reach.named_ids)
    is_theirs = Q(account_manager__in=named) | Q(deputy__in=named)
    rows = visible_to(reach).filter(is_theirs, merged_into=None)
    return [
        shown(row) for row in rows.order_by("-monthly_fee_cents", "id").values(*COLUMNS)[:limit]
    ]


def _stretch(
    rows: QuerySet[Customer], sorting: Sorting, *, key: str | None, is_back: bool, size: int
) -> list[dict[str, Any]]:
    if key is not None:
        is_down = sorting.is_down != is_back
        value = _value_at(rows, sorting, key)
        rows = rows.filter(_beyond(sorting, value, int(key), is_down=is_down))
    return [shown(row) for row in in_order(rows, sorting, is_back=is_back)[:size]]


def _value_at(rows: QuerySet[Customer], sorting: Sorting, key: str) -> Any:
    """Return what the row with this id is sorted by; an id from outside the list tells nothing.

    The key is no value of the row: a name in an address would tell more than the page does.
    """
    start = rows.filter(pk=whole_number(key) or 0)
    value = start.values_list(sorting.field, flat=True).first()
    if value is None:
        raise NotFound
    return value


def _beyond(sorting: Sorting, value: Any, row_id: int, *, is_down: bool) -> Q:
    """Return the condition for rows beyond one that has this value and id."""
    field = sorting.field
    step, tie = ("lt", "gt") if is_down else ("gt", "lt")
    # The first condition alone is enough for an index to start at the key.
    return Q(**{f"{field}__{step}e": value}) & (
        Q(**{f"{field}__{step}": value}) | Q(**{f"id__{tie}": row_id})
    )


def _gap(gap: Gap) -> Q:
    contacts = Contact.objects.filter(customer=OuterRef("pk"), is_active=True)
    conditions = {
        Gap.NO_MANAGER: Q(account_manager=None),
        Gap.MANAGER_LEFT: Q(account_manager__is_active=False),
        Gap.NO_DEPUTY: Q(deputy=None),
        Gap.NO_CONTACT: ~Exists(contacts),
        Gap.NO_DECISION_MAKER: ~Exists(contacts.filter(decision_role=DecisionRole.DECIDES)),
        Gap.NO_IDENTIFIER: Q(identifier=""),
        Gap.NO_INDUSTRY: Q(industry=None),
    }
    return Q(conditions[gap])
