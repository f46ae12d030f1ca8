"""Asking for an account outside one's reach: who may answer, what it opens, how it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.access import actions, queries
from primeline.access.choices import RequestStatus
from primeline.access.events import AccessGranted, AccessRefused, AccessRequested
from primeline.access.models import AccessRequest
from primeline.access.tests.asking import A_WISH, asks, just_now, opens
from primeline.access.values import POLICY, Policy, Wish
from primeline.audit import walls
from primeline.audit.models import Act, HistoryRow
from primeline.customers import actions as customers
from primeline.customers.models import Customer
from primeline.customers.queries import (
    contacts_of,
    get_customer,
    reach_now,
    visible_to,
    within,
)
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import System, act
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Person
from primeline.staff.permissions import READING
from primeline.staff.values import Bounds
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    a_person,
    adam,
    greta,
    harbor_bank,
    harbor_branch,
    headquarters,
    hugo,
    lin,
    mira,
    paul,
    sara,
    tina,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("A3")]


def sees(person: Person, customer: Customer) -> bool:
    reach = reach_now(person, at=just_now())
    with walls.open_for(reach):
        return visible_to(reach, with_granted=True).filter(pk=customer.pk).exists()


def heard(kind: type) -> list[dict[str, object]]:
    return list(EventRow.objects.filter(name=name_of(kind)).values_list("payload", flat=True))


class TestAskForAccess:
    def test_writes_down_who_asks_for_what_and_why(self) -> None:
        bank = harbor_bank()

        asked = asks(mira(), f" {bank.number.lower()} ")

        assert (asked.customer, asked.requester, asked.status) == (bank, mira(), "WAITING")
        assert asked.lapses_at == asked.asked_at + POLICY.answered_within
        assert Act.objects.latest("id").kind == "access.ask"
        assert heard(AccessRequested)[0]["customer_id"] == bank.pk
        assert not sees(mira(), bank)

    def test_takes_down_a_number_that_nobody_has_like_any_other(self) -> None:
        asked = asks(mira(), "C-9999999")

        assert (asked.customer, asked.status) == (None, "WAITING")

    def test_takes_down_the_number_of_a_restricted_account_like_one_that_nobody_has(self) -> None:
        bank = harbor_bank()
        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=CASTING,
            at=TUESDAY_10AM,
            reason="tried",
        )

        asked = asks(mira(), bank.number)

        assert asked.customer is None
        assert not queries.waiting_for(reach_now(greta(), at=just_now()), at=just_now()).exists()

    @pytest.mark.parametrize("days", [0, POLICY.longest_days + 1])
    def test_refuses_a_time_outside_the_policy(self, days: int) -> None:
        with pytest.raises(Refused) as refused:
            asks(mira(), harbor_bank().number, wish=Wish(reason="why", days_count=days))

        assert refused.value.field == "days_count"

    def test_refuses_without_a_reason(self) -> None:
        with pytest.raises(Refused) as refused:
            asks(mira(), harbor_bank().number, wish=Wish(reason="  ", days_count=1))

        assert refused.value.field == "reason"

    def test_refuses_what_is_seen_already(self) -> None:
        with pytest.raises(Refused):
            asks(lin(), harbor_bank().number)

    @pytest.mark.parametrize("number", ["C-0000001", "C-9999999"])
    def test_refuses_the_same_number_twice_whether_it_exists_or_not(self, number: str) -> None:
        harbor_bank()
        asks(mira(), number)

        with pytest.raises(Refused) as refused:
            asks(mira(), number)

        assert refused.value.field == "number"

    def test_stops_somebody_who_tries_numbers_in_a_row(self) -> None:
        at, reach = just_now(), reach_now(mira(), at=just_now())
        for number in range(3):
            asks(mira(), f"C-900000{number}")

        with pytest.raises(Refused):
            actions.ask_for_access(
                number="C-9000009",
                wish=A_WISH,
                reach=reach,
                by=mira(),
                at=at,
                policy=Policy(most_waiting=3),
            )


class TestWhoAnswers:
    def test_the_lead_of_the_owner_unit_and_those_above_and_nobody_else(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        def may_answer(person: Person) -> bool:
            reach = reach_now(person, at=just_now())
            return queries.waiting_for(reach, at=just_now()).filter(pk=asked.pk).exists()

        assert all(may_answer(person) for person in (greta(), paul(), sara()))
        assert not any(may_answer(p) for p in (lin(), mira(), hugo(), walt(), tina(), adam()))

    def test_the_rung_above_where_the_asker_leads(self) -> None:
        bank = harbor_bank()
        # A lead for hotels only: the bank is outside their reach, though it is of their branch.
        narrow = a_person(
            "gwen", "关雯", "Gwen", harbor_branch(), Role.BRANCH_LEAD,
            bounds=Bounds(industries=frozenset({"HOTEL"})),
        )  # fmt: skip
        asked = asks(narrow, bank.number)

        assert asked.rung == harbor_branch().path
        with pytest.raises(NotFound):
            queries.get_request_to(reach_now(greta(), at=just_now()), asked.pk)
        assert queries.get_request_to(reach_now(paul(), at=just_now()), asked.pk) == asked

    def test_somebody_else_of_the_same_rung_at_the_top(self) -> None:
        bank = harbor_bank()
        narrow = a_person(
            "tess", "戴思", "Tess", headquarters(), Role.SERVICE_CENTER,
            bounds=Bounds(industries=frozenset({"HOTEL"})),
        )  # fmt: skip
        asked = asks(narrow, bank.number)

        assert queries.get_request_to(reach_now(sara(), at=just_now()), asked.pk) == asked
        with pytest.raises(NotFound):
            queries.get_request_to(reach_now(narrow, at=just_now()), asked.pk)

    def test_never_the_asker(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        with pytest.raises(Refused):
            actions.grant_access(
                request=asked,
                version=asked.version,
                days_count=1,
                with_contacts=False,
                by=mira(),
                at=just_now(),
            )

    def test_the_database_refuses_the_asker_too(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            act(kind="test", by=System("test"), at=just_now()),
        ):
            AccessRequest.objects.filter(pk=asked.pk).update(decided_by=mira())


class TestGrantAccess:
    def test_opens_this_account_to_this_person_until_then(self) -> None:
        bank = harbor_bank()

        granted = opens(bank, mira())

        assert granted.status == RequestStatus.GRANTED
        assert granted.grant is not None
        length = granted.grant.active_to - granted.grant.active_from
        assert length == timedelta(days=A_WISH.days_count)
        assert sees(mira(), bank)
        assert not sees(hugo(), bank)
        assert heard(AccessGranted)[0]["grant_id"] == granted.grant.pk
        assert HistoryRow.objects.filter(table="audit_grant").exists()

    def test_opens_it_to_be_read_and_nothing_else(self) -> None:
        bank = harbor_bank()
        opens(bank, mira())

        reach = reach_now(mira(), at=just_now())

        for permission in set(Permission) - READING:
            assert not visible_to(reach, permission, with_granted=True).filter(pk=bank.pk).exists()
        with pytest.raises(NotFound):
            get_customer(reach, bank.number, Permission.EDIT_CUSTOMERS)

    def test_puts_it_on_no_list_of_work(self) -> None:
        bank = harbor_bank()
        opens(bank, mira())

        reach = reach_now(mira(), at=just_now())

        assert not Customer.objects.filter(within(reach)).filter(pk=bank.pk).exists()

    def test_may_be_shorter_than_asked_for_and_never_longer(self) -> None:
        asked = asks(mira(), harbor_bank().number)
        answer = {"request": asked, "version": asked.version, "by": greta(), "at": just_now()}

        with pytest.raises(Refused):
            actions.grant_access(days_count=8, with_contacts=False, **answer)  # type: ignore[arg-type]
        with pytest.raises(Refused):
            actions.grant_access(days_count=1, with_contacts=True, **answer)  # type: ignore[arg-type]
        granted = actions.grant_access(days_count=1, with_contacts=False, **answer)  # type: ignore[arg-type]

        assert granted.grant is not None
        assert granted.grant.active_to - granted.grant.active_from == timedelta(days=1)

    @pytest.mark.parametrize("with_contacts", [True, False])
    def test_shows_the_people_only_if_that_was_approved(self, with_contacts: bool) -> None:
        bank = harbor_bank()
        customers.add_contact(
            customer=bank, details=ContactDetails(name="王小敏"), by=lin(), at=TUESDAY_10AM
        )
        wish = Wish(reason="meets 王小敏", days_count=1, with_contacts=with_contacts)
        asked = AccessRequest.objects.get(pk=opens(bank, mira(), wish=wish).pk)
        # An outline would tell the asker that this is somebody there.
        assert (asked.reason_typed, asked.reason) == ("meets 王小敏", "meets 王**")

        cards = contacts_of(bank, reach_now(mira(), at=just_now()))

        assert [card.is_masked for card in cards] == ([True] if with_contacts else [])

    def test_is_done_once(self) -> None:
        bank = harbor_bank()
        asked = opens(bank, mira())

        with pytest.raises(ChangedMeanwhile):
            actions.refuse_access(
                request=asked, version=asked.version, by=paul(), at=just_now(), reason="no"
            )

    def test_opens_nothing_that_has_become_restricted(self) -> None:
        bank = harbor_bank()
        opens(bank, mira())

        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=CASTING,
            at=TUESDAY_10AM,
            reason="tried",
        )

        assert not sees(mira(), bank)


class TestRefuseAccess:
    def test_says_why_and_opens_nothing(self) -> None:
        bank = harbor_bank()
        asked = asks(mira(), bank.number)

        actions.refuse_access(
            request=asked, version=asked.version, by=greta(), at=just_now(), reason="Not needed."
        )

        asked.refresh_from_db()
        assert (asked.status, asked.answer) == ("REFUSED", "Not needed.")
        assert heard(AccessRefused)
        assert not sees(mira(), bank)

    def test_refuses_without_a_reason(self) -> None:
        asked = asks(mira(), harbor_bank().number)

        with pytest.raises(Refused):
            actions.refuse_access(
                request=asked, version=asked.version, by=greta(), at=just_now(), reason=" "
            )
