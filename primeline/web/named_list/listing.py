"""What the named-account list is asked for, and one page of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from primeline.customers import queries as customers
from primeline.customers.choices import Tier
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.tiers import queries as tiers
from primeline.tiers.choices import Alarm, ListChoice, ListLevel
from primeline.web.figures.places import Place, Places, places_of
from primeline.web.requests import PersonRequest

SIZE = 100
MOST = 10**12
OVER = "over"
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The list as an address asks for it."""

    places: Places
    unit: Place | None
    tier: str
    alarm: str
    manager_id: int | None
    listing: str
    is_overloaded: bool
    start: int

    @property
    def wanted(self) -> tiers.ListFilter:
        return tiers.ListFilter(
            unit_path=self.unit.path if self.unit else "",
            tier=self.tier,
            alarm=self.alarm,
            manager_id=self.manager_id,
            listing=self.listing,
            is_overloaded=self.is_overloaded,
        )


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of the list, with the loads of the managers on it."""

    rows: list[Row]
    count: int
    loads: dict[int, tiers.Load]
    alarms: Counter[Alarm]
    next_start: int | None


def read(request: PersonRequest) -> Asked:
    """Return what the address asks for.

    :raises NotFound: if it names something that does not exist or is out of reach
    """
    given = request.GET
    places = places_of(request.reach)
    tier, alarm = given.get("tier", ""), given.get("alarm", "")
    listed = given.get("list", "")
    if tier not in ("", *Tier.values) or alarm not in ("", *Alarm.values):
        raise NotFound
    load = given.get("load", "")
    if listed not in ("", *ListChoice.values) or load not in ("", OVER):
        raise NotFound
    return Asked(
        places=places,
        unit=places.get(given["unit"]) if given.get("unit") else None,
        tier=tier,
        alarm=alarm,
        manager_id=_number(given.get("manager", "")) or None,
        listing=listed,
        is_overloaded=load == OVER,
        start=_number(given.get("start", "")),
    )


def page_of(request: PersonRequest, asked: Asked, *, today: date) -> ListPage:
    """Return one page of the list."""
    rows = tiers.named_accounts(request.reach, asked.wanted, today=today)
    found = list(rows.values(*tiers.NAMED_COLUMNS)[asked.start : asked.start + SIZE + 1])
    managers = {row["account_manager_id"] for row in found if row["account_manager_id"]}
    return ListPage(
        rows=[shown(row) for row in found[:SIZE]],
        count=rows.order_by().count(),
        loads=tiers.loads_of(managers, month=today.replace(day=1)),
        alarms=tiers.alarm_counts(
            request.reach, today=today, unit_path=asked.unit.path if asked.unit else ""
        ),
        next_start=asked.start + SIZE if len(found) > SIZE else None,
    )


def shown(row: Row) -> Row:
    """Return a row with what lists call the account, its alarm and its list in words."""
    alarm = Alarm(row["alarm"]).label if row["alarm"] else ""
    level = row["named_listing__level"]
    return {
        **row,
        "shown_name": customers.called(row),
        "alarm_words": alarm,
        "list_words": ListLevel(level).label if level else "",
    }


def may_assign(request: PersonRequest) -> bool:
    """Test whether this reader may name managers at all."""
    return request.reach.may(Permission.ASSIGN_MANAGERS)


def _number(text: str) -> int:
    number = whole_number(text or "0", most=MOST)
    if number is None:
        raise NotFound
    return number
