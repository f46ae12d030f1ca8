"""Groups: who belongs to whom, who pays for whom, what branches promise, and what stays unseen."""

from datetime import date, timedelta

import pytest

from primeline.customers import actions, queries
from primeline.customers.choices import BranchPart
from primeline.customers.models import Customer, GroupBranch, GroupLink, TimelineLine
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    headquarters,
    hugo,
    lake_branch,
    lake_mills,
    lin,
    mira,
    omar,
    quay_team,
    sara,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B13")]

TODAY = TUESDAY_10AM.date()


def a_member(name: str, *, under: Customer, elsewhere: bool = False) -> Customer:
    """Open an account at Harbor branch, or in the other province, as a subsidiary."""
    account = an_account(name, unit=lake_branch() if elsewhere else harbor_branch())
    place(account, under)
    return account


def place(child: Customer, parent: Customer, from_date: date = TODAY) -> GroupLink:
    return actions.join_group(
        child=child, parent=parent, from_date=from_date, by=CASTING, at=TUESDAY_10AM
    )


def seen_by(person: Person, customer: Customer) -> queries.Group:
    return queries.group_of(customer, queries.reach_now(person, at=TUESDAY_10AM))


def names(group: queries.Group) -> list[tuple[str, int]]:
    return [(one.customer.display_name, one.depth) for one in group.members]


def hide(customer: Customer) -> None:
    customer.refresh_from_db()
    actions.restrict_customer(
        customer=customer,
        version=customer.version,
        cover_name="Spruce",
        by=CASTING,
        at=TUESDAY_10AM,
        reason="classified",
    )


class TestPlaces:
    def test_a_group_is_seen_as_a_tree(self) -> None:
        bank = harbor_bank()
        leasing = a_member("Leasing", under=bank)
        a_member("Trucks", under=leasing)

        tree = [("Harbor Bank", 0), ("Leasing", 1), ("Trucks", 2)]
        assert names(seen_by(greta(), bank)) == tree
        assert names(seen_by(greta(), leasing)) == tree

    def test_all_below_come_along_and_the_former_place_is_kept(self) -> None:
        bank, mills = harbor_bank(), lake_mills()
        leasing = a_member("Leasing", under=bank)
        trucks = a_member("Trucks", under=leasing)
        place(leasing, mills)

        assert names(seen_by(omar(), trucks)) == [("Lake Mills", 0), ("Leasing", 1), ("Trucks", 2)]
        assert names(seen_by(omar(), bank)) == [("Harbor Bank", 0)]
        reach = queries.reach_now(omar(), at=TUESDAY_10AM)
        assert [link.parent for link in queries.former_places(leasing, reach)] == [bank]
        assert GroupLink.objects.filter(active_to=None, head=mills).count() == 2

    def test_leaving_takes_all_below_along(self) -> None:
        bank = harbor_bank()
        leasing = a_member("Leasing", under=bank)
        trucks = a_member("Trucks", under=leasing)
        link = GroupLink.objects.get(child=leasing, active_to=None)
        actions.leave_group(link=link, version=1, reason="sold", by=lin(), at=TUESDAY_10AM)

        assert names(seen_by(greta(), trucks)) == [("Leasing", 0), ("Trucks", 1)]
        with pytest.raises(ChangedMeanwhile):
            actions.leave_group(link=link, version=1, reason="sold", by=lin(), at=TUESDAY_10AM)

    def test_refuses_circles_the_same_place_and_days_to_come(self) -> None:
        bank = harbor_bank()
        leasing = a_member("Leasing", under=bank)
        tomorrow = TODAY + timedelta(days=1)
        for child, parent, day, field in (
            (bank, leasing, TODAY, "number"),
            (bank, bank, TODAY, "number"),
            (leasing, bank, TODAY, "number"),
            (bank, lake_mills(), tomorrow, "from_date"),
        ):
            with pytest.raises(Refused) as refused:
                place(child, parent, day)
            assert refused.value.field == field
        assert GroupLink.objects.count() == 1

    def test_timelines_tell_neither_which_the_other_is(self) -> None:
        a_member("Leasing", under=harbor_bank())

        told = TimelineLine.objects.filter(kind__startswith="GROUP_")
        assert sorted(line.kind for line in told) == ["GROUP_GAINED", "GROUP_JOINED"]
        assert all(line.words == {} and line.subject_id is None for line in told)


class TestPayment:
    def test_another_of_the_group_pays_until_one_moves(self) -> None:
        bank, mills = harbor_bank(), lake_mills()
        leasing, trucks = a_member("Leasing", under=bank), a_member("Trucks", under=bank)
        for account, payer in ((leasing, bank), (trucks, leasing)):
            link = GroupLink.objects.get(child=account, active_to=None)
            actions.set_payer(link=link, version=1, payer=payer, by=lin(), at=TUESDAY_10AM)
        paid = {m.customer: m.payer for m in seen_by(omar(), bank).members}
        assert (paid[leasing], paid[trucks], paid[bank]) == (bank, leasing, None)

        place(leasing, mills)

        assert not GroupLink.objects.filter(active_to=None, payer__isnull=False).exists()

    def test_refuses_a_payer_who_is_not_of_the_group(self) -> None:
        bank = harbor_bank()
        leasing = a_member("Leasing", under=bank)
        link = GroupLink.objects.get(child=leasing)
        for payer in (lake_mills(), leasing):
            with pytest.raises(Refused) as refused:
                actions.set_payer(link=link, version=1, payer=payer, by=lin(), at=TUESDAY_10AM)
            assert refused.value.field == "payer"


