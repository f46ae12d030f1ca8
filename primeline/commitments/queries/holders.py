"""To whom work on an account may open it, and which of that is worth opening."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q

from primeline.audit import walls
from primeline.audit.values import Box
from primeline.commitments.models import Commitment, Inquiry
from primeline.commitments.queries.people import is_openable_to, sees
from primeline.commitments.queries.reach import SEE, visible_to
from primeline.commitments.values import INQUIRY
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.queries import within as reached_by_rank
from primeline.kit.deeds import Actor
from primeline.privacy import freetext
from primeline.staff.models import Person
from primeline.staff.reach import Reach

LONGEST_PURPOSE = 300


def may_hold(
    person: Person, commitment_ids: Collection[int], *, giver: Reach, at: datetime
) -> frozenset[int]:
    """Return which of these a person may be given: what they see, or the giver may open to them.

    Whoever gives opens only what they reach by rank or name, never what was opened to them, and
    only to people of ours whose role is to see to matters. A restricted account is never opened.
    """
    seen = sees(person, commitment_ids, at=at)
    others = set(commitment_ids) - seen
    if not others or not is_openable_to(reach_now(person, at=at)):
        return seen
    with walls.open_for_system():
        reached = visible_to(giver).filter(_OPENABLE, pk__in=others)
        return seen | set(reached.values_list("pk", flat=True))


def to_open(
    held: Sequence[Commitment], *, by: Actor, at: datetime
) -> list[tuple[Person, list[Commitment]]]:
    """Return what of matters given by somebody is to be opened to whom.

    Nothing is to whoever gives themselves something, or is named on the account already.
    """
    others = [one for one in held if one.person_id not in (None, by.actor_id)]
    ids = {one.customer_id for one in others if one.customer_id is not None}
    if not ids:
        return []
    # Whoever takes a matter over may not reach the account yet.
    with walls.open_for_system():
        accounts = Customer.objects.filter(pk__in=ids, is_restricted=False, merged_into=None)
        if isinstance(by, Person):
            accounts = accounts.filter(reached_by_rank(reach_now(by, at=at), SEE))
        rows = accounts.values_list("pk", "account_manager", "deputy")
        named = {pk: (manager, deputy) for pk, manager, deputy in rows}
    found: dict[int, list[Commitment]] = {}
    for one in others:
        if (
            one.person_id is not None
            and one.customer_id in named
            and one.person_id not in named[one.customer_id]
        ):
            found.setdefault(one.person_id, []).append(one)
    people = Person.objects.filter(pk__in=found, is_active=True)
    return [
        (one, found[one.pk])
        for one in people.order_by("pk")
        if is_openable_to(reach_now(one, at=at))
    ]


def taken_themselves(held: Sequence[Commitment], person: Person) -> set[int]:
    """Return which of these began as something that this person took from a customer.

    Who begins a matter and has a colleague give it back has given it to themselves.
    """
    asked = {one.subject_id: one.pk for one in held if one.subject_kind == INQUIRY}
    if not asked:
        return set()
    with walls.open_for_system():
        taken = Inquiry.objects.filter(pk__in=asked, taken_by=person)
        return {asked[pk] for pk in taken.values_list("pk", flat=True)}


def box_of(commitment: Commitment, kind: str, *, in_clear: bool) -> Box:
    """Return what work on a matter opens: its account with the people there."""
    if commitment.customer_id is None:
        raise AssertionError("only a matter of an account opens one")
    return Box(
        table=Customer._meta.db_table,
        row_id=commitment.customer_id,
        purpose=f"{commitment.number} {freetext.hidden(commitment.what)}".strip()[:LONGEST_PURPOSE],
        subject_kind=kind,
        subject_id=commitment.pk,
        with_contacts=True,
        in_clear=in_clear,
    )


_OPENABLE = Q(customer__is_restricted=False, customer__merged_into=None)
