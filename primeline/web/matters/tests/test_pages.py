"""Lin sees what she owes, does it, pauses it, offers it; her lead sees the board; Mira nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.alerting import notify, tell_of
from primeline.commitments.choices import CommitmentStatus, NoticeKind, OfferStatus, WaiverStatus
from primeline.commitments.models import Commitment, Letter, Offer, RungFired, Waiver
from primeline.commitments.tests.owing import fresh, reason, scan
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.standards.choices import Tells
from primeline.testing.cast import (
    a_person,
    anna,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    hugo,
    lake_mills,
    lin,
    mira,
    nora,
    paul,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("E5"), pytest.mark.mainly("sqlite")]
MINE = "ONBOARDING_FOLLOW_UP"
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()


class TestMine:
    def test_shows_what_is_owed_due_first_with_its_rule(self) -> None:
        a_matter_now(MINE, at=clock.now() - 40 * DAY, what="Line noise")
        a_matter_now("QUARTERLY_CALL", what="Contract 7")
        lake = a_matter_now(MINE, customer_id=lake_mills().pk, what="Mill matter")

        shown = text_of(signed_in(lin()).get("/matters/"))

        assert shown.index("Line noise") < shown.index("Contract 7")
        assert "Overdue" in shown
        assert "2 matters are owed, 1 late" in shown
        assert "Mill matter" not in shown
        assert text_of(signed_in(mira()).get("/matters/")).count(lake.what) == 1

    def test_says_when_it_looked_if_nothing_is_owed(self) -> None:
        assert re.search(r"\d\d:\d\d · nothing is owed", text_of(signed_in(lin()).get("/matters/")))

    def test_costs_no_more_for_more_rows(self) -> None:
        client = signed_in(lin())
        a_matter_now(MINE)
        client.get("/matters/")
        with CaptureQueriesContext(connection) as few:
            client.get("/matters/")
        for step in ("QUARTERLY_CALL", MINE, "CONTRACT_RENEWAL") * 4:
            a_matter_now(step)

        with CaptureQueriesContext(connection) as many:
            client.get("/matters/")

        assert len(many) == len(few), [one["sql"][:200] for one in many.captured_queries]


class TestActs:
    def test_is_done_with_a_note_and_comes_back_to_the_list(self) -> None:
        matter = a_matter_now(MINE)
        client = signed_in(lin())

        answer = client.post(
            f"/matters/{matter.number}/done/", {"note": "Called back", "back": "/matters/?x=1"}
        )

        assert (answer.status_code, answer["Location"]) == (302, "/matters/?x=1")
        assert (fresh(matter).status, fresh(matter).note) == (CommitmentStatus.DONE, "Called back")
        again = client.post(f"/matters/{matter.number}/done/", {"back": "//elsewhere.example/"})
        assert again.status_code == 422
        assert "has done this already" in text_of(again)
        client.post("/language/", {"language": "zh-hans", "next": "/"})
        page = text_of(client.get(f"/matters/{matter.number}/"))
        assert "办结时间" in page
        assert "已拆机" not in page

    def test_pauses_only_with_reason_and_evidence(self) -> None:
        matter = a_matter_now("ONBOARDING_FOLLOW_UP")
        matter.step.may_pause = True
        type(matter.step).objects.filter(pk=matter.step_id).update(may_pause=True)
        client, address = signed_in(lin()), f"/matters/{matter.number}/pause/"

        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "CUSTOMER_PAPERS"}).status_code == 422
        client.post(address, {"reason": "CUSTOMER_PAPERS", "evidence": "Asked by e-mail"})

        assert fresh(matter).status == CommitmentStatus.PAUSED
        shown = text_of(client.get("/matters/"))
        assert "waits for the customer" in shown
        client.post(f"/matters/{matter.number}/resumption/")
        assert fresh(matter).status == CommitmentStatus.RUNNING

    def test_what_is_offered_stays_until_it_is_accepted(self) -> None:
        matter = a_matter_now("ONBOARDING_FOLLOW_UP")
        facts = {"to_person": greta().pk, "reason": "On leave"}
        signed_in(lin()).post(f"/matters/{matter.number}/offer/", facts)
        offer = Offer.objects.get()
        assert fresh(matter).person_id is None

        theirs = signed_in(greta())
        assert "On leave" in text_of(theirs.get("/matters/"))
        assert signed_in(nora()).post(f"/matters/offers/{offer.pk}/acceptance/").status_code == 404
        theirs.post(f"/matters/offers/{offer.pk}/acceptance/")

        assert fresh(matter).person_id == greta().pk
        assert Offer.objects.get().status == OfferStatus.ACCEPTED

    def test_somebody_else_lets_off(self) -> None:
        matter = a_matter_now(MINE)
        mine = signed_in(lin())
        mine.post(f"/matters/{matter.number}/waiver/", {"reason": "Withdrawn by the bank"})
        asked = Waiver.objects.get()

        assert mine.post(f"/matters/waivers/{asked.pk}/approval/").status_code == 403
        lead = signed_in(greta())
        assert "Withdrawn by the bank" in text_of(lead.get("/matters/"))
        lead.post(f"/matters/waivers/{asked.pk}/approval/")

        assert fresh(matter).status == CommitmentStatus.WAIVED
        assert Waiver.objects.get().status == WaiverStatus.APPROVED

    def test_who_owes_it_is_not_asked_to_let_themselves_off(self) -> None:
        matter = a_matter_now(MINE, person_id=greta().pk)
        asked = {"reason": "Withdrawn by the bank"}
        signed_in(paul()).post(f"/matters/{matter.number}/waiver/", asked)
        here = f"/matters/{matter.number}/"

        approve = f"/matters/waivers/{Waiver.objects.get().pk}/approval/"
        page = text_of(signed_in(greta()).get(here))
        assert "Somebody else has to let you off" in page
        assert approve not in page
        gina = a_person("gina", "吉娜", "Gina", harbor_branch, Role.BRANCH_LEAD)
        assert approve in text_of(signed_in(gina).get(here))

    def test_is_nobody_elses_to_end(self) -> None:
        matter = a_matter_now(MINE)

        assert signed_in(mira()).post(f"/matters/{matter.number}/done/").status_code == 404
        assert fresh(matter).status == CommitmentStatus.RUNNING


class TestMatter:
    def test_tells_who_was_told_when_and_what_a_customer_may_read(self) -> None:
        matter = a_matter_now(MINE, at=clock.now() - 40 * DAY)
        scan(clock.now())
        for rung in RungFired.objects.filter(commitment=matter):
            tell_of(rung.pk, at=clock.now())
        client = signed_in(lin())

        page = text_of(client.get(f"/matters/{matter.number}/"))
        theirs = text_of(client.get(f"/matters/{matter.number}/customer/"))

        assert "100 %" in page
        assert "those who answer for it were told" in theirs
        assert client.get("/matters/M9999999/").status_code == 404
        assert client.get("/matters/x/").status_code == 404

    def test_tells_before_what_it_is_owed_and_offers_no_pause(self) -> None:
        now = clock.now()
        matter = a_matter_now(
            "CUT_OVER_NOTICE", role=Role.ACCOUNT_MANAGER, before_at=now + 20 * DAY
        )
        client = signed_in(lin())

        page = text_of(client.get(f"/matters/{matter.number}/"))
        listed = text_of(client.get("/matters/"))

        assert re.search("Counted back from</dt><dd>.*20", page)
        assert "days before" in page
        assert "days before, around the clock" in listed
        assert "This clock never stands still" in page
        assert 'id="pause"' not in page


class TestUnit:
    def test_filters_add_up_and_reassigning_is_one_act(self) -> None:
        for _ in range(3):
            a_matter_now("ONBOARDING_FOLLOW_UP")
        a_matter_now(MINE, at=clock.now() - 40 * DAY)
        lead = signed_in(greta())

        whole = text_of(lead.get("/matters/unit/"))
        late = text_of(lead.get("/matters/unit/?state=OVERDUE"))
        rows = list(Commitment.objects.filter(step__code="ONBOARDING_FOLLOW_UP"))
        answer = lead.post(
            "/matters/unit/assignments/",
            {
                "matter": [f"{one.pk}:{one.version}" for one in rows],
                "to_person": greta().pk,
                "reason": "Lin is on leave",
            },
        )

        assert "4 matters are open, 1 of them late." in whole
        assert late.count("<tr data-row") == 1
        assert answer.status_code == 302
        assert {fresh(one).person_id for one in rows} == {greta().pk}
        assert lead.get("/matters/unit/?state=NONSENSE").status_code == 404
        assert signed_in(lin()).get("/matters/unit/").status_code == 403

    def test_gives_nothing_of_other_units(self) -> None:
        lake = a_matter_now(MINE, customer_id=lake_mills().pk)

        answer = signed_in(greta()).post(
            "/matters/unit/assignments/",
            {"matter": f"{lake.pk}:{lake.version}", "to_person": greta().pk, "reason": "x"},
        )

        assert answer.status_code == 422
        assert fresh(lake).person_id is None

    def test_the_file_holds_what_is_shown(self) -> None:
        a_matter_now("ONBOARDING_FOLLOW_UP")
        a_matter_now(MINE, at=clock.now() - 40 * DAY, what="late one")

        answer = signed_in(greta()).post("/matters/unit/exports/csv/?state=OVERDUE")

        lines = b"".join(answer).decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert "1 matters" in lines[0] or "1 matter" in lines[0]

    def test_the_share_of_pauses_is_told_by_unit_too(self) -> None:
        at = clock.now() - 4 * HOUR
        # Hill's matter stands still for three of its four hours, Harbor's for none.
        a_matter_now("COMPLAINT_REPLY", at=at, unit_id=harbor_branch().pk)
        paused = a_matter_now("COMPLAINT_REPLY", at=at, unit_id=hill_branch().pk)
        actions.pause_commitment(
            commitment=paused, pause_reason=reason(), evidence="x", by=hugo(), at=at + HOUR
        )

        page = text_of(signed_in(paul()).get("/matters/unit/"))
        one_unit = text_of(signed_in(greta()).get("/matters/unit/"))

        table = page.split('aria-labelledby="unit-loads"')[1].split("</section>")[0]
        shares = re.findall(r'data-label="Share of pauses"[^>]*>([^<]*)<', table)
        assert shares == ["0.0%", "75.0%"]
        assert "unit-loads" not in one_unit

    def test_what_is_too_long_to_be_measured_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(2):
            a_matter_now("ONBOARDING_FOLLOW_UP", at=clock.now() - 4 * YEAR, what=f"no {number}")
        monkeypatch.setattr("primeline.web.matters.board.MOST_MEASURED", 1)
        monkeypatch.setattr("primeline.commitments.queries.boards.MOST_MEASURED", 1)
        lead = signed_in(greta())

        page = text_of(lead.get("/matters/unit/"))

        assert "Pauses are those of the first 1 of 2 matters" in page
        # Years of a clock are told in days, not in tens of thousands of hours.
        assert "1,460 days / 1,460 days" in page


class TestEscalations:
    def test_shows_what_reached_the_lead_and_takes_an_answer(self) -> None:
        lead = signed_in(greta())
        matter = a_matter_now("COMPLAINT_REPLY", at=clock.now() - 40 * DAY, what="Long gone")
        scan(clock.now())
        for rung in RungFired.objects.filter(commitment=matter):
            tell_of(rung.pk, at=clock.now())

        assert "Long gone" in text_of(lead.get("/matters/escalations/"))
        told = text_of(lead.get("/matters/alerts/"))
        ids = re.findall(r'name="alert" value="(\d+)"', told)
        assert ids
        lead.post("/matters/alerts/", {"alert": ids})
        assert "You have seen all of them" in text_of(lead.get("/matters/alerts/"))

    def test_counts_all_that_reached_the_lead_where_some_are_shown(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("primeline.web.matters.escalations.AT_ONCE", 1)
        facts: dict[str, Any] = {"tells": [Tells.BRANCH_LEAD], "at": clock.now()}
        for age in (40, 40, 0):
            matter = a_matter_now("COMPLAINT_REPLY", at=clock.now() - age * DAY)
            notify(matter.pk, NoticeKind.UNANSWERED, happening=f"test:{matter.pk}", **facts)

        page = text_of(signed_in(greta()).get("/matters/escalations/"))

        assert "3 matters have reached you, 2 of them late." in page
        assert "The first 1." in page

    def test_shows_that_nobody_answered_the_calls_until_it_is_seen(self) -> None:
        lead, matter = signed_in(greta()), a_matter_now("VISIT", what="Line 7")
        facts: dict[str, Any] = {"tells": [Tells.BRANCH_LEAD], "at": clock.now()}
        for _twice in "12":
            notify(matter.pk, NoticeKind.UNANSWERED, happening="test:1", **facts)

        for address in ("/matters/escalations/", "/matters/alerts/"):
            page = text_of(lead.get(address))
            assert page.count("Nobody answered the call chain") == 1, address
            assert "Line 7" in page
        sent = re.findall(r'name="(notice|alert)" value="(\d+)"', page)
        assert len(sent) == 1
        lead.post("/matters/alerts/", dict(sent))
        assert "You have seen all of them" in text_of(lead.get("/matters/alerts/"))

    def test_an_instruction_is_answered_by_the_unit_that_owes_it(self) -> None:
        center, lead = signed_in(sara()), signed_in(greta())
        form = text_of(center.get("/matters/letters/new/instruction/"))
        once = re.search(r'name="once"[^>]*value="([^"]+)"', form)
        assert once
        center.post(
            "/matters/letters/new/instruction/",
            {
                "once": once[1],
                "to_unit": harbor_branch().pk,
                "title": "Check the ring",
                "text": "Both routes",
            },
        )
        letter = Letter.objects.get()

        assert "Check the ring" in text_of(lead.get("/matters/"))
        assert center.post(f"/matters/letters/{letter.pk}/", {"text": "no"}).status_code == 404
        lead.post(f"/matters/letters/{letter.pk}/", {"text": "Checked"})

        letter.refresh_from_db()
        assert letter.answer == "Checked"
        assert signed_in(anna()).get(f"/matters/letters/{letter.pk}/").status_code in (200, 404)


class TestFirstAsked:
    def test_whoever_takes_it_owns_it_until_somebody_accepts_it(self) -> None:
        client = signed_in(lin())
        form = text_of(client.get(f"/matters/inquiries/new/?account={harbor_bank().number}"))
        once = re.search(r'name="once"[^>]*value="([^"]+)"', form)
        assert once
        assert f'value="{harbor_bank().number}"' in form
        facts = {"once": once[1], "asked_by": "PHONE", "text": "When is line 7 back?"}
        assert client.post("/matters/inquiries/new/", facts | {"account": lake_mills().number})
        assert not Commitment.objects.exists()

        for _ in range(2):
            client.post("/matters/inquiries/new/", facts | {"account": harbor_bank().number})
        matter = Commitment.objects.get()
        greta_gives = {
            "matter": f"{matter.pk}:{matter.version}",
            "to_person": greta().pk,
            "reason": "Lin is away",
        }
        lead = signed_in(greta())
        lead.post("/matters/unit/assignments/", greta_gives)

        assert (matter.step.code, matter.person) == ("ASKED", lin())
        assert fresh(matter).person == lin()
        lead.post(f"/matters/offers/{Offer.objects.get().pk}/acceptance/")
        assert fresh(matter).person == greta()
        assert "When is line 7 back?" in text_of(lead.get(f"/matters/{matter.number}/customer/"))


class TestOffering:
    def test_names_only_colleagues_who_see_what_it_is_about(self) -> None:
        matter, others = a_matter_now(MINE), (mira(), nora(), lin())
        assert greta().is_active
        shown = text_of(signed_in(lin()).get(f"/matters/{matter.number}/acts/"))
        offered = shown[shown.index('name="to_person"') :]

        assert greta().name in offered
        for person in others:
            assert f'value="{person.pk}"' not in offered
