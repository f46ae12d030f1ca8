"""The few accounts that are persons: broadband at home, in each branch and where one looks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import draws
from primeline.demo.plan.contacts import Contact
from primeline.demo.plan.identifiers import identity_card
from primeline.demo.plan.identities import Identity
from primeline.demo.plan.names import contact_name

BRAND = "衡桥优家"
# How many persons each manager looks after who is one of those that one may be.
AT_KNOWN = 3


def with_individuals(
    identities: Mapping[int, Identity],
    accounts: Sequence[Account],
    lines: Mapping[int, Collection[str]],
    managers: Mapping[int, str],
    seed: int,
    *,
    known: Collection[str],
) -> dict[int, Identity]:
    """Return the identities, a few of ordinary accounts being those of persons."""
    random = draws(seed, "individuals")
    found = dict(identities)
    able = [a for a in accounts if _is_able(a, lines[a.index])]
    twice = {one.short_name for one in identities.values() if not one.identifier}
    able = [a for a in able if identities[a.index].short_name not in twice]
    for number, index in enumerate(_chosen(able, managers, known)):
        found[index] = replace(
            found[index],
            name=contact_name(random),
            short_name="",
            identifier=identity_card(number),
            scale="",
            brand=BRAND,
            is_person=True,
        )
    return found


def with_themselves(
    contacts: Sequence[Contact], identities: Mapping[int, Identity]
) -> list[Contact]:
    """Return the contacts; at a person these are the person and their family."""
    told = []
    for contact in contacts:
        whose = identities[contact.account]
        if whose.is_person and contact.is_primary:
            contact = replace(contact, name=whose.name, title="本人", role="DECIDES")
        elif whose.is_person:
            contact = replace(contact, title="家人", role="USES")
        told.append(contact)
    return told


def _is_able(account: Account, lines: Collection[str]) -> bool:
    is_ordinary = not account.is_key and account.story is None and account.closed_in is None
    return is_ordinary and set(lines) == {f.BROADBAND}


def _chosen(
    able: Sequence[Account], managers: Mapping[int, str], known: Collection[str]
) -> Iterator[int]:
    """Return the first in each branch, and the first few of each known manager."""
    branches: set[str] = set()
    left = dict.fromkeys(known, AT_KNOWN)
    for account in able:
        manager = managers.get(account.index, "")
        if left.get(manager):
            left[manager] -= 1
        elif account.branch in branches:
            continue
        branches.add(account.branch)
        yield account.index
