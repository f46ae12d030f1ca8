"""Contracts: of one account and of all, within one's unit and below, or named on them."""

from dataclasses import replace
from typing import Any

from primeline.customers.models import Payment
from primeline.kit.deeds import act
from primeline.products import actions as products
from primeline.products.models import Agreement, AgreementParty, Milestone
from primeline.products.values import AgreementTerms, MilestoneTerms, Party
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import ACCOUNT, UNIT, Field, Row, Subject, by_account, by_reading
from tests.matrix.table.accounts import GRANTED, OPENED, a_contract, changing, number, unit
from tests.matrix.table.roles import CHANGE_SUBSCRIPTIONS, EXPORT_ACCOUNTS, SEE_DOSSIERS
from tests.matrix.world import WORDS, Relation, World


def a_milestone(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a milestone of a contract of an account of that unit."""

    def plan(relation: Relation) -> Milestone:
        contract = Agreement.objects.get(pk=a_contract(world, relation)["contract_id"])
        terms = MilestoneTerms(kind="ACCEPTANCE", name=WORDS[relation], due_date=OPENED)
        return products.plan_milestone(agreement=contract, terms=terms, by=CASTING, at=TUESDAY_10AM)

    planned: Milestone = world.thing("milestone", relation, plan)
    return {**a_contract(world, relation), "milestone_id": planned.pk}


def a_match(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a milestone that is matched with a payment of the account."""

    def match(relation: Relation) -> Milestone:
        contract = Agreement.objects.get(pk=a_contract(world, relation)["contract_id"])
        terms = MilestoneTerms(kind="PAYMENT", name="Paid", due_date=OPENED, amount_cents=100)
        planned = products.plan_milestone(
            agreement=contract, terms=terms, by=CASTING, at=TUESDAY_10AM
        )
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            paid = Payment.objects.create(
                customer=contract.customer, paid_date=OPENED, amount_cents=100
            )
        products.match_payment(
            milestone=planned, version=1, payment=paid, by=CASTING, at=TUESDAY_10AM
        )
        return planned

    matched: Milestone = world.thing("match", relation, match)
    return {**a_contract(world, relation), "milestone_id": matched.pk}


def a_party(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of somebody who takes part in a contract of an account of that unit."""

    def name(relation: Relation) -> AgreementParty:
        contract = Agreement.objects.get(pk=a_contract(world, relation)["contract_id"])
        party = Party(role="PAYER", name=f"{WORDS[relation]} Holding")
        return products.add_party(agreement=contract, party=party, by=CASTING, at=TUESDAY_10AM)

    named: AgreementParty = world.thing("party", relation, name)
    return {**a_contract(world, relation), "party_id": named.pk}


def an_amended_contract(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of what a contract of an account of that unit said at first."""

    def amend(relation: Relation) -> Agreement:
        terms = AgreementTerms(number=f"AM-{WORDS[relation]}", starts_date=OPENED)
        signed = products.sign_agreement(
            customer=world.account(relation), terms=terms, by=CASTING, at=TUESDAY_10AM
        )
        return products.amend_agreement(
            agreement=signed,
            version=signed.version,
            terms=replace(terms, clauses=WORDS[relation]),
            amended_date=OPENED,
            reason="tried",
            by=CASTING,
            at=TUESDAY_10AM,
        )

    amended: Agreement = world.thing("amended contract", relation, amend)
    return {"number": amended.customer.number, "contract_id": amended.pk, "edition": 1}


def new_party(world: World, relation: Relation) -> dict[str, Any]:
    return {"role": "USER", "once": "e" * 24}


def with_contracts(world: World, relation: Relation) -> dict[str, str]:
    """Let every account have a contract, so that the list would show what it must not."""
    for one in Relation:
        a_contract(world, one)
    return {}


CONTRACT = Subject(
    name="contract", address=a_contract, reached=by_account, relations=tuple(Relation)
)
ON_CONTRACT: dict[str, Any] = {"opens": CHANGE_SUBSCRIPTIONS, "subject": CONTRACT}
MILESTONE = Subject(
    name="milestone", address=a_milestone, reached=by_account, relations=tuple(Relation)
)
MATCH = Subject(name="match", address=a_match, reached=by_account, relations=tuple(Relation))
PARTY = Subject(name="party", address=a_party, reached=by_account, relations=tuple(Relation))
EDITION = Subject(
    name="edition",
    address=an_amended_contract,
    reached=by_reading,
    relations=tuple(Relation),
)
PARTY_ACCOUNT = {"customer_number": Field(subject=ACCOUNT, value=number, rest=new_party)}
BY_UNIT = {"unit": Field(subject=UNIT, value=unit)}

ROWS = (
    Row(
        route="contracts",
        opens=SEE_DOSSIERS,
        fields=BY_UNIT,
        body=with_contracts,
        shows=GRANTED,
    ),
    *(
        Row(
            route="contracts_export",
            method="POST",
            opens=EXPORT_ACCOUNTS,
            address={"form": form},
            body=with_contracts,
            shows=GRANTED,
        )
        for form in ("csv", "xlsx")
    ),
    *changing("accounts:new_contract", opens=CHANGE_SUBSCRIPTIONS),
    Row(
        route="accounts:contract",
        opens=SEE_DOSSIERS,
        subject=replace(CONTRACT, reached=by_reading),
        shows=GRANTED,
    ),
    Row(route="accounts:contract_edition", opens=SEE_DOSSIERS, subject=EDITION, shows=GRANTED),
    *changing("accounts:contract_terms", **ON_CONTRACT),
    *changing("accounts:amendment", **ON_CONTRACT),
    *changing("accounts:new_milestone", **ON_CONTRACT),
    *changing("accounts:new_party", **ON_CONTRACT, fields=PARTY_ACCOUNT),
    *changing("accounts:party_end", **ON_CONTRACT | {"subject": PARTY}),
    *changing("accounts:milestone", **ON_CONTRACT | {"subject": MILESTONE}),
    *changing("accounts:milestone_done", subject=MILESTONE),
    *changing("accounts:milestone_reopened", subject=MILESTONE),
    *changing("accounts:milestone_payment", subject=MILESTONE),
    *changing("accounts:milestone_payment_undone", subject=MATCH),
    *changing("accounts:milestone_dropped", **ON_CONTRACT | {"subject": MILESTONE}),
    *changing("accounts:new_contract_file", subject=CONTRACT),
    *changing("accounts:filing", subject=CONTRACT),
    *changing("accounts:contract_end", **ON_CONTRACT),
)
