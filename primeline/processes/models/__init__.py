"""Processes and their versions; cases, where they stand, and what is to be done."""

from primeline.processes.models.cases import Case, CaseFact, ServiceRun, Token, WorkItem
from primeline.processes.models.library import Drawing, Edition, Process
from primeline.processes.models.switches import Switch, SwitchedCase

__all__ = [
    "Case",
    "CaseFact",
    "Drawing",
    "Edition",
    "Process",
    "ServiceRun",
    "Switch",
    "SwitchedCase",
    "Token",
    "WorkItem",
]
