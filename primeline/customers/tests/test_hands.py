"""In whose hands an account is, here and at the customer: managers, deputies, contacts."""

from typing import Any

import pytest
from django.db import IntegrityError

from primeline.audit.models import HistoryRow
from primeline.customers import actions, queries
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.staff.queries import reach_of
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, lin, nora

pytestmark = pytest.mark.django_db


def history_of(row: Customer | Contact) -> list[HistoryRow]:
    table = row._meta.db_table
    return list(HistoryRow.objects.filter(table=table, row_id=str(row.pk)).order_by("id"))


class TestNameManagers:
    def test_reach_follows_the_name(self) -> None:
        bank = harbor_bank()

        actions.name_managers(
            customer=bank,
            version=bank.version,
            account_manager=nora(),
            deputy=None,
            by=greta(),
            at=TUESDAY_10AM,
        )

        assert bank in queries.visible_to(reach_of(nora(), at=TUESDAY_10AM))
        assert bank not in queries.visible_to(reach_of(lin(), at=TUESDAY_10AM))

    def test_refuses_a_manager_who_deputizes_for_themselves(self) -> None:
        bank = harbor_bank()

        with pytest.raises(Refused):
            actions.name_managers(
                customer=bank,
                version=bank.version,
                account_manager=lin(),
                deputy=lin(),
                by=greta(),
                at=TUESDAY_10AM,
            )

    def test_the_database_refuses_it_too(self) -> None:
        bank = harbor_bank()

        with (
            pytest.raises(IntegrityError, match="customer_deputy_is_somebody_else"),
            act(kind="test", by=greta(), at=TUESDAY_10AM),
        ):
            Customer.objects.filter(pk=bank.pk).update(deputy=lin())

    def test_tells_of_each_that_changed_and_of_nothing_else(self) -> None:
        bank = harbor_bank()

        actions.name_managers(
            customer=bank,
            version=bank.version,
            account_manager=lin(),
            deputy=nora(),
            by=greta(),
            at=TUESDAY_10AM,
            reason="Lin travels",
        )

        assert not TimelineLine.objects.filter(customer=bank, kind="MANAGER_CHANGED").exists()
        told = TimelineLine.objects.get(customer=bank, kind="DEPUTY_CHANGED")
        assert told.words == {
            "from": "", "from_en": "", "to": "诺拉", "to_en": "Nora", "reason": "Lin travels"
        }  # fmt: skip


def told_of_deputies(customer: Customer) -> list[tuple[str, str, str]]:
    """Return from whom to whom the deputy changed, as the timeline of an account tells it."""
    lines = TimelineLine.objects.filter(customer=customer, kind="DEPUTY_CHANGED").order_by("pk")
    return [(one.words["from_en"], one.words["to_en"], one.words["reason"]) for one in lines]


class TestReassignCustomers:
    @pytest.mark.row("B7")
    def test_many_accounts_change_hands_in_one_act(self) -> None:
        bank, mills = harbor_bank(), lake_mills()

        moved = actions.reassign_customers(
            customers=[bank, mills],
            account_manager=nora(),
            by=greta(),
            at=TUESDAY_10AM,
            reason="Lin leaves",
        )

        assert moved == 2
        assert set(Customer.objects.values_list("account_manager", flat=True)) == {nora().pk}
        assert history_of(bank)[-1].act_id == history_of(mills)[-1].act_id

    def test_the_new_manager_no_longer_deputizes(self) -> None:
        bank = harbor_bank()
        actions.name_managers(
            customer=bank,
            version=bank.version,
            account_manager=lin(),
            deputy=nora(),
            by=greta(),
            at=TUESDAY_10AM,
        )

        actions.reassign_customers(
            customers=[bank], account_manager=nora(), by=greta(), at=TUESDAY_10AM, reason="Swap"
        )

        bank.refresh_from_db()
        assert (bank.account_manager, bank.deputy) == (nora(), None)
        assert told_of_deputies(bank)[-1] == ("Nora", "", "Swap")

    def test_the_timeline_tells_from_whom_to_whom_the_deputy_changes(self) -> None:
        bank, mills = harbor_bank(), lake_mills()
        facts: dict[str, Any] = {"by": greta(), "at": TUESDAY_10AM}
        actions.name_managers(
            customer=bank, version=bank.version, account_manager=lin(), deputy=greta(), **facts
        )
        both = {"customers": [bank, mills], **facts}

        actions.reassign_customers(account_manager=nora(), deputy=lin(), reason="Away", **both)
        for one in (bank, mills):
            one.refresh_from_db()
        actions.reassign_customers(account_manager=greta(), reason="Back", **both)

        assert told_of_deputies(bank)[-1] == ("Greta", "Lin", "Away")
        assert told_of_deputies(mills) == [("", "Lin", "Away")]
        assert {bank.deputy, mills.deputy} == {lin()}


class TestContacts:
    def test_only_one_is_the_first_to_call(self) -> None:
        bank = harbor_bank()
        first = actions.add_contact(
            customer=bank,
            details=ContactDetails(name="王敏", phone="138 0013 8000", is_primary=True),
            by=lin(),
            at=TUESDAY_10AM,
        )

        actions.add_contact(
            customer=bank,
            details=ContactDetails(name="李强", is_primary=True),
            by=lin(),
            at=TUESDAY_10AM,
        )

        first.refresh_from_db()
        assert first.phone == "+8613800138000"
        assert not first.is_primary

    def test_a_retired_contact_stays_on_file(self) -> None:
        bank = harbor_bank()
        contact = actions.add_contact(
            customer=bank, details=ContactDetails(name="王敏"), by=lin(), at=TUESDAY_10AM
        )

        actions.retire_contact(
            contact=contact, version=contact.version, by=lin(), at=TUESDAY_10AM, reason="Moved"
        )

        assert Contact.objects.get(pk=contact.pk).is_active is False
        assert [row.operation for row in history_of(contact)] == ["I", "U"]

    def test_the_timeline_tells_what_happened_and_no_names(self) -> None:
        bank = harbor_bank()
        contact = actions.add_contact(
            customer=bank, details=ContactDetails(name="王敏"), by=lin(), at=TUESDAY_10AM
        )
        actions.change_contact(
            contact=contact,
            version=1,
            details=ContactDetails(name="王小敏"),
            by=lin(),
            at=TUESDAY_10AM,
        )
        actions.retire_contact(
            contact=contact, version=2, by=lin(), at=TUESDAY_10AM, reason="Moved"
        )

        actions.reinstate_contact(contact=contact, version=3, by=lin(), at=TUESDAY_10AM)

        assert contact.is_active
        told = TimelineLine.objects.filter(customer=bank, subject_kind="contact").order_by("id")
        assert [(line.kind, line.words) for line in told] == [
            ("CONTACT_ADDED", {}),
            ("CONTACT_CHANGED", {}),
            ("CONTACT_LEFT", {"reason": "Moved"}),
            ("CONTACT_BACK", {}),
        ]
