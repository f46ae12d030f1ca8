"""Individuals: their facts are written sealed for the person that the account is."""

from collections.abc import Mapping
from typing import Any

from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer
from primeline.customers.models.accounts import PERSONAL
from primeline.privacy import sealing as privacy
from primeline.privacy import telling
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone

LOOKED_UP = {"name": PersonalKind.NAME, "identifier": PersonalKind.IDENTIFIER}


def as_written(customer: Customer, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes of an account as they are stored, sealed if it is or becomes an individual.

    What becomes an organization is open from now on; what the history holds of it stays sealed.

    :raises Refused: if the data of the individual were erased
    """
    becomes = CustomerKind(facts.get("kind", customer.kind))
    was_person = customer.subject is not None
    if was_person == (becomes is CustomerKind.INDIVIDUAL):
        return privacy.sealed_changes(customer, facts)
    if becomes is CustomerKind.ORGANIZATION:
        notes = telling.kept(facts.get("notes", ""), account=customer.pk, field="notes")
        return dict(facts) | {"subject": None, "notes": notes}
    (subject,) = privacy.make_subjects(count=1)
    texts = {name: facts.get(name, getattr(customer, name)) for name in PERSONAL}
    sealed = {
        name: privacy.sealer(Customer, name, [subject])(subject, text)
        for name, text in texts.items()
    }
    return dict(facts) | {"subject": subject} | sealed


def make_known(customer: Customer, *, former: int | None = None) -> None:
    """Let an individual be looked up by name and identifier, by whoever sees them in clear.

    `former` is the person that the account was before it was changed.
    """
    facts: list[privacy.Fact] = []
    if former is not None and former != customer.subject:
        facts += [(former, kind, "") for kind in LOOKED_UP.values()]
    if customer.subject is not None:
        facts += [
            (customer.subject, kind, text)
            for name, kind in LOOKED_UP.items()
            if not isinstance(text := getattr(customer, name), Gone)
        ]
    privacy.index_facts(facts=facts)
