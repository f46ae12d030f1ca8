"""Decisions on the matrix: pure functions, no database, no clock."""

from primeline.standards.rules.checking import findings, is_forbidden
from primeline.standards.rules.citing import citation_words
from primeline.standards.rules.comparing import compare
from primeline.standards.rules.coverage import coverage
from primeline.standards.rules.dues import calendar_of, due_by, moment_of
from primeline.standards.rules.ruling import (
    DueOf,
    NoRuleApplies,
    applicable,
    specificity,
    winner,
)
from primeline.standards.rules.single import check_rule, check_rungs
from primeline.standards.rules.tightness import covers, is_looser, is_never_later, meet
from primeline.standards.rules.trying import try_out

__all__ = [
    "DueOf",
    "NoRuleApplies",
    "applicable",
    "calendar_of",
    "check_rule",
    "check_rungs",
    "citation_words",
    "compare",
    "coverage",
    "covers",
    "due_by",
    "findings",
    "is_forbidden",
    "is_looser",
    "is_never_later",
    "meet",
    "moment_of",
    "specificity",
    "try_out",
    "winner",
]
