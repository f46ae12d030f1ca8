"""For which cases the rules say nothing: a table of steps by tier and assurance."""

from collections.abc import Iterable, Sequence

from primeline.standards.rules.ruling import DueOf, NoRuleApplies, winner
from primeline.standards.values import Case, Cell, Row


def coverage(
    rows: Sequence[Row],
    *,
    step: str,
    tiers: Iterable[str],
    assurances: Sequence[str],
    due_of: DueOf,
) -> tuple[tuple[Cell, ...], ...]:
    """Return for each tier, by assurance, which rule decides where nothing else is known."""
    return tuple(
        tuple(_cell(rows, step, tier, assurance, due_of) for assurance in assurances)
        for tier in tiers
    )


def _cell(rows: Sequence[Row], step: str, tier: str, assurance: str, due_of: DueOf) -> Cell:
    try:
        ruling = winner(rows, Case(step=step, tier=tier, assurance=assurance), due_of)
    except NoRuleApplies:
        return Cell(tier=tier, assurance=assurance)
    return Cell(tier=tier, assurance=assurance, row=ruling.row)
