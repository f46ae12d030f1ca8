"""What holding a matter opens: the account, with its people in clear, while the matter runs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.audit.choices import GrantKind
from primeline.audit.queries import open_about
from primeline.audit.values import Box
from primeline.commitments.models import Commitment
from primeline.commitments.queries.holders import to_open
from primeline.commitments.values import MATTER
from primeline.customers.models import Customer
from primeline.kit import deeds
from primeline.kit.deeds import Actor

LONGEST_PURPOSE = 300
# It ends with the matter; this is no more than the end that every grant must have.
LATEST: Final = timedelta(days=3653)


def open_to_holders(held: Sequence[Commitment], *, by: Actor, at: datetime) -> None:
    """Open the accounts of matters to those to whom somebody else, or a rule, has given them."""
    for person, theirs in to_open(held, by=by, at=at):
        known = open_about(MATTER, [one.pk for one in theirs], at=at).filter(person=person)
        there = set(known.values_list("subject_id", flat=True))
        boxes = [_box(one) for one in theirs if one.pk not in there]
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


def _close(commitment_id: int, by: Actor, at: datetime) -> None:
    opened = open_about(MATTER, [commitment_id], at=at)
    with walls.open_for_system():
        running = Commitment.objects.filter(pk=commitment_id).open()
        holder = running.values_list("person", flat=True).first()
    ids = list(opened.exclude(person=holder).values_list("pk", flat=True))
    # An act that does nothing would only fill the record.
    if ids:
        audit.end_grants(grant_ids=ids, by=by, at=at)


def _box(commitment: Commitment) -> Box:
    if commitment.customer_id is None:
        raise AssertionError("only a matter of an account opens one")
    return Box(
        table=Customer._meta.db_table,
        row_id=commitment.customer_id,
        purpose=f"{commitment.number} {commitment.what}".strip()[:LONGEST_PURPOSE],
        subject_kind=MATTER,
        subject_id=commitment.pk,
        with_contacts=True,
        in_clear=True,
    )
