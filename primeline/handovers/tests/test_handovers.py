"""Offering, accepting, refusing, taking back, and carrying out on the day."""

from datetime import timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import Act, Grant
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import reach_now, visible_to
from primeline.handovers import actions, queries
from primeline.handovers.choices import HandoverStatus, Obstacle, Outcome
from primeline.handovers.models import Handover, HandoverAccount
from primeline.handovers.tests.giving import LATER, TODAY, accepts, gives_away, offers
from primeline.kit.deeds import System
from primeline.kit.errors import NotFound, Refused
from primeline.kit.models import EventRow
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    paul,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("C5")]

WHY = "Lin moves to another post."


def mills(count: int) -> list[Customer]:
    """Return accounts that Lin looks after."""
    return [
        an_account(f"Mill {number}", unit=harbor_branch(), manager=lin()) for number in range(count)
    ]


def manager_of(customer: Customer) -> Person | None:
    customer.refresh_from_db()
    return customer.account_manager


class TestOffer:
    def test_leaves_everything_as_it_is_and_lets_the_receiver_look(self) -> None:
        bank = harbor_bank()

        handover = offers([bank])

        assert manager_of(bank) == lin()
        assert bank not in visible_to(reach_now(nora(), at=TUESDAY_10AM))
        assert reach_now(nora(), at=TUESDAY_10AM).granted_ids == {bank.pk}
        # The five days of Labour Day lie between.
        assert handover.answer_by_date == TODAY + timedelta(days=10)
        assert queries.points_of(handover).count() == queries.checklist().count() > 4

    def test_is_for_ones_own_accounts_or_those_one_leads(self) -> None:
        bank = harbor_bank()

        for stranger in (hugo(), nora(), mira()):
            with pytest.raises(Refused):
                offers([bank], by=stranger, to_person=mira() if stranger == nora() else nora())
        for lead in (greta(), paul()):
            offered = offers([bank], by=lead)
            actions.withdraw_handover(
                handover=offered,
                version=offered.version,
                reach=reach_now(lead, at=TUESDAY_10AM),
                by=lead,
                at=TUESDAY_10AM,
            )

        assert Handover.objects.filter(status=HandoverStatus.WITHDRAWN).count() == 2

    def test_refuses_what_does_not_fit(self) -> None:
        bank, theirs = harbor_bank(), an_account("Hill Farm", unit=harbor_branch(), manager=nora())

        for customers, facts in (
            ([bank, theirs], {}),  # two managers
            ([bank], {"to_person": greta()}),  # leads, manages no accounts
            ([bank], {"deputy": greta()}),
            ([], {}),
            ([bank], {"day": TODAY - timedelta(days=1)}),
        ):
            with pytest.raises(Refused):
                offers(customers, **facts)
        offers([bank])
        with pytest.raises(Refused, match="On offer already: Harbor Bank"):
            offers([bank])

        assert Handover.objects.count() == 1


class TestAccept:
    def test_moves_all_accounts_in_one_act_with_a_line_for_each(self) -> None:
        bank, mill = harbor_bank(), mills(1)[0]
        handover = offers([bank, mill], deputy=lin())

        accepts(handover)

        assert (manager_of(bank), manager_of(mill)) == (nora(), nora())
        assert bank.deputy == lin()
        lines = TimelineLine.objects.filter(kind=TimelineKind.MANAGER_CHANGED, words__reason=WHY)
        assert {line.customer_id for line in lines} == {bank.pk, mill.pk}
        assert Act.objects.filter(kind="handovers.accept").count() == 1
        assert not Act.objects.filter(kind="customers.reassign").exists()
        assert handover.status == HandoverStatus.DONE
        assert not Grant.objects.filter(active_to__gt=TUESDAY_10AM).exists()
        told = [row.name.split(".")[-1] for row in EventRow.objects.order_by("id")]
        assert sorted(told[-4:]) == [
            "HandoverAccepted", "HandoverDone", "HandoverOffered", "ManagersChanged",
        ]  # fmt: skip

    def test_is_for_the_receiver_alone(self) -> None:
        handover = offers([harbor_bank()])

        for other in (lin(), greta(), mira()):
            with pytest.raises(NotFound):
                actions.accept_handover(
                    handover=handover,
                    version=1,
                    is_rest_wanted=True,
                    are_open_points_meant=True,
                    by=other,
                    at=TUESDAY_10AM,
                )
        accepts(handover)
        with pytest.raises(Refused, match="decided meanwhile"):
            accepts(handover)

    def test_names_what_changed_meanwhile_and_takes_the_rest_only_if_told_to(self) -> None:
        bank, mill = harbor_bank(), mills(1)[0]
        handover = offers([bank, mill])
        gives_away(mill, None)

        with pytest.raises(Refused, match="Mill 0"):
            accepts(handover)
        handover.refresh_from_db()
        assert handover.status == HandoverStatus.OFFERED
        assert manager_of(bank) == lin()
        accepts(handover, rest=True)

        assert manager_of(bank) == nora()
        assert manager_of(mill) is None
        left_out = HandoverAccount.objects.get(outcome=Outcome.LEFT_OUT)
        assert (left_out.customer, left_out.obstacle) == (mill, Obstacle.OTHER_MANAGER)

    def test_waits_for_its_day_and_leaves_out_what_changed_until_then(self) -> None:
        bank, mill = harbor_bank(), mills(1)[0]
        handover = accepts(offers([bank, mill], day=LATER))
        assert manager_of(bank) == lin()
        gives_away(mill, None)

        assert not queries.ready(LATER - timedelta(days=1)).exists()
        for due in queries.ready(LATER):
            actions.carry_out_handover(
                handover=due, by=System("handovers"), at=TUESDAY_10AM + timedelta(days=7)
            )

        handover.refresh_from_db()
        assert handover.status == HandoverStatus.DONE
        assert manager_of(bank) == nora()
        assert bank.manager_since_date == LATER
        assert manager_of(mill) is None
        with pytest.raises(Refused):
            actions.carry_out_handover(handover=handover, by=CASTING, at=TUESDAY_10AM)

    def test_asks_as_much_for_many_accounts_as_for_few(self) -> None:
        accepts(offers([harbor_bank()]))
        counts = []
        for customers in (
            mills(2),
            [an_account(f"Shop {n}", unit=harbor_branch(), manager=lin()) for n in range(40)],
        ):
            with CaptureQueriesContext(connections[DEFAULT_DB_ALIAS]) as asked:
                accepts(offers(customers))
            counts.append(len(asked))

        assert counts[0] == counts[1]


