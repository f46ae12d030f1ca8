"""Holding a matter opens its account, people in clear, for as long as the matter is held."""

from datetime import datetime, timedelta

import pytest

from primeline.audit import walls
from primeline.audit.models import Act, Grant
from primeline.commitments import actions, queries
from primeline.commitments.choices import AskedBy
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import DAY, HOUR, TEST, a_matter, fresh, install
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.customers.queries import (
    contacts_of,
    found_accounts,
    get_customer,
    reach_now,
    sees_contacts,
    visible_to,
)
from primeline.customers.values import ContactDetails
from primeline.kit.delivery import deliver_due
from primeline.kit.errors import NotFound, Refused
from primeline.staff.actions import set_cover
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_counter,
    ada,
    greta,
    harbor_bank,
    hugo,
    lin,
    mira,
    nora,
    paul,
    tom,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("A2"), pytest.mark.row("A4")]

PHONE = "+8613800138000"
LATER = TUESDAY_10AM + HOUR


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def wang() -> Contact:
    """Somebody at Harbor Bank."""
    details = ContactDetails(name="王海燕", phone=PHONE)
    return customers.add_contact(customer=harbor_bank(), details=details, by=lin(), at=TUESDAY_10AM)


def given(matter: Commitment, to: Person, by: Person, *, at: datetime = LATER) -> Commitment:
    """Have a lead give it to somebody."""
    done = actions.reassign_matters(
        versions={matter.pk: fresh(matter).version},
        to_person=to,
        reach=reach_now(by, at=at),
        by=by,
        at=at,
        reason="knows it",
    )
    assert done.count == 1
    return fresh(matter)


def phones(person: Person) -> list[str]:
    """Return the numbers at Harbor Bank as somebody is shown them."""
    reach = reach_now(person, at=LATER)
    with walls.open_for(reach):
        try:
            customer = get_customer(reach, harbor_bank_number())
        except NotFound:
            return []
        return [card.phone for card in contacts_of(customer, reach)]


def harbor_bank_number() -> str:
    with walls.open_for_system():
        return Customer.objects.values_list("number", flat=True).get(name="Harbor Bank")


def finds(person: Person, text: str) -> list[int]:
    """Return what somebody finds by a whole name or number."""
    reach = reach_now(person, at=LATER)
    with walls.open_for(reach):
        return [one.row["id"] for one in found_accounts(reach, text, limit=9)]


class TestAccountsThatChangeHands:
    def test_take_along_what_whoever_had_them_sees_no_more(self) -> None:
        wang()
        bank, matter = harbor_bank(), a_matter(person_id=lin().pk)
        customers.reassign_customers(
            customers=[bank], account_manager=nora(), by=greta(), at=LATER, reason="moves on"
        )
        assert phones(lin()) == []

        deliver_due(at=LATER)
        deliver_due(at=LATER)

        assert fresh(matter).person == nora()
        assert queries.is_mine(reach_now(nora(), at=LATER), fresh(matter))
        told = TimelineLine.objects.filter(customer=bank, kind=TimelineKind.MATTER_HANDED)
        assert told.count() == Act.objects.filter(kind="commitments.go_along").count() == 1

    def test_leave_what_was_taken_from_a_customer_with_whoever_took_it(self) -> None:
        wang()
        bank = harbor_bank()
        actions.take_inquiry(
            customer=bank, asked_by=AskedBy.PHONE, text="Why?", by=lin(), at=TUESDAY_10AM
        )
        taken = Commitment.objects.get(step__code="ASKED")
        customers.reassign_customers(
            customers=[bank], account_manager=nora(), by=greta(), at=LATER, reason="moves on"
        )
        deliver_due(at=LATER)

        assert fresh(taken).person == lin()
        assert queries.is_mine(reach_now(lin(), at=LATER), fresh(taken))
        # It is open to them for that alone, the people there masked.
        assert phones(lin()) not in ([], [PHONE])

    def test_leave_to_a_deputy_what_is_theirs(self) -> None:
        bank, matter = harbor_bank(), a_matter(person_id=lin().pk)
        customers.reassign_customers(
            customers=[bank],
            account_manager=nora(),
            deputy=lin(),
            by=greta(),
            at=LATER,
            reason="moves on",
        )
        deliver_due(at=LATER)

        assert fresh(matter).person == lin()


