"""A partner's counter on the page of an account that it serves: what serving needs, no more."""

from datetime import date
from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer
from primeline.customers.values import ContactDetails, Identity
from primeline.plans import actions as plans
from primeline.plans.values import Content
from primeline.products import actions as products
from primeline.products.choices import KnowledgeSource
from primeline.products.models import LineOfBusiness
from primeline.products.values import AgreementTerms, Circuit, OutsideFacts, Papers, Terms
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.values import Period
from primeline.testing.cast import (
    CASTING,
    LONG_AGO,
    TUESDAY_10AM,
    a_counter,
    harbor_bank,
    lake_branch,
    lin,
)
from primeline.testing.doors import signed_in
from primeline.web.accounts.account import DOSSIER, PANES

pytestmark = [pytest.mark.django_db, pytest.mark.row("A2", "B5")]

DAY = date(2026, 4, 1)
OLDER = "?after=2099-01-01T00%3A00%3A00%2B00%3A00~1"
# Of contracts, plans and others, what was noted and why something was changed.
OURS = ("FW-77", "Rival Telecom", "They grow fast", "Wants a discount", "Lost a tender", "Decides")
SERVED = ("Harbor Bank", "NET-1", "Quay 7")


def a_bank_with_a_past() -> Customer:
    """Harbor Bank, with a contract, a plan, a service from others, and a line that was changed."""
    bank = harbor_bank()
    by_lin: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    products.install_reference(**by_lin)
    line = LineOfBusiness.objects.get(code="INTERNET_LINE")
    terms = AgreementTerms(number="FW-77", starts_date=DAY)
    agreement = products.sign_agreement(customer=bank, terms=terms, **by_lin)
    rival = OutsideFacts(
        operator="Rival Telecom",
        line_id=line.pk,
        from_cents=1,
        to_cents=2,
        source=KnowledgeSource.OTHER,
        learned_date=DAY,
    )
    products.note_outside_service(customer=bank, facts=rival, **by_lin)
    opened = products.open_subscription(
        customer=bank,
        line=line,
        terms=Terms(fee_cents=10000, opened_date=DAY, agreement_id=agreement.pk),
        **by_lin,
    )
    products.change_subscription(
        subscription=opened,
        version=opened.version,
        circuit=Circuit(circuit_number="NET-1", a_end="Quay 7"),
        papers=Papers(payment_mode=opened.payment_mode, agreement_id=agreement.pk),
        reason="Wants a discount",
        **by_lin,
    )
    plan = plans.draw_up_plan(customer=bank, **by_lin)
    content = Content(
        from_date=DAY,
        to_date=DAY,
        situation="They grow fast",
        strengths="",
        weaknesses="",
        chances="",
        threats="",
    )
    plans.save_plan(plan=plan, version=plan.version, content=content, **by_lin)
    person = ContactDetails(name="Wang Min", decision_role="DECIDES")
    customers.add_contact(customer=bank, details=person, **by_lin)
    bank.refresh_from_db()
    identity = Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Bank", notes="Lost a tender")
    return customers.change_identity(
        customer=bank, version=bank.version, identity=identity, **by_lin
    )


def test_sees_what_serving_needs_and_nothing_of_how_we_work() -> None:
    bank = a_bank_with_a_past()
    page, number = f"/accounts/{bank.number}/", bank.subscriptions.get().number
    ours = {f"{page}{pane}/" for pane in DOSSIER}
    open_to_it = {page, f"{page}subscriptions/{number}/", f"{page}timeline/older/{OLDER}"} | {
        f"{page}{pane}/" for pane in PANES.keys() - DOSSIER - {"overview"}
    }
    counter, manager = signed_in(a_counter("counter", bank)), signed_in(lin())

    answers = {address: counter.get(address) for address in open_to_it}

    assert {answer.status_code for answer in answers.values()} == {200}
    shown = "".join(answer.content.decode() for answer in answers.values())
    assert all(text in shown for text in SERVED)
    assert not [text for text in OURS if text in shown]
    assert not [address for address in ours if f'"{address}"' in shown]
    for address in (*ours, "/contracts/", "/papers/", "/equipment/"):
        assert counter.get(address).status_code == 403, address
        assert f'href="{address}"' not in shown
    found = counter.get("/search/", {"q": "FW-77"}).content.decode()
    assert bank.number not in found

    # All of it is there, for whoever looks after the account.
    told = "".join(manager.get(address).content.decode() for address in (*open_to_it, *ours))
    assert all(text in told for text in OURS)
    assert bank.number in manager.get("/search/", {"q": "FW-77"}).content.decode()


@pytest.mark.engine("sqlite")
def test_is_told_no_more_who_is_also_staff_elsewhere() -> None:
    bank = a_bank_with_a_past()
    both = a_counter("counter", bank)
    staff.give_posting(
        person=both,
        unit=lake_branch(),
        role=Role.TECHNICIAN,
        period=Period(LONG_AGO),
        by=CASTING,
        at=TUESDAY_10AM,
    )
    both.refresh_from_db()
    client = signed_in(both)

    assert "Harbor Bank" in client.get(f"/accounts/{bank.number}/").content.decode()
    for address in ("/contracts/", "/papers/", "/equipment/", "/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Harbor Bank" not in answer.content.decode(), address
