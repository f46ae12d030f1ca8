"""Contracts from signature to end: what they leave behind, and what they refuse."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from primeline.audit import walls
from primeline.audit.models import HistoryRow
from primeline.customers.models import TimelineLine
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products import actions
from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.search import queries as search
from primeline.staff.queries import reach_of
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, mira

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()
TERMS = AgreementTerms(
    number="HT-2026-1",
    starts_date=date(2026, 1, 1),
    ends_date=date(2026, 12, 31),
    signed_date=date(2025, 12, 20),
    value_cents=1_200_000,
)


def a_contract(**changes: Any) -> Agreement:
    return actions.sign_agreement(
        customer=harbor_bank(), terms=replace(TERMS, **changes), by=greta(), at=TUESDAY_10AM
    )


def change(contract: Agreement, **changes: Any) -> Agreement:
    return actions.change_agreement(
        agreement=contract,
        version=contract.version,
        terms=replace(TERMS, **changes),
        by=greta(),
        at=TUESDAY_10AM,
        reason="Renewed",
    )


def end(contract: Agreement, **changes: Any) -> Agreement:
    facts: dict[str, Any] = {
        "version": contract.version,
        "ends_date": TODAY,
        "reason": "Bank merged",
    }
    return actions.end_agreement(agreement=contract, **facts | changes, by=greta(), at=TUESDAY_10AM)


def told(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = TimelineLine.objects.get(kind=kind).words
    return words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "  "}, "number"),
        ({"ends_date": date(2025, 12, 31)}, "ends_date"),
        ({"value_cents": -1}, "value_cents"),
    ],
)
class TestTerms:
    def test_are_refused_when_signed(self, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refusal:
            a_contract(**changes)

        assert refusal.value.field == field
        assert not Agreement.objects.exists()

    def test_are_refused_when_changed(self, changes: dict[str, Any], field: str) -> None:
        contract = a_contract()

        with pytest.raises(Refused) as refusal:
            change(contract, **changes)

        assert refusal.value.field == field
        contract.refresh_from_db()
        assert contract.version == 1


class TestSignAgreement:
    def test_refuses_a_number_that_is_taken_out_of_sight(self) -> None:
        a_contract()

        with walls.open_for(reach_of(mira(), at=TUESDAY_10AM)), pytest.raises(Refused) as refusal:
            actions.sign_agreement(customer=lake_mills(), terms=TERMS, by=mira(), at=TUESDAY_10AM)

        assert refusal.value.field == "number"


class TestChangeAgreement:
    def test_a_renewal_tells_the_old_and_the_new_last_day(self) -> None:
        contract = change(a_contract(), ends_date=date(2027, 12, 31))

        assert contract.ends_date == date(2027, 12, 31)
        assert told("AGREEMENT_CHANGED") == {
            "number": "HT-2026-1",
            "reason": "Renewed",
            "from": "2026-12-31",
            "to": "2027-12-31",
        }
        kept = HistoryRow.objects.filter(table="products_agreement").latest("id")
        assert kept.before is not None
        assert kept.before["ends_date"] == "2026-12-31"
        assert kept.act.reason == "Renewed"

    def test_a_new_number_is_found(self) -> None:
        contract = change(a_contract(), number="HT-2026-77")

        assert contract.customer_id in set(search.customer_ids_for("HT-2026-77"))

    def test_keeps_its_own_number_but_takes_no_other(self) -> None:
        contract = a_contract()
        a_contract(number="HT-2026-2")

        change(contract, name="Main contract")
        with pytest.raises(Refused) as refusal:
            change(contract, number="HT-2026-2")

        assert refusal.value.field == "number"

    def test_refuses_a_signature_after_it_was_filed(self) -> None:
        contract = actions.file_agreement(
            agreement=a_contract(), version=1, filed_date=TODAY, by=greta(), at=TUESDAY_10AM
        )

        with pytest.raises(Refused) as refusal:
            change(contract, signed_date=TODAY + timedelta(days=1))

        assert refusal.value.field == "signed_date"

    def test_refuses_the_slower_of_two_people(self) -> None:
        contract = a_contract()
        seen = Agreement.objects.get(pk=contract.pk)
        change(contract, value_cents=1)

        with pytest.raises(ChangedMeanwhile) as meanwhile:
            change(seen, value_cents=2)

        assert meanwhile.value.differences == {"value_cents": (2, 1)}


class TestFileAgreement:
    def test_tells_the_timeline_and_refuses_days_to_come(self) -> None:
        contract = a_contract()

        with pytest.raises(Refused):
            actions.file_agreement(
                agreement=contract,
                version=1,
                filed_date=TODAY + timedelta(days=2),
                by=greta(),
                at=TUESDAY_10AM,
            )
        actions.file_agreement(
            agreement=contract, version=1, filed_date=TODAY, by=greta(), at=TUESDAY_10AM
        )

        assert told("AGREEMENT_FILED") == {"number": "HT-2026-1", "day": "2026-04-28"}


class TestEndAgreement:
    @pytest.mark.parametrize(
        ("agreed", "status"),
        [
            (date(2026, 12, 31), AgreementStatus.TERMINATED),
            (None, AgreementStatus.TERMINATED),
            (TODAY, AgreementStatus.EXPIRED),
        ],
    )
    def test_says_how_and_when_it_ended(self, agreed: date | None, status: AgreementStatus) -> None:
        contract = end(a_contract(ends_date=agreed))

        assert (contract.status, contract.ends_date) == (status, TODAY)
        assert told("AGREEMENT_ENDED") == {
            "number": "HT-2026-1",
            "status": status,
            "day": "2026-04-28",
            "reason": "Bank merged",
        }

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"ends_date": date(2025, 12, 31)}, "ends_date"),
            ({"ends_date": TODAY + timedelta(days=2)}, "ends_date"),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], field: str) -> None:
        contract = a_contract()

        with pytest.raises(Refused) as refusal:
            end(contract, **changes)

        assert refusal.value.field == field
        contract.refresh_from_db()
        assert contract.status == AgreementStatus.ACTIVE

    def test_refuses_to_end_twice(self) -> None:
        contract = end(a_contract())

        with pytest.raises(Refused):
            end(contract)

    def test_refuses_the_slower_of_two_people(self) -> None:
        contract = a_contract()
        change(contract, value_cents=1)

        with pytest.raises(ChangedMeanwhile):
            end(contract, version=1)
