"""What a case asks of people: a step for a role at a unit, and what is owed for it by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from primeline.bpmn.values import Node
from primeline.commitments import actions as commitments
from primeline.commitments.values import UNTIL_RULED, Circumstances, Owed, Subject
from primeline.kit.deeds import System
from primeline.processes import rules
from primeline.processes.choices import ANY_STEP
from primeline.processes.models import Case, Token, WorkItem
from primeline.processes.queries.circumstances import circumstances_of
from primeline.processes.queries.library import drawn
from primeline.processes.queries.units import way_up
from primeline.processes.values import ITEM, PROMISES

# By a rule, not by whoever did the step before: who is named sees the account for it.
DRAWN: Final = System("processes")
FIRST_RESPONSE: Final = "FIRST_RESPONSE"
WHOLE: Final = frozenset(one.step for one in PROMISES.values())


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A step to be opened at a place; where it was sent back, for whoever did it before."""

    token: Token
    node: Node
    person_id: int | None = None
    sender: WorkItem | None = None
    sent_back_from: WorkItem | None = None
    returns_count: int = 0


def open_items(case: Case, openings: Sequence[Opening], *, at: datetime) -> list[WorkItem]:
    """Open steps that people have to do now, each with what is owed for it."""
    if not openings:
        return []
    way = way_up(case.customer_id, at=at)
    items = [
        WorkItem(
            case=case,
            token=one.token,
            node=one.node.id,
            role=one.node.role,
            unit_id=rules.unit_for(one.node.unit_rule, one.node.role, way),
            opened_at=at,
            sender=one.sender,
            sent_back_from=one.sent_back_from,
            returns_count=one.returns_count,
        )
        for one in openings
    ]
    known = circumstances_of(case, drawn(case.edition))
    owed = [_owed(item, one, known) for item, one in zip(items, openings, strict=True)]
    made = (
        [commitments.open_commitment(owed=owed[0], by=DRAWN, at=at)]
        if len(owed) == 1
        else commitments.open_commitments(owed=owed, by=DRAWN, at=at)
    )
    matters = {one.subject_id: one for one in made}
    for item in items:
        item.commitment = matters[item.token_id]
    return WorkItem.objects.bulk_create(items)


def _owed(item: WorkItem, one: Opening, known: Circumstances) -> Owed:
    # A drawing of one's own may owe at a step what is owed from when the customer said it.
    is_first = one.node.step == FIRST_RESPONSE and one.sent_back_from is None
    since = item.case.asked_at if is_first or one.node.step in WHOLE else None
    return Owed(
        step=one.node.step or ANY_STEP,
        subject=Subject(ITEM, one.token.pk),
        customer_id=item.case.customer_id,
        what=f"{item.case.number} {one.node.name}",
        unit_id=item.unit_id,
        role=item.role,
        person_id=one.person_id,
        opened_at=since,
        noted_at=item.opened_at if since and item.case.said_at else None,
        # The case goes on, whether or not a rule speaks of this step.
        within=UNTIL_RULED,
        circumstances=known,
    )
