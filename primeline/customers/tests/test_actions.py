"""Deeds on accounts: what they leave behind, and what they refuse."""

from dataclasses import replace

import pytest

from primeline.audit import walls
from primeline.audit.models import HistoryRow
from primeline.customers import actions, queries
from primeline.customers.choices import CustomerKind, CustomerStatus, IdentifierKind, Tier
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.customers.values import Identity, Level
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lake_branch,
    lake_mills,
    lin,
    mira,
    nora,
    omar,
    paul,
    tina,
)

pytestmark = pytest.mark.django_db

CREDIT_CODE = "91110000600037341L"
BANK = Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Bank", short_name="Harbor")


def history_of(row: Customer | Contact) -> list[HistoryRow]:
    table = row._meta.db_table
    return list(HistoryRow.objects.filter(table=table, row_id=str(row.pk)).order_by("id"))


class TestOpenCustomer:
    def test_leaves_a_trace_with_who_and_when(self) -> None:
        customer = actions.open_customer(
            identity=BANK, owner_unit=harbor_branch(), by=greta(), at=TUESDAY_10AM
        )

        [created] = history_of(customer)
        assert created.operation == "I"
        assert created.after["name"] == "Harbor Bank"
        assert created.act.actor == greta()
        assert created.act.at == TUESDAY_10AM
        assert created.act.kind == "customers.open"

    def test_draws_numbers_without_gaps(self) -> None:
        first, second = (
            actions.open_customer(
                identity=BANK, owner_unit=harbor_branch(), by=greta(), at=TUESDAY_10AM
            )
            for _ in range(2)
        )

        assert int(second.number[2:]) == int(first.number[2:]) + 1

    def test_refuses_a_second_account_with_the_same_identifier(self) -> None:
        identity = replace(BANK, identifier_kind=IdentifierKind.CREDIT_CODE, identifier=CREDIT_CODE)
        actions.open_customer(
            identity=identity, owner_unit=harbor_branch(), by=greta(), at=TUESDAY_10AM
        )

        with pytest.raises(Refused) as refusal:
            actions.open_customer(
                identity=replace(identity, name="Other Bank"),
                owner_unit=lake_branch(),
                by=greta(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "identifier"
        assert not Customer.objects.filter(name="Other Bank").exists()

    def test_refuses_an_identifier_that_is_taken_out_of_sight(self) -> None:
        identity = replace(BANK, identifier_kind=IdentifierKind.CREDIT_CODE, identifier=CREDIT_CODE)
        actions.open_customer(
            identity=identity, owner_unit=harbor_branch(), by=greta(), at=TUESDAY_10AM
        )

        with walls.open_for(reach_of(mira(), at=TUESDAY_10AM)), pytest.raises(Refused) as refusal:
            actions.open_customer(
                identity=identity, owner_unit=lake_branch(), by=mira(), at=TUESDAY_10AM
            )

        assert refusal.value.field == "identifier"

    def test_refuses_an_account_without_a_name(self) -> None:
        with pytest.raises(Refused) as refusal:
            actions.open_customer(
                identity=replace(BANK, name="  "),
                owner_unit=harbor_branch(),
                by=greta(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "name"


class TestChangeIdentity:
    def test_keeps_what_it_was(self) -> None:
        bank = harbor_bank()

        actions.change_identity(
            customer=bank,
            version=bank.version,
            identity=replace(BANK, name="Harbor Savings Bank"),
            by=greta(),
            at=TUESDAY_10AM,
            reason="License of 12 April",
        )

        change = history_of(bank)[-1]
        assert change.before is not None
        assert change.before["name"] == "Harbor Bank"
        assert change.after["name"] == "Harbor Savings Bank"
        assert change.act.reason == "License of 12 April"

    @pytest.mark.row("B7")
    def test_refuses_the_slower_of_two_editors_and_says_what_differs(self) -> None:
        bank = harbor_bank()
        seen = bank.version
        actions.change_identity(
            customer=bank,
            version=seen,
            identity=replace(BANK, short_name="HB"),
            by=greta(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(ChangedMeanwhile) as meanwhile:
            actions.change_identity(
                customer=bank,
                version=seen,
                identity=replace(BANK, short_name="Bank"),
                by=lin(),
                at=TUESDAY_10AM,
            )

        assert meanwhile.value.differences == {"short_name": ("Bank", "HB")}
        bank.refresh_from_db()
        assert bank.short_name == "HB"


class TestChangeStatus:
    def test_closing_needs_a_reason(self) -> None:
        bank = harbor_bank()

        with pytest.raises(Refused) as refusal:
            actions.change_status(
                customer=bank,
                version=bank.version,
                status=CustomerStatus.CLOSED,
                by=greta(),
                at=TUESDAY_10AM,
                reason=" ",
            )

        assert refusal.value.field == "reason"

    def test_closing_dates_the_account_and_tells_the_timeline(self) -> None:
        bank = harbor_bank()

        actions.change_status(
            customer=bank,
            version=bank.version,
            status=CustomerStatus.CLOSED,
            by=greta(),
            at=TUESDAY_10AM,
            reason="Merged",
        )

        bank.refresh_from_db()
        assert bank.closed_date == TUESDAY_10AM.date()
        told = TimelineLine.objects.get(customer=bank, kind="STATUS_CHANGED")
        assert told.words == {"from": "ACTIVE", "to": "CLOSED", "reason": "Merged"}


class TestSetLevels:
    def test_tells_and_returns_only_what_changed(self) -> None:
        bank, mills = harbor_bank(tier=Tier.GOLD), lake_mills(tier=Tier.SILVER)
        month = TUESDAY_10AM.date().replace(day=1)
        levels = [
            Level(customer_id=bank.pk, is_key_account=True, tier=Tier.GOLD, since_month=month),
            Level(customer_id=mills.pk, is_key_account=True, tier=Tier.GOLD, since_month=month),
        ]

        changed = actions.set_levels(levels=levels, by=omar(), at=TUESDAY_10AM)

        assert [level.customer_id for level in changed] == [mills.pk]
        last = TimelineLine.objects.filter(customer=mills, kind="LEVEL_CHANGED").latest("id")
        assert last.words["from"] == Tier.SILVER
        assert last.words["to"] == Tier.GOLD


class TestRestriction:
    @pytest.mark.row("A8")
    def test_rank_no_longer_reaches_it_and_clearance_does(self) -> None:
        bank = harbor_bank()
        actions.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=greta(),
            at=TUESDAY_10AM,
            reason="Ordered",
        )

        for person in (lin(), greta(), omar(), paul()):
            assert bank not in queries.visible_to(reach_of(person, at=TUESDAY_10AM))
        cleared = reach_of(paul(), at=TUESDAY_10AM, cleared_ids=frozenset({bank.pk}))
        assert bank in queries.visible_to(cleared)
        bank.refresh_from_db()
        assert bank.display_name == "Hawthorn"

    def test_nobody_clears_themselves(self) -> None:
        with pytest.raises(Refused):
            actions.clear_person(
                customer=harbor_bank(), person=greta(), by=greta(), at=TUESDAY_10AM
            )


class TestVisibleTo:
    @pytest.mark.row("A1")
    def test_a_unit_sees_itself_and_all_below(self) -> None:
        bank = harbor_bank()

        seen_by = {
            person.username: bank in queries.visible_to(reach_of(person, at=TUESDAY_10AM))
            for person in (omar(), paul(), greta(), tina(), lin(), nora(), mira())
        }

        assert seen_by == {
            "omar": True,
            "paul": True,
            "greta": True,
            "tina": False,
            "lin": True,
            "nora": False,
            "mira": False,
        }
