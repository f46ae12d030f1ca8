"""Hiding an account takes two people, and so does showing it again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.access import actions, listeners, queries
from primeline.access.events import AccountRestricted, RestrictionLifted
from primeline.access.models import RestrictionProposal
from primeline.access.rules import check_restriction
from primeline.access.tests.asking import asks, just_now, opens
from primeline.access.values import Restriction
from primeline.audit.models import Act
from primeline.commitments.models import Commitment, Notice
from primeline.commitments.queries import owed_by, stranded_among, taker_among
from primeline.commitments.tests.owing import a_matter, fresh, install
from primeline.commitments.tests.test_holding import given
from primeline.customers import actions as customers
from primeline.customers.models import Clearance, Customer
from primeline.customers.queries import clearances_of, reach_now, visible_to
from primeline.kit.deeds import System, act
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.quality.actions import Wish, merge_accounts
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing.cast import (
    adam,
    an_account,
    anna,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
    nora,
    omar,
    paul,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("A8")]


def proposed(cover_name: str = "Hawthorn", *people: Person) -> RestrictionProposal:
    cleared = people or (greta(), paul(), lin())
    return actions.propose_restriction(
        customer=harbor_bank(),
        restriction=Restriction(
            cover_name=cover_name, person_ids=tuple(person.pk for person in cleared)
        ),
        by=greta(),
        at=just_now(),
        reason="Asked for by the customer.",
    )


def restricted(*people: Person) -> Customer:
    """Return Harbor Bank, hidden by Greta and Paul from all but these, or themselves and Lin."""
    proposal = proposed("Hawthorn", *people)
    actions.confirm_proposal(proposal=proposal, version=1, by=paul(), at=just_now())
    return Customer.objects.get(pk=harbor_bank().pk)


def lifted(*people: Person) -> Customer:
    """Return Harbor Bank, hidden for a while by Greta and Paul."""
    bank = restricted(*people)
    proposal = actions.propose_lift(customer=bank, by=paul(), at=just_now(), reason="Public now.")
    actions.confirm_proposal(proposal=proposal, version=1, by=greta(), at=just_now())
    return bank


def owed_by_lin_or_paul(matter: Commitment) -> bool:
    reaches = [reach_now(person, at=just_now()) for person in (lin(), paul())]
    return any(owed_by(reach).filter(pk=matter.pk).exists() for reach in reaches)


def sees(person: Person, customer: Customer) -> bool:
    reach = reach_now(person, at=just_now())
    return visible_to(reach, with_granted=True).filter(pk=customer.pk).exists()


class TestProposeRestriction:
    def test_changes_nothing_yet(self) -> None:
        proposal = proposed()

        assert proposal.status == "WAITING"
        assert not harbor_bank().is_restricted
        assert Act.objects.latest("id").kind == "access.propose_restriction"

    @pytest.mark.parametrize("cover_name", ["信光", "xinguang", "XGBX", "信广", "Xin Guang"])
    def test_refuses_a_cover_name_that_sounds_like_it(self, cover_name: str) -> None:
        restriction = Restriction(cover_name=cover_name, person_ids=(1, 2))
        with pytest.raises(Refused):
            check_restriction(restriction, names=["信光保险"], able_ids=[1, 2])
        check_restriction(
            Restriction(cover_name="榆木", person_ids=(1, 2)), names=["信光保险"], able_ids=[1, 2]
        )

    @pytest.mark.parametrize("cover_name", ["", "  ", "Harbor Bank", "harbor", "The Harbor Bank"])
    def test_refuses_a_cover_name_that_tells(self, cover_name: str) -> None:
        if cover_name == "harbor":
            harbor_bank()

        with pytest.raises(Refused) as refused:
            proposed(cover_name)

        assert refused.value.field == "cover_name"

    def test_refuses_when_nobody_could_lift_it_again(self) -> None:
        with pytest.raises(Refused) as refused:
            proposed("Hawthorn", lin(), greta())

        assert refused.value.field == "people"

    def test_refuses_a_second_one_beside_it(self) -> None:
        proposed()

        with pytest.raises(Refused):
            proposed()


class TestConfirmProposal:
    def test_hides_the_account_from_all_but_those_named(self) -> None:
        bank = restricted()

        assert bank.is_restricted
        assert bank.display_name == "Hawthorn"
        assert [sees(one, bank) for one in (greta(), paul(), lin())] == [True] * 3
        assert not any(sees(one, bank) for one in (sara(), omar(), nora(), mira()))
        assert EventRow.objects.filter(name=name_of(AccountRestricted)).exists()

    def test_refuses_whoever_proposed_it(self) -> None:
        proposal = proposed()

        with pytest.raises(Refused):
            actions.confirm_proposal(proposal=proposal, version=1, by=greta(), at=just_now())

        assert not harbor_bank().is_restricted

    def test_the_database_refuses_them_too(self) -> None:
        proposal = proposed()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            act(kind="test", by=System("test"), at=just_now()),
        ):
            RestrictionProposal.objects.filter(pk=proposal.pk).update(
                status="CONFIRMED", decided_by=greta()
            )

    def test_is_done_once(self) -> None:
        proposal = proposed()
        actions.decline_proposal(
            proposal=proposal, version=1, by=paul(), at=just_now(), reason="No need."
        )

        with pytest.raises(ChangedMeanwhile):
            actions.confirm_proposal(proposal=proposal, version=1, by=paul(), at=just_now())

    def test_ends_what_was_open_and_forgets_who_asked(self) -> None:
        granted, asked = opens(harbor_bank(), mira()), asks(nora(), harbor_bank().number)

        bank = restricted()

        granted.refresh_from_db()
        asked.refresh_from_db()
        assert (granted.status, asked.status, asked.customer) == ("ENDED", "WAITING", None)
        assert not sees(mira(), bank)

    def test_strands_nothing_with_people_who_are_not_cleared(self) -> None:
        install()
        at = just_now()
        by_name, kept = a_matter(at=at), a_matter(at=at)
        given(by_name, sara(), by=greta(), at=at)
        given(kept, paul(), by=greta(), at=at)
        of_a_role = a_matter(at=at, role=Role.SERVICE_CENTER, unit_id=anna().home_unit_id)
        found = stranded_among(harbor_bank(), [greta().pk, paul().pk, lin().pk], at=at)

        restricted()

        assert {one.pk for one in found} == {by_name.pk, of_a_role.pk}
        assert {fresh(one).person for one in (by_name, of_a_role)} == {lin()}
        assert fresh(kept).person == paul()
        for matter in (by_name, of_a_role, kept):
            assert owed_by_lin_or_paul(matter)

    def test_leaves_matters_where_nobody_cleared_could_see_to_them(self) -> None:
        assert taker_among(harbor_bank(), [adam().pk], at=just_now()) is None
        assert taker_among(harbor_bank(), [greta().pk, lin().pk], at=just_now()) == lin()
        assert taker_among(harbor_bank(), [greta().pk], at=just_now()) == greta()

    def test_is_for_those_who_reach_the_account(self) -> None:
        proposal = proposed()

        with pytest.raises(NotFound):
            queries.get_proposal(reach_now(mira(), at=just_now()), proposal.pk)


class TestLift:
    def test_takes_two_of_those_cleared(self) -> None:
        bank = restricted()
        proposal = actions.propose_lift(
            customer=bank, by=paul(), at=just_now(), reason="It is public now."
        )

        with pytest.raises(NotFound):
            queries.get_proposal(reach_now(sara(), at=just_now()), proposal.pk)
        with pytest.raises(Refused):
            actions.confirm_proposal(proposal=proposal, version=1, by=paul(), at=just_now())
        actions.confirm_proposal(proposal=proposal, version=1, by=greta(), at=just_now())

        bank.refresh_from_db()
        assert (bank.is_restricted, bank.cover_name) == (False, "")
        assert not clearances_of(bank, at=just_now()).exists()
        assert sees(sara(), bank)
        assert EventRow.objects.filter(name=name_of(RestrictionLifted)).exists()

    def test_is_refused_where_nothing_is_hidden(self) -> None:
        with pytest.raises(Refused):
            actions.propose_lift(
                customer=harbor_bank(), by=greta(), at=just_now(), reason="Why not."
            )

    def test_brings_back_nothing_that_was_open_and_tells_who_leads(self) -> None:
        install()
        bank, matter = harbor_bank(), a_matter(at=just_now() - timedelta(days=1))
        given(matter, mira(), by=greta(), at=just_now())
        opens(bank, nora())
        assert (sees(mira(), bank), sees(nora(), bank)) == (True, True)

        lifted(greta(), paul(), mira())

        assert (sees(mira(), bank), sees(nora(), bank)) == (False, False)
        [event] = EventRow.objects.filter(name=name_of(RestrictionLifted))
        fact = RestrictionLifted(happened_at=event.happened_at, customer_id=bank.pk)
        for _twice in range(2):
            listeners.tell_after_lifting(fact)
        told = Notice.objects.get()
        assert (told.person, told.commitment, told.kind) == (greta(), matter, "UNSEEN")
        given(matter, mira(), by=greta(), at=just_now())
        opens(bank, nora())
        assert (sees(mira(), bank), sees(nora(), bank)) == (True, True)

    def test_closes_what_was_merged_into_it_to_everybody_for_good(self) -> None:
        bank, same = harbor_bank(), an_account("Harbour Bank", unit=harbor_branch())
        wish = Wish(survivor=bank, absorbed=same, versions=(bank.version, same.version))
        merge_accounts(wish=wish, by=greta(), at=just_now(), reason="one company")
        opens(same, nora())
        assert sees(nora(), same)

        lifted()

        assert not sees(nora(), same)


class TestClearances:
    def test_nobody_clears_themselves(self) -> None:
        bank = restricted()

        with pytest.raises(Refused):
            customers.clear_person(customer=bank, person=greta(), by=greta(), at=just_now())

    def test_two_who_may_lift_it_remain(self) -> None:
        bank = restricted()
        of_paul = Clearance.objects.select_related("customer__owner_unit").get(person=paul())
        of_lin = Clearance.objects.select_related("customer__owner_unit").get(person=lin())

        with pytest.raises(Refused):
            actions.end_clearance(clearance=of_paul, by=greta(), at=just_now(), reason="He left.")
        actions.end_clearance(clearance=of_lin, by=greta(), at=just_now(), reason="She left.")

        assert (sees(paul(), bank), sees(lin(), bank)) == (True, False)
