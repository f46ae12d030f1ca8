"""How whole records were month by month, by unit and by manager, as far as a reader goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet, Sum

from primeline.kit.words import in_language
from primeline.quality.models import ConditionMonth
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.reach import Bound, Reach

NOBODY = 0


class Sums(NamedTuple):
    """How many records there were, and what they had in points together."""

    accounts_count: int
    points_sum: int

    @property
    def score(self) -> int:
        return round(self.points_sum / self.accounts_count) if self.accounts_count else 0

    def plus(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(self.accounts_count + other.accounts_count, self.points_sum + other.points_sum)


@dataclass(frozen=True, kw_only=True)
class TrendScope:
    """Which months are asked for, of which unit and manager. What is empty does not narrow it."""

    since: date
    unit_path: str = ""
    # An id; `NOBODY` for what nobody manages.
    manager_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Trend:
    """How whole the records of one unit or one manager were, month by month."""

    id: int = NOBODY
    name_zh: str = ""
    name_en: str = ""
    months: dict[date, Sums] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name in the reader's language; empty where nobody manages them."""
        return in_language(zh=self.name_zh, en=self.name_en)

    @property
    def scores(self) -> list[tuple[date, int]]:
        """The months of which anything was kept, the earliest first, each with its score."""
        return [(one, self.months[one].score) for one in sorted(self.months)]

    @property
    def latest(self) -> Sums:
        return self.months[max(self.months)] if self.months else Sums(0, 0)

    @property
    def change(self) -> int | None:
        """By how many points the latest month differs from the first one; None of one month."""
        scores = [score for _, score in self.scores]
        return scores[-1] - scores[0] if len(scores) > 1 else None

    def add(self, month: date, sums: Sums) -> None:
        """Count one more part of a month in; who had no account then has no place in it."""
        if not sums.accounts_count:
            return
        self.months[month] = self.months.get(month, Sums(0, 0)).plus(sums)


def by_month(reach: Reach, *, months: int = 12) -> list[tuple[date, int]]:
    """Return how whole records were month by month, as far as this reader's units and own go."""
    rows = _summed(_kept_within(reach), "month").order_by("-month")[:months]
    return [
        (row["month"], Sums(row["accounts"], row["points"]).score) for row in reversed(list(rows))
    ]


def unit_trends(
    reach: Reach, scope: TrendScope, *, shown_under: Mapping[int, int]
) -> dict[int, Trend]:
    """Return how whole records were by unit; each unit counts for the one it is shown under.

    One query, whose rows are months times units, however many accounts and managers there are.
    """
    places = ("unit", "unit__name_zh", "unit__name_en")
    found: dict[int, Trend] = {}
    for row in _summed(_asked(reach, scope), "month", *places).order_by("unit"):
        key = shown_under.get(row["unit"], row["unit"])
        trend = found.setdefault(
            key, Trend(id=key, name_zh=row["unit__name_zh"], name_en=row["unit__name_en"])
        )
        trend.add(row["month"], Sums(row["accounts"], row["points"]))
    return found


def managers_kept(
    reach: Reach, scope: TrendScope, *, month: date, start: int, most: int
) -> list[int | None]:
    """Return who managed accounts in a month, the least whole records first, some of them."""
    share = ExpressionWrapper(F("points") * 1.0 / F("accounts"), output_field=FloatField())
    rows = _summed(_asked(reach, scope).filter(month=month), "manager")
    rows = rows.filter(accounts__gt=0).annotate(share=share).order_by("share", "manager")
    return list(rows.values_list("manager", flat=True)[start : start + most])


def manager_trends(
    reach: Reach, scope: TrendScope, *, manager_ids: Sequence[int | None]
) -> list[Trend]:
    """Return how whole the records of these managers were, in their order. Two queries."""
    wanted = Q(manager__in=[one for one in manager_ids if one is not None])
    if None in manager_ids:
        wanted |= Q(manager=None)
    people = {one.pk: one for one in Person.objects.filter(pk__in=[*filter(None, manager_ids)])}
    found = {
        one: Trend(
            id=one or NOBODY,
            name_zh=people[one].name_zh if one else "",
            name_en=people[one].name_en if one else "",
        )
        for one in manager_ids
    }
    for row in _summed(_asked(reach, scope).filter(wanted), "month", "manager"):
        found[row["manager"]].add(row["month"], Sums(row["accounts"], row["points"]))
    return list(found.values())


def whole_of(trends: Sequence[Trend]) -> Trend:
    """Return many trends as one."""
    whole = Trend()
    for trend in trends:
        for month, sums in trend.months.items():
            whole.add(month, sums)
    return whole


def _asked(reach: Reach, scope: TrendScope) -> QuerySet[ConditionMonth]:
    rows = _kept_within(reach).filter(
        month__gte=scope.since, unit__path__startswith=scope.unit_path
    )
    if scope.manager_id is None:
        return rows
    return rows.filter(manager=scope.manager_id or None)


def _kept_within(reach: Reach) -> QuerySet[ConditionMonth]:
    seen = Q(pk__in=[])
    for bound in reach.bounds_for(Permission.VIEW_CUSTOMERS):
        if bound.is_named_only:
            seen |= Q(manager__in=list(reach.named_ids))
        elif not _is_narrowed(bound):
            seen |= Q(unit__path__startswith=bound.path)
    return ConditionMonth.objects.filter(seen)


def _is_narrowed(bound: Bound) -> bool:
    """Test whether a role reaches some accounts of its units only: their sums are of them all."""
    return bool(bound.industries or bound.lines or bound.customer_ids)


def _summed(rows: QuerySet[ConditionMonth], *places: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .values(*places)
        .annotate(points=Sum("points_sum"), accounts=Sum("accounts_count"))
    )
    return found
