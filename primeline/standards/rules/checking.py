"""What is wrong with a set of rules: contradictions, loosened statutes, rules without effect."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from primeline.standards.choices import FindingKind
from primeline.standards.rules.tightness import covers, is_looser, is_never_later, meet
from primeline.standards.values import DIMENSIONS, Finding, Row

# With one of these nothing is proposed.
FORBIDDEN: Final = frozenset({FindingKind.LOOSER, FindingKind.TWICE})


def findings(rows: Sequence[Row], before: Iterable[Row] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with the rules, and which statutes of those before are lost."""
    by_step: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_step[row.step].append(row)
    found = [
        finding for those in by_step.values() for row in those for finding in _about(row, those)
    ]
    found += [
        Finding(kind=FindingKind.LOST_STATUTE, row=row)
        for row in before
        if row.is_statutory and not _is_kept(row, by_step[row.step])
    ]
    return tuple(found)


def is_forbidden(found: Iterable[Finding]) -> bool:
    """Test whether rules with these findings may not take effect."""
    return any(finding.kind in FORBIDDEN for finding in found)


def _about(row: Row, rows: Sequence[Row]) -> list[Finding]:
    found = []
    if looser_than := next((other for other in rows if _is_loosened(other, row)), None):
        found.append(Finding(kind=FindingKind.LOOSER, row=row, other=looser_than))
    if twin := next(
        (other for other in rows if other.id < row.id and _contradict(row, other)), None
    ):
        found.append(Finding(kind=FindingKind.TWICE, row=row, other=twin))
    elif not found and (better := next((one for one in rows if _silences(one, row)), None)):
        found.append(Finding(kind=FindingKind.NEVER_WINS, row=row, other=better))
    return found


def _is_loosened(statute: Row, row: Row) -> bool:
    """Only a province or a contract deviates; what headquarters adds is simply not the tightest."""
    return (
        statute.is_statutory
        and statute is not row
        and (row.customer_id is not None or row.unit_id is not None)
        and (statute.unit_id is None or f"/{statute.unit_id}/" in row.unit_path)
        and meet(statute, row)
        and is_looser(row, statute)
    )


def _contradict(row: Row, other: Row) -> bool:
    return _place(row) == _place(other)


def _place(row: Row) -> tuple[object, ...]:
    """Two rules of one source on one clock for the same cases cannot both be meant."""
    dimensions = tuple(getattr(row, name) for name in DIMENSIONS)
    of_whom = (row.unit_id, row.customer_id)
    return (row.step, *dimensions, *of_whom, row.clock, row.is_statutory, row.standard_id)


def _silences(other: Row, row: Row) -> bool:
    if row.is_statutory or other is row:
        return False  # A statute is shown even where something tighter was promised.
    if not (covers(other, row) and is_never_later(other, row)):
        return False
    return not (covers(row, other) and is_never_later(row, other)) or other.id < row.id


def _is_kept(statute: Row, rows: Iterable[Row]) -> bool:
    return any(
        row.is_statutory and covers(row, statute) and is_never_later(row, statute) for row in rows
    )
