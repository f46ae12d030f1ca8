"""What of accounts is compared with others, read in a few queries for many at once."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer
from primeline.privacy import blind, opening
from primeline.privacy import queries as privacy
from primeline.privacy.choices import PersonalKind
from primeline.privacy.models import BlindEntry
from primeline.privacy.values import Gone, Place
from primeline.quality.rules.blocking import sound_of
from primeline.quality.rules.names import one_address, parts_of
from primeline.quality.rules.places import known_places
from primeline.quality.values import Facts
from primeline.search.rules import one_form
from primeline.staff.models import Unit

_OPENED = ("name", "name_en", "identifier", "address")
_PLACES = tuple(Place(Customer._meta.db_table, column) for column in _OPENED)
_RANK = re.compile(r"(省公司|分公司|公司|省|市|区|县)$")


def regions() -> frozenset[str]:
    """Return the names of places that stand in names of companies: known ones and our units'."""
    units = Unit.objects.values_list("name_zh", flat=True)
    ours = {_RANK.sub("", name) for name in units}
    return known_places() | {name for name in ours if 2 <= len(name) <= 4}


def facts_of(ids: Sequence[int], places: Collection[str]) -> dict[int, Facts]:
    """Return what is compared of each of these accounts."""
    phones = _phones_of(ids)
    rows = Customer.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "identifier_kind", *_OPENED
    )
    found: dict[int, Facts] = {}
    for pk, kind, identifier_kind, *stored in rows:
        name, name_en, identifier, address = map(opening.opened, stored, _PLACES)
        parts = parts_of(name, places)
        found[pk] = Facts(
            is_organization=kind == CustomerKind.ORGANIZATION,
            name=parts,
            sound=sound_of(parts.core),
            english=one_form(parts_of(name_en, ()).core) if name_en else "",
            identifier_kind=identifier_kind,
            identifier=_compared(kind, identifier),
            address=one_address(address),
            phones=frozenset(phones[pk]),
        )
    return found


def _compared(kind: str, identifier: str) -> str:
    """Return an identifier to compare: a person's by its blind digest, for keys are kept."""
    if isinstance(identifier, Gone) or not identifier:
        return ""
    if kind == CustomerKind.INDIVIDUAL:
        return blind.digest(PersonalKind.IDENTIFIER, identifier)
    return identifier.upper()


def _phones_of(ids: Sequence[int]) -> dict[int, set[str]]:
    """Return digests of the telephone numbers at each account; no number is opened for this."""
    contacts = (
        Contact.objects.filter(customer__in=ids, is_active=True)
        .exclude(subject__in=privacy.restricted_subjects())
        .values_list("subject", "customer_id")
    )
    accounts = dict(contacts)
    found: dict[int, set[str]] = defaultdict(set)
    subjects = list(accounts)
    for start in range(0, len(subjects), 1000):
        entries = BlindEntry.objects.filter(
            subject__in=subjects[start : start + 1000], kind=PersonalKind.PHONE
        )
        for subject, digest in entries.values_list("subject", "digest"):
            found[accounts[subject]].add(digest)
    return found
