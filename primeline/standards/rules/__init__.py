"""Decisions on the matrix: pure functions, no database, no clock."""

from primeline.standards.rules.ruling import (
    DueOf,
    NoRuleApplies,
    applicable,
    specificity,
    winner,
)

__all__ = ["DueOf", "NoRuleApplies", "applicable", "specificity", "winner"]
