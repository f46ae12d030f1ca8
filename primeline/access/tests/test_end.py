"""How what was opened ends: by itself, early, in the wall of the database, for work."""

from datetime import timedelta

import pytest

from primeline.access import actions, queries
from primeline.access.choices import RequestStatus
from primeline.access.events import AccessEnded
from primeline.access.tests.asking import A_WISH, asks, just_now, opens, time_passes
from primeline.access.values import POLICY
from primeline.audit import walls
from primeline.audit.models import Grant, HistoryRow
from primeline.customers.models import Customer
from primeline.customers.queries import (
    reach_now,
    visible_to,
)
from primeline.kit.deeds import System
from primeline.kit.errors import ChangedMeanwhile
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.staff.models import Person
from primeline.testing.cast import (
    greta,
    harbor_bank,
    mira,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("A3")]


def sees(person: Person, customer: Customer) -> bool:
    reach = reach_now(person, at=just_now())
    with walls.open_for(reach):
        return visible_to(reach, with_granted=True).filter(pk=customer.pk).exists()


def heard(kind: type) -> list[dict[str, object]]:
    return list(EventRow.objects.filter(name=name_of(kind)).values_list("payload", flat=True))


class TestEnd:
    def test_comes_by_itself_without_any_job(self) -> None:
        bank = harbor_bank()
        granted = opens(bank, mira())
        reach = reach_now(mira(), at=just_now())

        time_passes(granted.grant, by=timedelta(days=A_WISH.days_count))

        # The reach was made while the grant was in force: each statement asks again.
        assert reach.granted_ids == {bank.pk}
        with walls.open_for(reach):
            assert not visible_to(reach, with_granted=True).filter(pk=bank.pk).exists()
        assert not sees(mira(), bank)

    @pytest.mark.engine("postgres")
    def test_comes_in_the_wall_of_the_database_too(self) -> None:
        bank = harbor_bank()
        granted = opens(bank, mira())
        reach = reach_now(mira(), at=just_now())

        with walls.open_for(reach):
            before = Customer.objects.filter(pk=bank.pk).exists()
        time_passes(granted.grant, by=timedelta(days=A_WISH.days_count))
        with walls.open_for(reach):
            after = Customer.objects.filter(pk=bank.pk).exists()

        assert (before, after) == (True, False)

    @pytest.mark.parametrize("who", [mira, greta])
    def test_comes_early_by_the_asker_or_the_owner(self, who: object) -> None:
        bank = harbor_bank()
        granted = opens(bank, mira())
        assert callable(who)

        actions.end_access(
            request=granted, version=granted.version, by=who(), at=just_now(), reason="done"
        )

        granted.refresh_from_db()
        assert (granted.status, granted.ended_by) == (RequestStatus.ENDED, who())
        assert heard(AccessEnded)[0]["is_early"] is True
        assert not sees(mira(), bank)

    def test_is_marked_by_the_worker(self) -> None:
        granted = opens(harbor_bank(), mira())
        unanswered = asks(mira(), "C-9999999")
        later = just_now() + POLICY.answered_within + timedelta(days=1)

        assert queries.has_over(at=later)
        actions.mark_over(by=System("test"), at=later)

        granted.refresh_from_db()
        unanswered.refresh_from_db()
        assert (granted.status, unanswered.status) == ("ENDED", "LAPSED")
        assert heard(AccessEnded)[0]["is_early"] is False
        assert not queries.has_over(at=later)

    def test_cannot_be_answered_any_more_once_lapsed(self) -> None:
        asked = asks(mira(), harbor_bank().number)
        later = just_now() + POLICY.answered_within

        with pytest.raises(ChangedMeanwhile):
            actions.refuse_access(
                request=asked, version=asked.version, by=greta(), at=later, reason="no"
            )

    def test_takes_nothing_from_the_record(self) -> None:
        granted = opens(harbor_bank(), mira())
        assert granted.grant is not None

        actions.end_access(request=granted, version=granted.version, by=mira(), at=just_now())

        states = HistoryRow.objects.filter(table="audit_grant", row_id=str(granted.grant.pk))
        assert states.count() == 2
        assert Grant.objects.get(pk=granted.grant.pk).active_to < granted.grant.active_to


class TestWork:
    @pytest.mark.row("A2")
    def test_opens_an_account_while_it_lasts(self) -> None:
        bank = harbor_bank()
        until = just_now() + timedelta(hours=8)

        grant = actions.open_for_work(
            customer=bank,
            person=mira(),
            work=("duty", 17),
            purpose="Duty shift of the night",
            active_to=until,
            by=System("duties"),
            at=just_now(),
        )
        during = sees(mira(), bank)
        actions.end_work(work=("duty", 17), by=System("duties"), at=just_now())

        assert (grant.kind, grant.subject_kind, grant.subject_id) == ("WORK", "duty", 17)
        assert (during, sees(mira(), bank)) == (True, False)
