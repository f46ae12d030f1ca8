"""Contracts in full: amended, renewed by themselves, with parties and deadlines."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from primeline.customers.models import TimelineLine
from primeline.kit.deeds import System
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.jobs import Job
from primeline.products import actions, queries
from primeline.products.choices import (
    ContractState,
    DeadlineKind,
    MilestoneKind,
    PartyRole,
    RenewalKind,
)
from primeline.products.listeners import renew_contracts
from primeline.products.models import Agreement, AgreementEdition, AgreementParty, Milestone
from primeline.products.queries import ContractFilter
from primeline.products.shipped import TERMS as SHIPPED
from primeline.products.values import AgreementTerms, MilestoneTerms, Party
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    mira,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3")]

TODAY = TUESDAY_10AM.date()
TERMS = AgreementTerms(
    number="HT-2026-1",
    starts_date=date(2026, 1, 1),
    ends_date=date(2026, 12, 31),
    signed_date=date(2025, 12, 20),
    value_cents=1_200_000,
    clauses="Two lines, repaired within four hours.",
)
PAYMENT = MilestoneTerms(
    kind=MilestoneKind.PAYMENT, name="First half", due_date=TODAY, amount_cents=600_000
)


def a_contract(**changes: Any) -> Agreement:
    terms = replace(TERMS, signing_unit_id=harbor_branch().pk, **changes)
    return actions.sign_agreement(customer=harbor_bank(), terms=terms, by=greta(), at=TUESDAY_10AM)


def amend(contract: Agreement, **changes: Any) -> Agreement:
    said: dict[str, Any] = {
        "amended_date": TODAY,
        "reason": "A third line",
        "version": contract.version,
    }
    facts = said | {name: changes.pop(name) for name in said if name in changes}
    terms = replace(TERMS, signing_unit_id=harbor_branch().pk, **changes)
    return actions.amend_agreement(
        agreement=contract, terms=terms, **facts, by=greta(), at=TUESDAY_10AM
    )


def a_milestone(contract: Agreement, **changes: Any) -> Milestone:
    return actions.plan_milestone(
        agreement=contract, terms=replace(PAYMENT, **changes), by=greta(), at=TUESDAY_10AM
    )


def reached(milestone: Milestone, **changes: Any) -> Milestone:
    facts: dict[str, Any] = {
        "version": milestone.version,
        "done_date": TODAY,
        "proof": "Transfer 4711",
    }
    return actions.reach_milestone(
        milestone=milestone, **facts | changes, by=lin(), at=TUESDAY_10AM
    )


def seen_by(person: Person, wanted: ContractFilter | None = None) -> list[str]:
    rows = queries.contracts_within(
        reach_of(person, at=TUESDAY_10AM),
        wanted or ContractFilter(),
        today=TODAY,
        filing_term=queries.terms_in_force()[DeadlineKind.FILING],
    )
    return [row.number for row in queries.contracts_page(rows, today=TODAY).rows]


class TestAmendAgreement:
    def test_keeps_the_old_edition_readable_and_wants_filing_again(self) -> None:
        contract = actions.file_agreement(
            agreement=a_contract(), version=1, filed_date=TODAY, by=greta(), at=TUESDAY_10AM
        )
        assert contract.filed_by == greta()

        amend(contract, value_cents=1_800_000, clauses="Three lines.")
        amend(Agreement.objects.get(), clauses="Four lines.", reason="A fourth")

        contract = Agreement.objects.get()
        assert (contract.edition, contract.clauses, contract.filed_date) == (3, "Four lines.", None)
        old = queries.dossier_of(contract, reach_of(lin(), at=TUESDAY_10AM)).editions
        assert [(one.edition, one.terms.clauses, one.why) for one in old] == [
            (2, "Three lines.", "A fourth"),
            (1, TERMS.clauses, "A third line"),
        ]
        assert old[1].terms.ends_date == date(2026, 12, 31)
        assert (old[1].signing_unit, old[1].superseded_by) == (harbor_branch().name, greta().name)
        line = TimelineLine.objects.filter(kind="AGREEMENT_AMENDED").earliest("pk")
        assert line.words["edition"] == 2

    def test_moves_the_renewal_with_the_last_day_unless_it_was_typed(self) -> None:
        by_hand = {"renewal_kind": RenewalKind.BY_HAND}
        contract = a_contract(**by_hand)
        assert contract.renewal_date == date(2027, 1, 1)

        amend(contract, ends_date=date(2027, 6, 30), renewal_date=date(2027, 1, 1), **by_hand)
        moved = Agreement.objects.get()
        assert moved.renewal_date == date(2027, 7, 1)

        typed = {"renewal_date": date(2027, 8, 1), **by_hand}
        amend(moved, ends_date=date(2027, 6, 30), **typed)
        with pytest.raises(Refused) as asked:
            amend(Agreement.objects.get(), ends_date=date(2027, 7, 15), **typed)
        assert asked.value.field == "renewal_date"

    def test_names_all_that_cannot_be_at_once(self) -> None:
        a_contract()

        with pytest.raises(Refused) as refusal:
            a_contract(
                value_cents=-1,
                ends_date=date(2020, 1, 1),
                signed_date=TODAY + timedelta(days=3),
            )

        said = (refusal.value, *refusal.value.others)
        assert [one.field for one in said] == [
            "number", "value_cents", "signed_date", "ends_date",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"clauses": "x", "reason": " "}, "reason"),
            ({"clauses": "x", "amended_date": date(2025, 12, 31)}, "amended_date"),
            ({}, None),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], field: str | None) -> None:
        contract = a_contract()

        with pytest.raises(Refused) as refusal:
            amend(contract, **changes)

        assert refusal.value.field == field
        assert not AgreementEdition.objects.exists()

    def test_refuses_an_ended_contract_and_the_slower_of_two(self) -> None:
        contract = a_contract()
        seen = Agreement.objects.get()
        amend(contract, clauses="Three lines.")
        with pytest.raises(ChangedMeanwhile):
            amend(seen, value_cents=5)
        contract.refresh_from_db()
        actions.end_agreement(
            agreement=contract,
            version=contract.version,
            ends_date=TODAY,
            reason="x",
            by=greta(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(Refused):
            amend(contract, clauses="None.")


class TestRenewAgreements:
    def test_lets_those_go_on_whose_day_has_come_and_tells_it(self) -> None:
        over: dict[str, Any] = {
            "ends_date": TODAY - timedelta(days=1),
            "renewal_kind": RenewalKind.BY_ITSELF,
        }
        a_contract(number="A", renewal_months=12, notice_days=30, **over)
        a_contract(number="B", ends_date=over["ends_date"], renewal_kind=RenewalKind.BY_HAND)
        a_contract(number="C", renewal_months=12, renewal_kind=RenewalKind.BY_ITSELF)

        job = Job(job_id=1, kind="products.renew_contracts", payload={}, at=TUESDAY_10AM)
        renew_contracts(job)
        renew_contracts(job)

        ends = dict(Agreement.objects.values_list("number", "ends_date"))
        assert ends == {"A": date(2027, 4, 27), "B": date(2026, 4, 27), "C": date(2026, 12, 31)}
        gone_on = Agreement.objects.get(number="A")
        assert gone_on.renewal_date == date(2027, 4, 28)
        assert gone_on.notice_date == date(2027, 3, 29)
        line = TimelineLine.objects.get(kind="AGREEMENT_RENEWED")
        assert (line.words["from"], line.words["to"]) == ("2026-04-27", "2027-04-27")
        assert line.by_name == System("products").actor_name


class TestParties:
    def test_are_named_once_and_end_with_a_reason(self) -> None:
        contract, payer = a_contract(), Party(role=PartyRole.PAYER, name="Harbor Holding")
        for bad in (
            Party(role=PartyRole.PAYER),
            Party(role="KING", name="x"),
            Party(role=PartyRole.USER, customer_id=harbor_bank().pk),
            Party(role=PartyRole.USER, name="x", customer_id=lake_mills().pk),
        ):
            with pytest.raises(Refused):
                actions.add_party(agreement=contract, party=bad, by=greta(), at=TUESDAY_10AM)
        named = actions.add_party(agreement=contract, party=payer, by=greta(), at=TUESDAY_10AM)

        with pytest.raises(Refused):
            actions.add_party(agreement=contract, party=payer, by=greta(), at=TUESDAY_10AM)
        ended = actions.end_party(
            party=named, version=1, reason="Pays no more", by=greta(), at=TUESDAY_10AM
        )
        with pytest.raises(Refused):
            actions.end_party(party=ended, version=2, reason="x", by=greta(), at=TUESDAY_10AM)

        assert AgreementParty.objects.get().ended_at == TUESDAY_10AM
        told = TimelineLine.objects.filter(kind__in=["PARTY_ADDED", "PARTY_ENDED"])
        assert "Holding" not in str(list(told.values_list("words", flat=True)))

    def test_an_account_out_of_reach_is_named_to_nobody_who_may_not_see_it(self) -> None:
        contract = a_contract()
        party = Party(role=PartyRole.PARTNER, customer_id=lake_mills().pk)
        actions.add_party(agreement=contract, party=party, by=sara(), at=TUESDAY_10AM)

        (hidden,) = queries.dossier_of(contract, reach_of(greta(), at=TUESDAY_10AM)).parties
        (shown,) = queries.dossier_of(contract, reach_of(sara(), at=TUESDAY_10AM)).parties

        assert (hidden.is_hidden, hidden.name, hidden.account_number) == (True, "", "")
        assert (shown.name, shown.account_number) == ("Lake Mills", lake_mills().number)


class TestDeadlines:
    def test_are_rows_that_people_change_and_shipped_until_then(self) -> None:
        assert queries.terms_in_force() == SHIPPED
        # Labour Day takes five days, and the Saturday after it is worked for one of them.
        due = queries.filing_due(date(2026, 4, 30), queries.terms_in_force())
        assert due == date(2026, 5, 11)
        actions.install_reference(by=greta(), at=TUESDAY_10AM)

        row = queries.get_deadline(DeadlineKind.FILING)
        actions.change_deadline(
            deadline=row, version=1, days=3, is_in_workdays=False, by=sara(), at=TUESDAY_10AM
        )

        terms = queries.terms_in_force()
        assert queries.filing_due(date(2026, 4, 1), terms) == date(2026, 4, 4)
        assert queries.filing_due(None, terms) is None
        with pytest.raises(NotFound):
            queries.get_deadline("NOTHING")


class TestContractsWithin:
    def test_are_narrowed_and_within_reach(self) -> None:
        soon = a_contract(number="SOON", ends_date=TODAY + timedelta(days=20))
        a_contract(number="OVER", ends_date=TODAY - timedelta(days=1))
        a_contract(number="FRESH", signed_date=TODAY, ends_date=None)
        late = a_milestone(soon, due_date=TODAY - timedelta(days=1))
        a_milestone(soon, due_date=TODAY + timedelta(days=1))

        assert seen_by(greta()) == ["OVER", "SOON", "FRESH"]
        assert seen_by(mira()) == []
        assert seen_by(greta(), ContractFilter(ends_within_days=30)) == ["SOON"]
        assert seen_by(greta(), ContractFilter(number="FR")) == ["FRESH"]
        by_state = {state: seen_by(greta(), ContractFilter(state=state)) for state in ContractState}
        assert by_state == {
            ContractState.UNFILED: ["OVER", "SOON", "FRESH"],
            ContractState.FILING_LATE: ["OVER", "SOON"],
            ContractState.MILESTONE_LATE: ["SOON"],
            ContractState.OVER: ["OVER"],
        }
        reached(late)
        assert seen_by(greta(), ContractFilter(state=ContractState.MILESTONE_LATE)) == []

    def test_pages_follow_each_other_without_gap(self) -> None:
        for place, day in enumerate((None, TODAY, TODAY, None, TODAY + timedelta(days=1))):
            a_contract(number=f"N{place}", ends_date=day)
        rows = queries.contracts_within(
            reach_of(greta(), at=TUESDAY_10AM),
            ContractFilter(),
            today=TODAY,
            filing_term=SHIPPED[DeadlineKind.FILING],
        )

        seen, after = [], None
        while True:
            page = queries.contracts_page(rows, today=TODAY, after=after, size=2)
            seen += [row.number for row in page.rows]
            after = page.after
            if after is None:
                break

        assert seen == ["N1", "N2", "N4", "N0", "N3"]