class TestRefuse:
    def test_leaves_the_accounts_and_says_why(self) -> None:
        bank = harbor_bank()
        handover = offers([bank])

        with pytest.raises(Refused):
            actions.refuse_handover(
                handover=handover, version=1, by=nora(), at=TUESDAY_10AM, reason=" "
            )
        actions.refuse_handover(
            handover=handover, version=1, by=nora(), at=TUESDAY_10AM, reason="My list is full."
        )

        assert manager_of(bank) == lin()
        assert (handover.status, handover.answer) == (HandoverStatus.REFUSED, "My list is full.")
        assert not reach_now(nora(), at=TUESDAY_10AM).granted
        # And it may be offered again.
        offers([bank])


class TestCallOff:
    def test_until_the_day_with_a_reason_and_never_after_it(self) -> None:
        bank, lead = harbor_bank(), greta()
        handover = accepts(offers([bank], day=LATER))

        def calls_off(by: Person, reason: str) -> None:
            actions.withdraw_handover(
                handover=handover,
                version=handover.version,
                reach=reach_now(by, at=TUESDAY_10AM),
                by=by,
                at=TUESDAY_10AM,
                reason=reason,
            )

        with pytest.raises(NotFound):
            calls_off(nora(), "Mine no more.")
        with pytest.raises(Refused) as silent:
            calls_off(lead, " ")
        assert silent.value.field == "reason"
        calls_off(lead, "Lin stays.")

        assert not queries.ready(LATER).exists()
        assert not reach_now(nora(), at=TUESDAY_10AM).granted
        for reader in (lin(), nora()):
            told = queries.called_off(reach_now(reader, at=TUESDAY_10AM), since=TUESDAY_10AM)
            assert told == [handover]
        done = accepts(offers([bank]))
        # Whoever still holds the row of before finds it done.
        with pytest.raises(Refused, match="over"):
            actions.withdraw_handover(
                handover=done,
                version=done.version,
                reach=reach_now(lead, at=TUESDAY_10AM),
                by=lead,
                at=TUESDAY_10AM,
                reason="Too late.",
            )


class TestSeeing:
    def test_is_for_both_and_for_the_leads_of_the_accounts(self) -> None:
        handover = accepts(offers([harbor_bank()]))

        for reader in (lin(), nora(), greta(), paul()):
            assert queries.get_handover(reach_now(reader, at=TUESDAY_10AM), handover.pk) == handover
        for stranger in (mira(), hugo()):
            with pytest.raises(NotFound):
                queries.get_handover(reach_now(stranger, at=TUESDAY_10AM), handover.pk)

    def test_owed_by_the_receiver_and_shown_to_the_leads(self) -> None:
        offers([harbor_bank()])
        late = TODAY + timedelta(days=30)

        for reader in (nora(), greta(), paul()):
            (owed,) = queries.owed_by(reach_now(reader, at=TUESDAY_10AM), today=late)
            assert owed.is_overdue
        for other in (lin(), mira(), hugo()):
            assert not queries.owed_by(reach_now(other, at=TUESDAY_10AM), today=late)


class TestChecklist:
    def test_ticked_by_one_and_taken_away_by_nobody_else(self) -> None:
        handover = offers([harbor_bank()])
        point = queries.points_of(handover).first()
        assert point

        point = actions.tick_point(
            handover=handover, point=point, version=1, is_done=True, by=lin(), at=TUESDAY_10AM
        )
        assert point.done_by == lin()
        with pytest.raises(Refused):
            actions.tick_point(
                handover=handover, point=point, version=2, is_done=False, by=nora(), at=TUESDAY_10AM
            )
        row = queries.accounts_of(handover).get()
        noted = actions.write_note(
            handover=handover, account=row, version=1, note="Loves tea.", by=lin(), at=TUESDAY_10AM
        )

        assert noted.note == "Loves tea."