@pytest.mark.row("L1")
class TestReach:
    def test_who_lies_out_of_reach_is_a_number_for_the_people_of_the_head_alone(self) -> None:
        bank = harbor_bank()
        near = a_member("Leasing", under=bank)
        far = a_member("Mills", under=bank, elsewhere=True)
        below_far = an_account("Trucks", unit=harbor_branch())
        place(below_far, far)

        by_lead = seen_by(greta(), bank)
        assert names(by_lead) == [("Harbor Bank", 0), ("Leasing", 1), ("Trucks", 1)]
        assert by_lead.hidden_count == 1
        by_far_lead = seen_by(walt(), far)
        assert names(by_far_lead) == [("Mills", 0)]
        assert (by_far_lead.hidden_count, by_far_lead.is_head_hidden) == (0, True)
        assert seen_by(omar(), near).hidden_count == 0

    @pytest.mark.row("A8")
    def test_a_restricted_account_is_not_there_for_whoever_is_not_cleared(self) -> None:
        bank = harbor_bank()
        secret = a_member("Depot", under=bank)
        below = a_member("Kiosk", under=secret)
        link = GroupLink.objects.get(child=below)
        actions.set_payer(link=link, version=1, payer=secret, by=lin(), at=TUESDAY_10AM)
        hide(secret)

        for person in (greta(), omar(), sara()):
            group = seen_by(person, bank)
            assert names(group) == [("Harbor Bank", 0), ("Kiosk", 1)]
            assert group.hidden_count == 0
            assert not any(one.is_unified for one in group.members)
        actions.clear_person(customer=secret, person=greta(), by=sara(), at=TUESDAY_10AM)
        assert names(seen_by(greta(), bank))[1] == ("Spruce", 1)

    @pytest.mark.row("A8")
    def test_a_restricted_head_joins_nobody_to_anybody(self) -> None:
        bank = harbor_bank()
        leasing, trucks = a_member("Leasing", under=bank), a_member("Trucks", under=bank)
        hide(bank)

        for account in (leasing, trucks):
            group = seen_by(greta(), account)
            assert names(group) == [(account.name, 0)]
            assert (group.hidden_count, group.is_head_hidden) == (0, False)
        with pytest.raises(NotFound):
            queries.get_link(leasing, queries.reach_now(greta(), at=TUESDAY_10AM))

    @pytest.mark.row("A8")
    def test_a_restricted_account_is_placed_nowhere(self) -> None:
        bank = harbor_bank()
        hide(bank)
        bank.refresh_from_db()
        for child, parent in ((bank, lake_mills()), (lake_mills(), bank)):
            with pytest.raises(Refused):
                place(child, parent)


class TestBranches:
    def test_there_is_one_host_and_each_says_what_it_owes(self) -> None:
        bank = harbor_bank()
        host = self.name(bank, BranchPart.HOST)
        with pytest.raises(Refused):
            actions.name_branch(
                customer=bank,
                unit=lake_branch(),
                part=BranchPart.HOST,
                by=lin(),
                at=TUESDAY_10AM,
            )
        for other in (headquarters(), quay_team()):
            with pytest.raises(Refused, match="Only a branch"):
                actions.name_branch(
                    customer=bank, unit=other, part=BranchPart.ASSISTS, by=lin(), at=TUESDAY_10AM
                )
        duty = actions.promise_duty(
            branch=host, text="Second route", due_date=TODAY, by=lin(), at=TUESDAY_10AM
        )
        with pytest.raises(Refused, match="still owes"):
            actions.release_branch(branch=host, version=1, reason="x", by=lin(), at=TUESDAY_10AM)
        actions.finish_duty(duty=duty, version=1, done_date=TODAY, by=lin(), at=TUESDAY_10AM)
        actions.release_branch(branch=host, version=1, reason="x", by=lin(), at=TUESDAY_10AM)

        assert GroupBranch.objects.get().active_to == TODAY

    def test_an_assisting_branch_sees_its_own_part_and_says_when_it_is_done(self) -> None:
        bank = harbor_bank()
        far = a_member("Mills", under=bank, elsewhere=True)
        self.name(bank, BranchPart.HOST)
        assisting = actions.name_branch(
            customer=bank, unit=lake_branch(), part=BranchPart.ASSISTS, by=lin(), at=TUESDAY_10AM
        )
        duty = actions.promise_duty(
            branch=assisting, text="Survey", due_date=TODAY, by=lin(), at=TUESDAY_10AM
        )
        reach = queries.reach_now(walt(), at=TUESDAY_10AM)
        group = queries.group_of(far, reach)

        (shown,) = queries.branches_of(group, reach)

        assert shown == assisting
        assert queries.may_act_for(shown, group, reach)
        assert queries.duties_of([shown]) == {assisting.pk: [duty]}
        done = actions.finish_duty(
            duty=duty, version=1, done_date=TODAY, by=walt(), at=TUESDAY_10AM
        )
        assert done.done_date == TODAY
        for person in (hugo(), mira()):
            stranger = queries.reach_now(person, at=TUESDAY_10AM)
            assert not queries.may_act_for(shown, group, stranger)

    def name(self, customer: Customer, part: BranchPart) -> GroupBranch:
        return actions.name_branch(
            customer=customer, unit=harbor_branch(), part=part, by=lin(), at=TUESDAY_10AM
        )
