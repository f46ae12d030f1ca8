"""What holding a matter opens: the account, with its people in clear, while the matter runs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.audit.choices import GrantKind
from primeline.audit.models import Grant
from primeline.audit.queries import open_about
from primeline.commitments.models import Commitment
from primeline.commitments.queries.holders import box_of, taken_themselves, to_open
from primeline.commitments.values import DUTY, MATTER
from primeline.customers.models import Customer
from primeline.kit import deeds
from primeline.kit.deeds import Actor, deed

# It ends with the matter; this is no more than the end that every grant must have.
LATEST: Final = timedelta(days=3653)


def open_to_holders(held: Sequence[Commitment], *, by: Actor, at: datetime) -> None:
    """Open the accounts of matters to those to whom somebody else, or a rule, has given them."""
    for person, theirs in to_open(held, by=by, at=at):
        known = open_about(MATTER, [one.pk for one in theirs], at=at).filter(person=person)
        there = set(known.values_list("subject_id", flat=True))
        taken = taken_themselves(theirs, person)
        boxes = [
            box_of(one, MATTER, in_clear=one.pk not in taken)
            for one in theirs
            if one.pk not in there
        ]
        if boxes:
            audit.open_grants(
                person=person,
                boxes=boxes,
                kind=GrantKind.WORK,
                active_to=at + LATEST,
                by=by,
                at=at,
            )


def close_to_holders(commitment_id: int, *, by: Actor, at: datetime) -> None:
    """Close what a matter has opened to those who hold it no more, when the act is done.

    Not before: whoever ends their own matter still tells what they have done for the account.
    """
    deeds.at_last(lambda: _close(commitment_id, by, at))


@deed("commitments.follow_accounts")
def follow_accounts(*, customer_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Let what matters have opened lie where they lie, after accounts became one, or two again."""
    opened = Grant.objects.filter(
        table=Customer._meta.db_table,
        row_id__in=list(customer_ids),
        subject_kind__in=(MATTER, DUTY),
        active_to__gt=at,
    ).values_list("pk", "row_id", "subject_id")
    grants = list(opened)
    found = Commitment.objects.filter(pk__in={work for _, _, work in grants})
    lies_at = dict(found.values_list("pk", "customer"))
    for customer_id in customer_ids:
        astray = [
            pk for pk, row, work in grants if row != customer_id and lies_at[work] == customer_id
        ]
        if astray:
            audit.move_grants(grant_ids=astray, row_id=customer_id, by=by, at=at)


def _close(commitment_id: int, by: Actor, at: datetime) -> None:
    with walls.open_for_system():
        running = Commitment.objects.filter(pk=commitment_id).open()
        holders = list(running.values_list("person", flat=True))
    opened = open_about(MATTER, [commitment_id], at=at).exclude(person__in=[*holders, 0])
    ids = list(opened.values_list("pk", flat=True))
    if not holders:
        ids += open_about(DUTY, [commitment_id], at=at).values_list("pk", flat=True)
    # An act that does nothing would only fill the record.
    if ids:
        audit.end_grants(grant_ids=ids, by=by, at=at)
