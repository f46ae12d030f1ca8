"""Processes and their versions; cases, where they stand, and what is to be done."""

from primeline.processes.models.cases import Case, CaseFact, ServiceRun, Token, WorkItem
from primeline.processes.models.library import Drawing, Edition, Process

__all__ = [
    "Case",
    "CaseFact",
    "Drawing",
    "Edition",
    "Process",
    "ServiceRun",
    "Token",
    "WorkItem",
]
