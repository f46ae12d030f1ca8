"""What a drawing can have done by itself: one table of names, each with what undoes it.

Every service runs in the transaction of the step before it, so it is done once with that step or
not at all. Undoing is asked for when the case is cancelled, the latest first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.commitments import actions as commitments
from primeline.commitments.values import Owed, Subject
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.processes.choices import How
from primeline.processes.models import Case, Token
from primeline.processes.values import CASE

Result = dict[str, Any]
FOLLOW_UP: Final = "ONBOARDING_FOLLOW_UP"
FILING: Final = "CONTRACT_FILING"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A service about to run: for which case, at which place, by whom and when."""

    case: Case
    token: Token
    name: str
    """What the drawing calls the place."""
    by: Actor
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Service:
    """Something that a drawing can name; `do` returns what `undo` needs to know."""

    label: str | Promise
    do: Callable[[Call], Result]
    undo: Callable[[Call, Result], None]


def _tell_customer(call: Call) -> Result:
    """Place a line in the timeline; sending words to customers is not of this room."""
    _tell(call, How.TOLD)
    return {}


def _leave_told(call: Call, result: Result) -> None:
    """What was told stays told: the line about the end of the case follows it."""


def _owe(step: str) -> Callable[[Call], Result]:
    def do(call: Call) -> Result:
        owed = Owed(
            step=step,
            subject=Subject(CASE, call.case.pk),
            customer_id=call.case.customer_id,
            what=call.case.number,
            mark=str(call.token.number),
        )
        return {"matter": commitments.open_commitment(owed=owed, by=call.by, at=call.at).pk}

    return do


def _owe_no_more(call: Call, result: Result) -> None:
    ids = [result["matter"]]
    commitments.cancel_commitments(commitment_ids=ids, by=call.by, at=call.at)


def _tell(call: Call, how: How) -> None:
    line = Line(
        customer_id=call.case.customer_id,
        kind=TimelineKind.CASE,
        happened_at=call.at,
        words={"how": how, "number": call.case.number, "step": call.name},
        subject_kind=CASE,
        subject_id=call.case.pk,
    )
    customers.tell(line=line, by=call.by, at=call.at)


SERVICES: Final[Mapping[str, Service]] = {
    "tell_customer": Service(
        label=_("Tell the customer how far it is"), do=_tell_customer, undo=_leave_told
    ),
    "plan_follow_up": Service(
        label=_("Plan the first follow-up"), do=_owe(FOLLOW_UP), undo=_owe_no_more
    ),
    "owe_filing": Service(
        label=_("Owe the filing of the contract"), do=_owe(FILING), undo=_owe_no_more
    ),
}
