"""What pages and other rooms hand in, and what this room answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from primeline.commitments.values import CASE_PROMISE, CASE_STEP, MAJOR_FAULT, PROGRESS_WORD
from primeline.processes.choices import UnitRule
from primeline.staff.choices import Role

# How a timeline and a commitment name what they are about.
CASE: Final = "processes.case"
ITEM: Final = CASE_STEP
PROMISE: Final = CASE_PROMISE

Answers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a case owes as a whole, from its start: the step that keeps time, and who owes it."""

    step: str
    role: Role
    unit_rule: UnitRule


# A word on how it goes: owed anew an hour after the last one, from the estimate on.
WORD: Final = Promise(step=PROGRESS_WORD, role=Role.DEDICATED_SEAT, unit_rule=UnitRule.BRANCH)
ESTIMATE: Final = "RESTORATION_ESTIMATE"
RESTORATION: Final = "RESTORATION"
# The fact of a drawing that says by when it is expected to be restored.
EXPECTED: Final = "expected_at"
# That a fault lasts so long that it is major: owed to those above, beside the steps of the case.
MAJOR: Final = Promise(step=MAJOR_FAULT, role=Role.BRANCH_LEAD, unit_rule=UnitRule.BRANCH)
# By the service that says it is given: a case whose drawing has the service owes this.
PROMISES: Final[Mapping[str, Promise]] = {
    "reply_given": Promise(
        step="COMPLAINT_REPLY", role=Role.DEDICATED_SEAT, unit_rule=UnitRule.BRANCH
    ),
    "estimate_given": Promise(step=ESTIMATE, role=Role.TECHNICIAN, unit_rule=UnitRule.BRANCH),
    "restoration_given": Promise(step=RESTORATION, role=Role.TECHNICIAN, unit_rule=UnitRule.BRANCH),
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a case is begun with."""

    title: str
    reference: str = ""
    # When the customer said it, where that was before the case is begun.
    said_at: datetime | None = None
    answers: Answers = field(default_factory=dict)