class TestHolding:
    def test_opens_what_a_lead_gives_and_closes_it_with_the_matter(self) -> None:
        wang()
        bank, matter = harbor_bank(), a_matter()
        assert phones(mira()) == []

        given(matter, mira(), by=greta())
        given(fresh(matter), mira(), by=greta())

        grant = Grant.objects.get(person=mira(), active_to__gt=LATER + DAY)
        assert (grant.subject_id, grant.in_clear) == (matter.pk, True)
        assert phones(mira()) == [PHONE]
        assert finds(mira(), PHONE) == finds(mira(), "王海燕") == [bank.pk]
        assert queries.is_mine(reach_now(mira(), at=LATER), fresh(matter))
        # It belongs to nobody's sums and lists of work.
        assert not visible_to(reach_now(mira(), at=LATER)).exists()

        actions.keep_commitment(commitment=fresh(matter), by=mira(), at=LATER)

        assert (phones(mira()), finds(mira(), PHONE)) == ([], [])

    def test_goes_over_with_the_matter_and_back_when_it_is_owed_again(self) -> None:
        wang()
        matter = a_matter()
        given(matter, mira(), by=greta())
        given(fresh(matter), nora(), by=paul())

        assert (phones(mira()), phones(nora())) == ([], [PHONE])

        actions.cancel_commitments(commitment_ids=[matter.pk], by=TEST, at=LATER)
        assert phones(nora()) == []
        actions.reopen_commitment(commitment=fresh(matter), by=greta(), at=LATER)
        assert phones(nora()) == [PHONE]

    def test_opens_when_an_offer_is_accepted_and_not_before(self) -> None:
        wang()
        matter = a_matter()
        offer = actions.offer_matter(
            commitment=matter, to_person=mira(), by=lin(), at=TUESDAY_10AM, reason="away"
        )
        reach = reach_now(mira(), at=LATER)
        with walls.open_for(reach):
            shown = queries.get_offer_to(reach, offer.pk)
            assert (shown.is_reached, phones(mira())) == (False, [])
            actions.accept_offer(offer=shown, by=mira(), at=LATER)

        assert phones(mira()) == [PHONE]
        assert queries.offers_to(reach_now(mira(), at=LATER)) == []

    def test_shows_people_in_clear_to_who_reaches_the_account_already(self) -> None:
        wang()
        assert phones(tom()) != [PHONE]

        matter = given(a_matter(), tom(), by=greta())

        assert phones(tom()) == [PHONE]
        actions.keep_commitment(commitment=matter, by=tom(), at=LATER)
        assert phones(tom()) not in ([PHONE], [])

    def test_opens_to_whom_a_rule_names_and_to_who_stands_in(self) -> None:
        wang()
        period = Period(TUESDAY_10AM.date(), TUESDAY_10AM.date() + timedelta(days=9))
        set_cover(absent=mira(), covered_by=hugo(), period=period, by=walt(), at=TUESDAY_10AM)

        a_matter(person_id=mira().pk)

        assert phones(mira()) == phones(hugo()) == [PHONE]

    def test_opens_nothing_for_what_one_takes_or_gives_to_oneself(self) -> None:
        wang()
        actions.take_inquiry(
            customer=harbor_bank(),
            asked_by=AskedBy.PHONE,
            text="Why? " + "x" * 71 + " 王海燕 asks",
            by=tom(),
            at=LATER,
        )
        given(a_matter(), greta(), by=greta())
        # Nor for what comes back from a colleague.
        taken = Commitment.objects.get(step__code="ASKED")
        assert taken.what == "Why? " + "x" * 71 + " …"
        for giver, receiver in ((tom(), lin()), (lin(), tom())):
            offer = actions.offer_matter(
                commitment=fresh(taken), to_person=receiver, by=giver, at=LATER, reason="busy"
            )
            actions.accept_offer(offer=offer, by=receiver, at=LATER)

        assert PHONE not in (*phones(tom()), *phones(greta()))
        assert not Grant.objects.filter(in_clear=True).exists()


class TestNotOpened:
    def test_to_people_whose_role_sees_to_no_matters(self) -> None:
        matter = a_matter()
        for person in (ada(), a_counter("counter")):
            with pytest.raises(Refused, match="does not see"):
                actions.offer_matter(
                    commitment=matter, to_person=person, by=lin(), at=LATER, reason="busy"
                )

    def test_by_somebody_to_whom_it_is_only_open_themselves(self) -> None:
        matter = given(a_matter(), mira(), by=greta())
        with pytest.raises(Refused, match="does not see"):
            actions.offer_matter(
                commitment=matter, to_person=hugo(), by=mira(), at=LATER, reason="busy"
            )

    def test_where_the_account_is_restricted(self) -> None:
        matter, bank = a_matter(), harbor_bank()
        offer = actions.offer_matter(
            commitment=matter, to_person=mira(), by=lin(), at=TUESDAY_10AM, reason="away"
        )
        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Blue",
            by=greta(),
            at=LATER,
            reason="so",
        )

        assert queries.offers_to(reach_now(mira(), at=LATER)) == []
        with pytest.raises(Refused, match="does not see"):
            actions.accept_offer(offer=offer, by=mira(), at=LATER)
        assert not Grant.objects.exists()
        assert not sees_contacts(Customer.objects.get(pk=bank.pk), reach_now(mira(), at=LATER))
