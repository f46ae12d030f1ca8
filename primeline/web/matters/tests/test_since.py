"""What has changed on a list since its reader last opened it is marked, and can be asked for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from primeline.commitments import actions
from primeline.commitments.choices import OfferStatus
from primeline.commitments.models import Commitment, Offer
from primeline.commitments.queries.changed import Since, is_news
from primeline.commitments.tests.owing import fresh, reason
from primeline.customers.models import ListLook
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.testing.cast import greta, lin, mira, nora
from primeline.testing.doors import signed_in
from primeline.web.matters.since import evening_before
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("E5", "F6")]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LISTS = ("/matters/", "/matters/promises/", "/matters/unit/")
MARK = 'class="news"'


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()


def looked(hours: int = 2) -> None:
    """Let all looks so far lie some hours back."""
    for look in ListLook.objects.all():
        ListLook.objects.filter(pk=look.pk).update(looked_at=clock.now() - hours * HOUR)


def rows_of(page: str) -> dict[str, str]:
    """Return the rows of a list by the number of their matter."""
    found = {}
    for row in page.split("<tr data-row")[1:]:
        found[row.split('href="/matters/')[1].split("/")[0]] = row.split("</tr>")[0]
    return found


class TestMarks:
    def test_stand_on_what_is_new_or_changed_and_on_nothing_else(self) -> None:
        at = clock.now()
        quiet, chased = (
            a_matter_now("COMPLAINT_REPLY", at=at - DAY, what=what) for what in ("one", "two")
        )
        lead = signed_in(greta())
        for address in LISTS:
            page = text_of(lead.get(address))
            # Who comes for the first time has not looked before: nothing is news, nothing offered.
            assert MARK not in page
            assert "Since I last looked" not in page
        looked()
        new = a_matter_now("COMPLAINT_REPLY", what="three")
        actions.chase(commitment=chased, by=lin(), at=clock.now())

        for address in LISTS:
            rows = rows_of(text_of(lead.get(address)))
            assert MARK not in rows[quiet.number]
            assert "New<span" in rows[new.number]
            assert "Changed<span" in rows[chased.number]
            only = rows_of(text_of(lead.get(address, {"since": "looked"})))
            assert set(only) == {new.number, chased.number}
            assert "since you last looked" in only[new.number]

    def test_stay_while_one_sits_before_the_list_and_go_with_the_next_sitting(self) -> None:
        client = signed_in(lin())
        client.get("/matters/")
        looked()
        a_matter_now("ASKED", at=clock.now() - HOUR)

        for _again in range(3):
            assert MARK in text_of(client.get("/matters/"))
        ListLook.objects.update(looked_at=clock.now() - 31 * MINUTE)
        assert MARK not in text_of(client.get("/matters/"))

    def test_tell_of_nothing_out_of_reach(self) -> None:
        client = signed_in(mira())
        for address in LISTS[:2]:
            client.get(address)
        looked()
        new = a_matter_now("COMPLAINT_REPLY")
        for address in LISTS[:2]:
            page = text_of(client.get(address, {"since": "looked"}))
            assert new.number not in page
            assert "Nothing new" in page

    def test_counts_follow_and_the_first_line_still_tells_of_all(self) -> None:
        # Not a day ago: its time would be over since, which is news too.
        a_matter_now("ASKED", at=clock.now() - 3 * HOUR)
        client = signed_in(lin())
        client.get("/matters/")
        looked()
        a_matter_now("ASKED")

        page = text_of(client.get("/matters/", {"since": "looked"}))

        assert "2 matters are owed" in page
        assert len(rows_of(page)) == 1
        assert "Only what is new or has changed since" in page

    @pytest.mark.engine("sqlite")
    def test_cost_no_more_queries_for_more_rows(self) -> None:
        lead = signed_in(greta())
        asked = {address: self._cost(lead, address) for address in LISTS}
        for _each in range(6):
            a_matter_now("COMPLAINT_REPLY")
        more = {address: self._cost(lead, address) for address in LISTS}
        for _each in range(6):
            a_matter_now("COMPLAINT_REPLY")

        assert {address: self._cost(lead, address) for address in LISTS} == more
        assert set(asked) == set(more)

    @staticmethod
    def _cost(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"since": "looked"})
        return len(asked)


class TestWhatIsNews:
    """Each way in which a matter changes is news to others, and to nobody who did it."""

    def news(self, person_id: int, moment: datetime, at: datetime) -> bool:
        since = Since(moment=moment, person_id=person_id, at=at)
        return Commitment.objects.filter(is_news(since)).exists()

    @pytest.mark.parametrize(
        "change", ["pause", "resume", "offer", "refuse", "waiver", "estimate", "done", "overdue"]
    )
    def test_each_change(self, change: str) -> None:
        at = clock.now()
        matter = a_matter_now("COMPLAINT_REPLY", at=at)
        then = at + 2 * HOUR if change != "overdue" else matter.due_at
        before = then - HOUR
        getattr(self, f"_{change}")(matter, before, then)

        assert self.news(nora().pk, before, then + MINUTE)
        assert not self.news(nora().pk, then, then + MINUTE)
        if change in ("pause", "waiver", "estimate"):
            assert not self.news(lin().pk, before, then + MINUTE)

    def test_a_rung_is_news_where_it_told_others_than_the_owner(self) -> None:
        at = clock.now()
        # Half of its time tells the owner alone, three quarters the lead of the team.
        matter = a_matter_now("INSTALLATION", at=at)
        half, more = (at + percent * (matter.due_at - at) / 100 + HOUR for percent in (50, 75))
        actions.fire_due(by=lin(), at=half)
        assert not self.news(greta().pk, at + MINUTE, half)
        actions.fire_due(by=lin(), at=more)
        assert self.news(greta().pk, half, more + MINUTE)
        assert not self.news(greta().pk, more, more + MINUTE)

    def test_given_to_another_by_a_lead_and_by_nobody_asked(self) -> None:
        at = clock.now()
        matter = a_matter_now("COMPLAINT_REPLY", at=at)
        actions.reassign_matters(
            versions={matter.pk: matter.version},
            to_person=nora(),
            reach=reach_now(greta(), at=at),
            by=greta(),
            at=at + HOUR,
        )

        assert fresh(matter).handed_at == at + HOUR
        assert not Offer.objects.filter(status=OfferStatus.OFFERED).exists()
        assert self.news(nora().pk, at + MINUTE, at + 2 * HOUR)
        assert not self.news(nora().pk, at + HOUR, at + 2 * HOUR)

    @staticmethod
    def _pause(matter: Commitment, _before: datetime, at: datetime) -> None:
        actions.pause_commitment(
            commitment=matter, pause_reason=reason(), evidence="mail", by=lin(), at=at
        )

    @staticmethod
    def _resume(matter: Commitment, before: datetime, at: datetime) -> None:
        actions.pause_commitment(
            commitment=matter, pause_reason=reason(), evidence="mail", by=lin(), at=before
        )
        actions.resume_commitment(commitment=fresh(matter), by=lin(), at=at)

    @staticmethod
    def _offer(matter: Commitment, _before: datetime, at: datetime) -> None:
        actions.offer_matter(commitment=matter, to_person=greta(), by=lin(), at=at, reason="away")

    @staticmethod
    def _refuse(matter: Commitment, before: datetime, at: datetime) -> None:
        offer = actions.offer_matter(
            commitment=matter, to_person=greta(), by=lin(), at=before, reason="away"
        )
        actions.refuse_offer(offer=offer, by=greta(), at=at, reason="I am away too")

    @staticmethod
    def _waiver(matter: Commitment, _before: datetime, at: datetime) -> None:
        actions.ask_waiver(commitment=matter, by=lin(), at=at, reason="no need")

    @staticmethod
    def _estimate(matter: Commitment, _before: datetime, at: datetime) -> None:
        actions.give_estimate(
            commitment=matter, expected_at=at + HOUR, reason="parts", by=lin(), at=at
        )

    @staticmethod
    def _done(matter: Commitment, _before: datetime, at: datetime) -> None:
        actions.keep_commitment(commitment=matter, by=greta(), at=at)

    @staticmethod
    def _overdue(_matter: Commitment, _before: datetime, _at: datetime) -> None:
        """Nobody has scanned yet: that it is late is written nowhere."""


class TestOvernight:
    @pytest.mark.parametrize(
        ("today", "evening"),
        [
            ("2026-11-24T08:00", "2026-11-23T17:30"),
            ("2026-11-23T08:00", "2026-11-20T17:30"),
            # The first working day after the National Day holidays, in late evening.
            ("2026-10-08T23:00", "2026-09-30T17:30"),
        ],
    )
    def test_begins_when_the_last_working_day_ended(self, today: str, evening: str) -> None:
        zone = ZoneInfo("Asia/Shanghai")
        with timezone.override(zone):
            found = evening_before(datetime.fromisoformat(today).replace(tzinfo=zone))

        assert found == datetime.fromisoformat(evening).replace(tzinfo=zone)

    def test_shows_what_happened_since_also_to_whoever_comes_for_the_first_time(self) -> None:
        a_matter_now("CONTRACT_RENEWAL", at=clock.now() - 20 * DAY)
        new = a_matter_now("ASKED")

        rows = rows_of(text_of(signed_in(lin()).get("/matters/", {"since": "night"})))

        assert set(rows) == {new.number}

    @pytest.mark.engine("sqlite")
    def test_reads_in_chinese(self) -> None:
        client = signed_in(lin())
        client.get("/matters/")
        looked()
        a_matter_now("ASKED")
        client.post("/language/", {"language": "zh-hans", "next": "/"})
        page = text_of(client.get("/matters/"))
        assert "昨晚以来" in page
        assert "新增" in page
