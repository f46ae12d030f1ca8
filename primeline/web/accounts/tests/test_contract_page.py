"""The page of a contract: what it shows, what is done from it, and to whom it opens."""

import secrets
from typing import Any

import pytest
from django.test import Client

from primeline.customers.models import Attachment
from primeline.products.models import Agreement, AgreementParty, Milestone
from primeline.testing.cast import greta, harbor_bank, lake_mills, lin, mira
from primeline.testing.doors import signed_in
from primeline.testing.papers import upload
from primeline.web.accounts.tests.test_contracts import signed, terms

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3"), pytest.mark.engine("sqlite")]


def address(contract: Agreement, path: str = "") -> str:
    return f"/accounts/{harbor_bank().number}/contracts/{contract.pk}/{path}"


def send(browser: Client, contract: Agreement, path: str, **facts: Any) -> int:
    sent = {"once": secrets.token_hex(16), "version": 1} | facts
    status: int = browser.post(address(contract, path), sent).status_code
    return status


class TestContractPage:
    def test_tells_all_of_a_contract_from_signature_to_the_second_edition(self) -> None:
        contract, browser = signed(), signed_in(greta())
        payment = {
            "kind": "PAYMENT",
            "name": "First half",
            "due_date": "2026-03-01",
            "amount_cents": "600",
        }
        answers = [
            send(browser, contract, "milestones/new/", **payment),
            send(browser, contract, "parties/new/", role="PAYER", name="Harbor Holding"),
            send(browser, contract, "attachments/new/", file=upload(), kind="CONTRACT"),
            send(
                browser,
                contract,
                "amendment/",
                **terms(number="HT-1", clauses="Two lines", ends_date="2026-12-31"),
                amended_date="2026-04-01",
                reason="A second line",
            ),
        ]
        assert answers == [302] * 4

        page = browser.get(address(contract)).content.decode()
        old = browser.get(address(contract, "editions/1/")).content.decode()

        for told in ("First half", "Harbor Holding", "contract.pdf", "edition 2", "days late"):
            assert told in page
        assert "Contract HT-1 was amended: edition 2 holds from 1 Apr 2026." in page
        assert "A second line" in old
        assert "Two lines" in old
        assert "changed" in old
        assert browser.get(address(contract, "editions/2/")).status_code == 404

    def test_a_manager_says_what_was_reached_and_shows_it_by_a_file(self) -> None:
        contract, lead = signed(), signed_in(greta())
        send(
            lead, contract, "milestones/new/", kind="ACCEPTANCE", name="Line", due_date="2026-05-01"
        )
        milestone = Milestone.objects.get()
        browser, path = signed_in(lin()), f"milestones/{milestone.pk}/"

        refused = send(browser, contract, f"{path}done/", done_date="2026-04-27")
        taken = send(browser, contract, f"{path}done/", done_date="2026-04-27", file=upload())

        assert (refused, taken) == (422, 302)
        milestone.refresh_from_db()
        assert milestone.attachment == Attachment.objects.get()
        assert milestone.done_by == lin()
        assert "this file was withdrawn" not in browser.get(address(contract)).content.decode()
        proof = f"/accounts/{harbor_bank().number}/attachments/{Attachment.objects.get().pk}/"
        facts = {"once": secrets.token_hex(16), "version": 1, "reason": "The wrong one"}
        assert browser.post(f"{proof}withdrawal/", facts).status_code == 302
        assert "this file was withdrawn" in browser.get(address(contract)).content.decode()
        assert "Not reached after all" in browser.get(address(contract)).content.decode()
        assert send(browser, contract, f"{path}reopened/", version=2, reason="Too early") == 302
        page = browser.get(address(contract)).content.decode()
        assert "is waited for again" in page
        assert "Not reached after all" not in page
        early = send(
            browser, contract, f"{path}done/", version=3, done_date="2020-12-24", proof="x"
        )
        assert early == 422
        # Planning and dropping is for those who may change contracts.
        assert send(browser, contract, f"{path}dropped/", reason="x") == 403

    def test_milestones_and_parties_are_changed_and_ended_with_a_reason(self) -> None:
        contract, browser = signed(), signed_in(greta())
        send(
            browser, contract, "milestones/new/", kind="ACCEPTANCE", name="L", due_date="2026-05-01"
        )
        send(browser, contract, "parties/new/", role="USER", name="Quay Ltd")
        path = f"milestones/{Milestone.objects.get().pk}/"
        facts = {"kind": "ACCEPTANCE", "name": "Line", "due_date": "2026-06-01"}

        answers = [
            send(browser, contract, path, **facts),
            send(browser, contract, path, **facts, reason="Later"),
            send(browser, contract, f"{path}dropped/", version=2, reason="Not needed"),
            send(
                browser, contract, f"parties/{AgreementParty.objects.get().pk}/end/", reason="Left"
            ),
        ]

        assert answers == [422, 302, 302, 302]
        milestone = Milestone.objects.get()
        assert (milestone.name, milestone.is_active) == ("Line", False)

    @pytest.mark.parametrize(
        "facts",
        [
            {"role": "", "name": "x"},
            {"role": "USER"},
            {"role": "USER", "name": "x" * 201},
            {"role": "USER", "customer_number": "C-9999999"},
            {"role": "USER", "name": "x", "customer_number": "{bank}"},
            {"role": "USER", "customer_number": "{mills}"},
        ],
    )
    def test_a_party_that_cannot_be_is_refused(self, facts: dict[str, str]) -> None:
        contract, browser = signed(), signed_in(greta())
        numbers = {"bank": harbor_bank().number, "mills": lake_mills().number}
        said = {name: value.format(**numbers) for name, value in facts.items()}

        assert send(browser, contract, "parties/new/", **said) == 422
        assert not AgreementParty.objects.exists()

    def test_is_not_there_for_strangers_and_under_other_accounts(self) -> None:
        contract = signed()

        assert signed_in(mira()).get(address(contract)).status_code == 404
        elsewhere = f"/accounts/{lake_mills().number}/contracts/{contract.pk}/"
        assert signed_in(greta()).get(elsewhere).status_code == 404

    def test_speaks_chinese(self) -> None:
        contract, browser = signed(), signed_in(lin())
        browser.post("/language/", {"language": "zh-hans", "next": "/"})

        page = browser.get(address(contract)).content.decode()

        assert "期限与续约" in page
        assert "暂无节点" in page
