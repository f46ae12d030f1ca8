"""Partners: those whose account lies within reach, and of whom they serve the same."""

from datetime import date
from typing import Any

from primeline.partners import actions as partners
from primeline.partners.models import Partner, Serving
from primeline.partners.values import PartnerFacts
from primeline.testing.cast import CASTING, TUESDAY_10AM, an_account
from tests.matrix.rows import ACCOUNT, LASTING, Field, Row, Subject, by_account
from tests.matrix.table.accounts import changing, number
from tests.matrix.table.roles import CHANGE_PARTNERS, SEE_PARTNERS
from tests.matrix.world import WORDS, Relation, World


def a_partner(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a partner whose account is one of that unit."""

    def register(relation: Relation) -> Partner:
        like = world.account(relation)
        account = an_account(
            f"{WORDS[relation]} Stores", unit=like.owner_unit, manager=like.account_manager
        )
        facts = PartnerFacts(
            kind="RETAIL_CHAIN", status="ACTIVE", since_date=date(2026, 1, 5), provinces=("East",)
        )
        return partners.register_partner(customer=account, facts=facts, by=CASTING, at=TUESDAY_10AM)

    partner: Partner = world.thing("partner", relation, register)
    return {"partner_id": partner.pk}


def a_serving(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of an account of that unit which a partner of that unit serves."""

    def serve(relation: Relation) -> Serving:
        return partners.serve(
            partner=Partner.objects.get(pk=a_partner(world, relation)["partner_id"]),
            customer=world.account(relation),
            from_date=date(2026, 1, 5),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    serving: Serving = world.thing("serving", relation, serve)
    return {"partner_id": serving.partner_id, "serving_id": serving.pk}


def serving_from(world: World, relation: Relation) -> dict[str, Any]:
    return {"from_date": "2026-02-02", "once": "fedcba9876543210"}


PARTNER = Subject(name="partner", address=a_partner, reached=by_account, relations=LASTING)
SERVING = Subject(name="serving", address=a_serving, reached=by_account, relations=LASTING)
WHOM = {"number": Field(subject=ACCOUNT, value=number, rest=serving_from)}
MAY: dict[str, Any] = {"opens": CHANGE_PARTNERS, "subject": PARTNER}

ROWS = (
    Row(route="partners:list", opens=SEE_PARTNERS),
    Row(route="partners:partner", opens=SEE_PARTNERS, subject=PARTNER),
    *changing("partners:new", opens=CHANGE_PARTNERS),
    *changing("partners:facts", **MAY),
    *changing("partners:grade", **MAY),
    *changing("partners:new_serving", **MAY, fields=WHOM),
    *changing("partners:serving_end", opens=CHANGE_PARTNERS, subject=SERVING),
)
