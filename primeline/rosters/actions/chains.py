"""Setting call chains."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.models import Contact, Customer
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.rosters.actions.drills import drop_drill
from primeline.rosters.actions.guards import check_may_set
from primeline.rosters.models import CallChain, ChainStep
from primeline.rosters.rules.chains import check_links
from primeline.rosters.values import ChainDraft, Link
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("rosters.open_chain")
def open_chain(*, draft: ChainDraft, reach: Reach, by: Person, at: datetime) -> CallChain:
    """Set who is called one after the other at a unit, or for an account.

    :raises Refused: if the unit is not theirs, a step calls nobody, or somebody stands twice
    """
    _check(draft, reach, but=None)
    chain = CallChain.objects.create(
        unit=draft.unit, customer=draft.customer, name=draft.name.strip()
    )
    _store(chain, draft.links)
    return chain


@deed("rosters.change_chain")
def change_chain(
    *, chain: CallChain, version: int, draft: ChainDraft, reach: Reach, by: Person, at: datetime
) -> CallChain:
    """Change who is called. What runs goes on by the steps it began with.

    :raises Refused: if the unit is not theirs, a step calls nobody, or somebody stands twice
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check(draft, reach, but=chain)
    changes = {"name": draft.name.strip(), "edition": chain.edition + 1}
    save_changes(CallChain, pk=chain.pk, version=version, changes=changes)
    chain.refresh_from_db()
    _store(chain, draft.links)
    return chain


@deed("rosters.close_chain")
def close_chain(
    *, chain: CallChain, version: int, reach: Reach, by: Person, at: datetime, reason: str = ""
) -> None:
    """Take a call chain out of use; what runs goes on to its end.

    :raises Refused: if the unit is not theirs
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    check_may_set(reach, chain.unit)
    save_changes(CallChain, pk=chain.pk, version=version, changes={"is_active": False})
    drop_drill(chain.pk, by=by, at=at)


def _check(draft: ChainDraft, reach: Reach, *, but: CallChain | None) -> None:
    check_may_set(reach, draft.unit)
    if not draft.name.strip():
        raise Refused(_("Give the chain a name."), field="name")
    check_links(draft.links)
    _check_people(draft.links, draft.customer)
    _check_name(draft, but)


def _check_people(links: Sequence[Link], customer: Customer | None) -> None:
    people = {one.person_id for one in links if one.person_id is not None}
    there = Person.objects.filter(pk__in=people, is_active=True)
    if there.count() != len(people):
        raise Refused(_("Somebody named has left. Choose again."), field="steps")
    contacts = {one.contact_id for one in links if one.contact_id is not None}
    if not contacts:
        return
    known = Contact.objects.filter(pk__in=contacts, customer=customer, is_active=True)
    if customer is None or known.count() != len(contacts):
        raise Refused(_("Only people at the account of this chain can stand on it."), field="steps")


def _check_name(draft: ChainDraft, but: CallChain | None) -> None:
    same = CallChain.objects.filter(
        unit=draft.unit, customer=draft.customer, name=draft.name.strip(), is_active=True
    )
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise Refused(_("There is a chain of this name already."), field="name")


def _store(chain: CallChain, links: Sequence[Link]) -> None:
    ChainStep.objects.bulk_create(
        [
            ChainStep(
                chain=chain,
                edition=chain.edition,
                position=position,
                person_id=one.person_id,
                speciality=one.speciality,
                contact_id=one.contact_id,
                wait_minutes=one.wait_minutes,
            )
            for position, one in enumerate(links, 1)
        ]
    )
