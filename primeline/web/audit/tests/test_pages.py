"""The record through its page: found, told in words, masked, and within reach."""

from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from primeline.audit.actions import look
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import System, act
from primeline.products.actions import install_reference
from primeline.staff.actions import change_preferences
from primeline.standards.actions import install_standards
from primeline.standards.models import Step
from primeline.testing.cast import TUESDAY_10AM, ada, adam, greta, harbor_bank, lin
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db

BANK = Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Bank", short_name="Harbor Bank")


def rename_the_bank(to: str = "Harbor Savings") -> None:
    bank = harbor_bank()
    customers.change_identity(
        customer=bank,
        version=bank.version,
        identity=replace(BANK, name=to, short_name=to),
        by=greta(),
        at=TUESDAY_10AM,
        reason="License of 12 April",
    )


class TestActs:
    @pytest.mark.row("B7")
    def test_tells_who_changed_what_from_what_and_why(self) -> None:
        rename_the_bank()

        page = signed_in(adam()).get("/audit/", {"text": "License"}).content.decode()

        assert "greta" in page
        assert "License of 12 April" in page
        assert "<del>Harbor Bank</del> → Harbor Savings" in page

    def test_names_the_account_that_somebody_looked_at(self) -> None:
        bank = harbor_bank()
        look(
            subject_kind="account",
            subject_id=str(bank.pk),
            purpose="bills",
            by=lin(),
            at=TUESDAY_10AM,
        )

        page = signed_in(adam()).get("/audit/").content.decode()

        assert f"Account {bank.number} ·" in " ".join(page.split())

    def test_finds_nothing_by_a_question_that_cannot_be_read(self) -> None:
        rename_the_bank()
        asked = {"from_date": "2026-11-23", "to_date": "2026-11-22"}

        answer = signed_in(adam()).get("/audit/", asked)

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "License of 12 April" not in page
        assert "Nothing has been saved" not in page

    def test_words_exports_and_languages_for_whoever_reads(self) -> None:
        signed_in(greta()).post("/accounts/exports/csv/?tier=G")
        change_preferences(
            person=adam(), language="zh-hans", time_zone="UTC", by=adam(), at=TUESDAY_10AM
        )
        reader = signed_in(adam())

        chinese = reader.get("/audit/").content.decode()
        change_preferences(
            person=adam(), language="en", time_zone="UTC", by=adam(), at=TUESDAY_10AM
        )
        english = reader.get("/audit/").content.decode()

        assert "导出 csv：tier=G" in chinese
        assert "Export as csv: tier=G" in english
        assert "<del>English</del> → 中文" in english
        assert "zh-hans</" not in english.split("</header>")[-1]

    def test_words_who_is_told_at_which_rung(self) -> None:
        install_reference(by=System("test"), at=TUESDAY_10AM)
        install_standards(by=System("test"), at=TUESDAY_10AM)
        step = Step.objects.get(code="COMPLAINT_REPLY")
        with act(kind="test.write", by=greta(), at=TUESDAY_10AM):
            rungs = [{"percent": 75, "tells": ["OWNER", "TEAM_LEAD"]}]
            Step.objects.filter(pk=step.pk).update(rungs=rungs)

        page = signed_in(adam()).get("/audit/", {"actor": "greta"}).content.decode()

        assert "→ 75 % who owes it, lead of the team" in page
        assert "TEAM_LEAD" not in page

    def test_names_what_was_changed_in_the_language_of_its_reader(self) -> None:
        rename_the_bank()
        change_preferences(
            person=adam(), language="zh-hans", time_zone="UTC", by=adam(), at=TUESDAY_10AM
        )

        page = signed_in(adam()).get("/audit/", {"text": "License"}).content.decode()

        assert "<dt>名称</dt>" in page
        assert "<dt>简称</dt>" in page

    def test_shows_only_the_outline_of_personal_fields(self) -> None:
        details = ContactDetails(name="王小敏", phone="13800138000", email="wang@example.cn")
        customers.add_contact(customer=harbor_bank(), details=details, by=lin(), at=TUESDAY_10AM)

        page = signed_in(adam()).get("/audit/", {"room": "customers."}).content.decode()

        assert "138****8000" in page
        for secret in ("王小敏", "13800138000", "wang@example.cn"):
            assert secret not in page

    def test_an_administrator_without_accounts_sees_no_account(self) -> None:
        rename_the_bank()

        page = signed_in(ada()).get("/audit/", {"room": "customers."}).content.decode()

        assert "Harbor Savings" not in page

    @pytest.mark.parametrize(
        "asked",
        [
            {"from_date": "2026-05-02", "to_date": "2026-05-01"},
            {"from_date": "yesterday"},
            {"row_id": "17"},
            {"room": "secrets."},
            {"text": "x" * 101},
        ],
    )
    def test_says_which_filter_cannot_be_read(self, asked: dict[str, str]) -> None:
        page = signed_in(adam()).get("/audit/", asked)

        assert page.status_code == 422
        assert b"field-error" in page.content

    def test_a_place_that_nobody_gave_out_is_the_beginning(self) -> None:
        assert signed_in(adam()).get("/audit/", {"after": "'; --_x"}).status_code == 200

    def test_asks_as_much_for_many_acts_as_for_few(
        self, django_assert_max_num_queries: CaptureQueriesContext
    ) -> None:
        rename_the_bank()
        client = signed_in(adam())
        client.get("/audit/")
        for number in range(12):
            rename_the_bank(f"Bank {number}")

        with django_assert_max_num_queries(30):  # type: ignore[operator]
            client.get("/audit/")


class TestAct:
    def test_an_act_that_is_not_there_is_not_found(self) -> None:
        assert signed_in(adam()).get("/audit/987654/").status_code == 404
