"""Sites: those of an account within reach, changed by whoever changes the account."""

from typing import Any

from primeline.customers import actions as customers
from primeline.customers.models import Contact, Site
from primeline.customers.values import SiteFacts
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import LASTING, READ_ACCOUNT, Field, Row, Subject, by_account
from tests.matrix.table.accounts import GRANTED, a_contact, changing
from tests.matrix.table.roles import CHANGE_ACCOUNTS, SEE_ACCOUNTS
from tests.matrix.world import WORDS, Relation, World


def a_site(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a site of an account of that unit."""

    def add(relation: Relation) -> Site:
        return customers.add_site(
            customer=world.account(relation),
            facts=SiteFacts(name=WORDS[relation], kind="STORE"),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    site: Site = world.thing("site", relation, add)
    return {"number": site.customer.number, "site_id": site.pk}


def new_site(world: World, relation: Relation) -> dict[str, Any]:
    return {"name": "Lighthouse", "kind": "STORE", "once": "fedcba9876543210"}


def contact_id(world: World, relation: Relation) -> int:
    pk: int = Contact.objects.get(pk=a_contact(world, relation)["contact_id"]).pk
    return pk


# Only people of the very account are offered.
PERSON_THERE = Subject(
    name="person at the same account",
    address=lambda world, relation: {},
    reached=by_account,
    relations=LASTING,
)
SITE = Subject(name="site", address=a_site, reached=by_account, relations=LASTING)
OF_ACCOUNT = {"contact_id": Field(subject=PERSON_THERE, value=contact_id, rest=new_site)}

ROWS = (
    Row(route="accounts:sites", opens=SEE_ACCOUNTS, subject=READ_ACCOUNT, shows=GRANTED),
    *changing("sites:new", fields=OF_ACCOUNT),
    *changing("sites:site", subject=SITE),
    *changing("sites:given_up", subject=SITE),
    Row(route="sites:in_use", method="POST", opens=CHANGE_ACCOUNTS, subject=SITE),
)
