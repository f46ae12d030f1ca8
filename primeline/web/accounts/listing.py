"""What a list of accounts is asked for, read from the address of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.customers.choices import CustomerKind, CustomerStatus, Gap, Order, Tier
from primeline.customers.queries import Sorting
from primeline.customers.values import AccountFilter
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.products import queries as products
from primeline.products.queries import Holding
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web.accounts import columns
from primeline.web.accounts.columns import Column, Row
from primeline.web.formats import localname
from primeline.web.pages import today

# Values of the address that are about this page of the list, not about which list it is.
PLACE = ("after", "before", "filters")
MORE = ("unit", "status", "kind", "industry", "manager", "line", "arrears")
# Days that a bill has been overdue for.
ARREARS = (0, 30, 90)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list of accounts as the address of a page asks for it."""

    wanted: AccountFilter
    sorting: Sorting
    columns: list[Column]
    query: str
    """The address without its place in the list: what a saved view keeps."""
    chips: list[tuple[str, str | Promise, str]] = field(default_factory=list)
    """Filters beyond the first row of the form, as (name, label, value) to be taken away."""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a text limits the list."""
        return bool(self.chips) or replace(self.wanted, text="") != AccountFilter()

    @property
    def folded(self) -> list[tuple[str, str]]:
        """Filters of the first row of the form in words, as (name, label)."""
        wanted = self.wanted
        tiers = " + ".join(str(Tier(tier).label) for tier in wanted.tiers)
        keys = {None: "", True: _("key accounts only"), False: _("others only")}
        gap = str(wanted.gap.label) if wanted.gap else ""
        return [
            (name, text)
            for name, text in (("tier", tiers), ("key", keys[wanted.is_key]), ("gap", gap))
            if text
        ]

    @property
    def needs_holdings(self) -> bool:
        return any(column.needs_holdings for column in self.columns)


def read(query: QueryDict, reach: Reach) -> Asked:
    """Return what the address asks for. What it holds beyond our words is left out."""
    chips: list[tuple[str, str | Promise, str]] = []
    owes_since = _arrears(query, chips)
    wanted = AccountFilter(
        text=query.get("q", "").strip(),
        tiers=tuple(_known(Tier, query.getlist("tier"))),
        is_key={"yes": True, "no": False}.get(query.get("key", "")),
        statuses=_statuses(query, chips),
        kind=_kind(query, chips),
        owes_since=owes_since,
        gap=next((Gap(one) for one in _known(Gap, [query.get("gap", "")])), None),
        **_named_things(query, reach, chips),
    )
    kept = query.copy()
    for name in PLACE:
        kept.pop(name, None)
    return Asked(
        wanted=wanted,
        sorting=_sorting(query.get("sort", "")),
        columns=columns.chosen(query.getlist("cols"), also=["arrears"] if owes_since else []),
        query=kept.urlencode(),
        chips=chips,
    )


def completed(rows: list[Row], asked: Asked, *, today: date) -> list[Row]:
    """Return the rows with what their accounts hold and owe, where a column shows it."""
    ids = [row["id"] for row in rows]
    if any(column.key == "arrears" for column in asked.columns):
        owed = customers.arrears_by_account(ids, today=today)
        rows = [row | {"arrears_cents": owed.get(row["id"], 0)} for row in rows]
    if not asked.needs_holdings:
        return rows
    holdings = products.holdings_of(ids, today=today)
    names = {line.code: line.name for line in products.lines(only_active=False)}
    return [_with_holding(row, holdings[row["id"]], names) for row in rows]


def _with_holding(row: Row, holding: Holding, names: dict[str, str]) -> Row:
    return row | {"holding": holding, "line_names": [names[code] for code in holding.lines]}


def _sorting(text: str) -> Sorting:
    name = text.removeprefix("-")
    if name not in Order:
        return Sorting()
    return Sorting(by=Order(name), is_down=text.startswith("-"))


def _known(choices: Any, values: Iterable[str]) -> list[str]:
    return [value for value in values if value in choices.values]


def _statuses(query: QueryDict, chips: list[Any]) -> tuple[str, ...]:
    statuses = _known(CustomerStatus, query.getlist("status"))
    chips.extend(("status", CustomerStatus(one).label, one) for one in statuses)
    return tuple(statuses)


def _kind(query: QueryDict, chips: list[Any]) -> str:
    for kind in _known(CustomerKind, [query.get("kind", "")]):
        chips.append(("kind", CustomerKind(kind).label, kind))
        return kind
    return ""


def arrears_choices() -> list[tuple[str, str]]:
    """Return for how long a bill may have been overdue, in words."""
    return [(str(days), arrears_words(days)) for days in ARREARS]


def arrears_words(days: int) -> str:
    """Return what is said of accounts with a bill that has been overdue for longer."""
    return _("Owe for over %(days)s days") % {"days": days} if days else _("Owe a bill")


def _arrears(query: QueryDict, chips: list[Any]) -> date | None:
    days = whole_number(query.get("arrears", ""))
    if days not in ARREARS:
        return None
    chips.append(("arrears", arrears_words(days), str(days)))
    return today() - timedelta(days=days)


def _named_things(query: QueryDict, reach: Reach, chips: list[Any]) -> dict[str, Any]:
    """Read the filters by unit, manager, industry and line; each must be there to be used."""
    found: dict[str, Any] = {}
    for name, look_up in (
        ("unit", _unit),
        ("manager", _manager),
        ("industry", _industry),
        ("line", _line),
    ):
        value = query.get(name, "")
        if value:
            try:
                condition, label = look_up(value, reach)
            except NotFound:
                continue
            found |= condition
            chips.append((name, label, value))
    return found


def _unit(value: str, reach: Reach) -> tuple[dict[str, Any], str]:
    unit = staff.get_unit(reach, _id(value), permission=Permission.VIEW_CUSTOMERS)
    return {"unit_path": unit.path}, unit.name


def _manager(value: str, reach: Reach) -> tuple[dict[str, Any], str]:
    manager = customers.get_manager(reach, _id(value))
    return {"manager_id": manager.id}, manager.name


def _id(value: str) -> int:
    found = whole_number(value)
    if found is None:
        raise NotFound
    return found


def _industry(value: str, reach: Reach) -> tuple[dict[str, Any], str]:
    return {"industry_code": value}, localname(customers.get_industry(value))


def _line(value: str, reach: Reach) -> tuple[dict[str, Any], str]:
    line = products.get_line(value)
    return {"holders": products.holders_of(line.code)}, localname(line)
