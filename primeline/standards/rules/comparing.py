"""What one set of rules says otherwise than another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from primeline.standards.values import DIMENSIONS, Change, Row

# What may differ between two rules that are one rule before and after.
COMPARED: Final = tuple(
    field.name for field in fields(Row) if field.name not in {"id", "unit_path", "counts_back"}
)


def compare(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """Return which rules were added, changed and removed, in the order in which they are shown.

    A rule is the same as long as it is for the same cases.
    """
    left, new = _apart(before, after)
    changes = []
    for row in new:
        was = _nearest(row, left[_cases(row)])
        if was is not None:
            left[_cases(row)].remove(was)
        changes.append(Change(before=was, after=row, fields=_differing(was, row)))
    gone = [Change(before=row) for rows in left.values() for row in rows]
    order = {row.step: position for position, row in enumerate((*after, *before))}
    return tuple(sorted((*changes, *gone), key=lambda one: order[one.row.step]))


def _apart(
    before: Sequence[Row], after: Sequence[Row]
) -> tuple[dict[tuple[object, ...], list[Row]], list[Row]]:
    """Take away what is the same in both; return what is left before, by cases, and after."""
    same: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in before:
        same[_content(row)].append(row)
    new = []
    for row in after:
        if same[_content(row)]:
            same[_content(row)].pop()
        else:
            new.append(row)
    left: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for rows in same.values():
        for row in rows:
            left[_cases(row)].append(row)
    return left, new


def _nearest(row: Row, candidates: Sequence[Row]) -> Row | None:
    return min(candidates, key=lambda other: len(_differing(other, row)), default=None)


def _differing(before: Row | None, after: Row) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))


def _cases(row: Row) -> tuple[object, ...]:
    return (row.step, *(getattr(row, name) for name in DIMENSIONS), row.unit_id, row.customer_id)


def _content(row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COMPARED)
