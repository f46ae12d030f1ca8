"""Reversing one act of a batch, table by table; what cannot be reversed is left and listed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Model, Q

from primeline.audit.choices import Operation
from primeline.audit.models import HistoryRow
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import visible_to
from primeline.imports.problems import Problem
from primeline.imports.undoing.record import TOOK_BACK, WROTE, Written, written_by
from primeline.imports.undoing.tables import TABLES, Undoable, make_void, restore
from primeline.kit.keeping import Keeping
from primeline.products.models import FeeChange
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MOST_LISTED: Final = 20_000
# Lines about rows do not keep them from being taken back.
ABOUT: Final = (TimelineLine, FeeChange)


@dataclass(frozen=True, kw_only=True)
class Left:
    """A row that was not taken back, what it is called, and why."""

    name: str
    called: str
    problem: Problem


@dataclass(kw_only=True)
class Reversal:
    """What came of taking rows back, by kind of row."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    customers: set[int] = field(default_factory=set)

    def count(self, of: Undoable, what: str, number: int = 1) -> None:
        """Note that so many rows were made void, restored or left."""
        known = self.counts.setdefault(of.name, {"void": 0, "restored": 0, "left": 0})
        known[what] += number

    def leave(self, of: Undoable, row: Written, code: str, **words: Any) -> None:
        """Note that a row stays as it is, and why."""
        self.count(of, "left")
        if len(self.left) < MOST_LISTED:
            called = str(row.after.get(of.called) or row.row_id)
            problem = Problem(code=code, words=words)
            self.left.append(Left(name=of.name, called=called, problem=problem))


class Reversing:
    """One act of a batch on its way back. `ours` are all acts of the batch."""

    def __init__(self, *, act_id: int, ours: frozenset[int], reach: Reach, day: date) -> None:
        self.act_id, self.ours, self.reach, self.day = act_id, ours, reach, day
        self.reversal = Reversal()
        # Accounts with something on them that stays.
        self.kept: set[int] = set()

    def run(self) -> Reversal:
        """Take everything back that nobody has changed since."""
        for of in TABLES:
            for rows in written_by(self.act_id, of.table, self.ours):
                self._reverse(of, rows)
        return self.reversal

    def _reverse(self, of: Undoable, rows: list[Written]) -> None:
        free = self._without_those_that_stay(of, rows)
        built_upon = self._built_upon(of, free)
        void: list[int] = []
        for row in free:
            if row.row_id in built_upon:
                self._leave(of, row, "BUILT_UPON")
            elif row.is_new:
                void.append(row.row_id)
                self.reversal.customers.add(row.customer_id)
        make_void(of, void, act_id=self.act_id, day=self.day)
        self.reversal.count(of, "void", len(void))
        # Only now, because what was new may stand where the old has to return.
        for row in free:
            if row.before:
                self._restore(of, row)

    def _without_those_that_stay(self, of: Undoable, rows: list[Written]) -> list[Written]:
        may = self._within_reach({row.customer_id for row in rows})
        free = []
        for row in rows:
            since = row.changed_since
            if row.customer_id not in may:
                self._leave(of, row, "OUT_OF_REACH")
            elif since is not None:
                at = since.at.isoformat(timespec="minutes")
                self._leave(of, row, "CHANGED_SINCE", value=since.by_name, at=at)
            else:
                free.append(row)
        return free

    def _restore(self, of: Undoable, row: Written) -> None:
        if restore(of, row, day=self.day):
            self.reversal.count(of, "restored")
            self.reversal.customers.add(row.customer_id)
        else:
            self._leave(of, row, "GOES_NOT_TOGETHER")

    def _leave(self, of: Undoable, row: Written, code: str, **words: Any) -> None:
        self.reversal.leave(of, row, code, **words)
        self.kept.add(row.customer_id)

    def _within_reach(self, customer_ids: set[int]) -> set[int]:
        rows = visible_to(self.reach, Permission.IMPORT_CUSTOMERS).filter(pk__in=customer_ids)
        return set(rows.values_list("pk", flat=True))

    def _built_upon(self, of: Undoable, rows: list[Written]) -> set[int]:
        """Return the new rows on which others have hung something, or something was left."""
        row_ids = {row.row_id for row in rows if row.is_new}
        if not row_ids:
            return set()
        found = self.kept & row_ids if of.model is Customer else set()
        # What is about to get its old values back lets go of what is new.
        returning = {row.row_id for row in rows if row.before}
        for relation in of.model._meta.related_objects:
            model = relation.related_model
            if _counts(model):
                but = returning if model is of.model else frozenset()
                found |= self._hung_by_others(model, relation.field.attname, row_ids, but)
        return found

    def _hung_by_others(
        self, model: type[Model], column: str, row_ids: set[int], but: Collection[int]
    ) -> set[int]:
        table = model._meta.db_table
        found = model._default_manager.filter(**{f"{column}__in": row_ids}).exclude(pk__in=but)
        hung = dict(found.values_list("pk", column))
        brought = HistoryRow.objects.filter(
            table=table, row_id__in=[str(pk) for pk in hung], operation=Operation.INSERT
        )
        # What the system hangs on accounts by itself, standings for example, keeps nothing.
        by_itself = Q(act__actor=None) & ~Q(act__kind=WROTE)
        mine = brought.filter(Q(act__in=self.ours) | by_itself)
        keys = set(map(int, mine.values_list("row_id", flat=True)))
        keys |= _taken_back(table, set(hung) - keys)
        return {parent for pk, parent in hung.items() if pk not in keys}


def _taken_back(table: str, row_ids: Collection[int]) -> set[int]:
    """Return which rows another file has brought that was taken back: they count no more."""
    rows = HistoryRow.objects.filter(table=table, row_id__in=[str(pk) for pk in row_ids])
    told: dict[int, list[str]] = {}
    for row_id, kind in rows.order_by("id").values_list("row_id", "act__kind"):
        told.setdefault(int(row_id), []).append(kind)
    return {pk for pk, kinds in told.items() if (kinds[0], kinds[-1]) == (WROTE, TOOK_BACK)}


def _counts(model: Any) -> bool:
    """Test whether rows of a model keep the row that they hang on from being taken back."""
    return getattr(model, "keeping", None) is Keeping.ARCHIVE and model not in ABOUT
