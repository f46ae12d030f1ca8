"""Rosters and call chains as people use them: set by the lead, swapped, called and answered."""

import re
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from primeline.commitments.models import Letter
from primeline.commitments.tests.owing import a_matter, install
from primeline.rosters import actions
from primeline.rosters.models import CallRun, Roster, Shift
from primeline.rosters.tests.duties import (
    DAY,
    DAY_AND_NIGHT,
    TUESDAY,
    a_roster,
    a_technician,
    shift_of,
    taking_turns,
    with_phone,
)
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]
ONCE = "k" * 24
SENT = "application/x-www-form-urlencoded"
MEANT = {"is_strain_meant": "on"}
ASKED = {
    "speciality": "TECHNICIAN",
    "needed": "ALWAYS",
    "needs_approval": "on",
    "rest_hours": 8,
}
TURNS = {
    "version": 0,
    "active_from": "2026-04-28",
    "days_0": "EVERY",
    "start_0": "08:00",
    "end_0": "20:00",
    "turn_0": 0,
    "days_1": "EVERY",
    "start_1": "20:00",
    "end_1": "08:00",
    "turn_1": 1,
}


@pytest.fixture(autouse=True)
def _tuesday() -> object:
    with time_machine.travel(TUESDAY_10AM, tick=False):
        yield


def content(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client: Client, address: str, **sent: object) -> int:
    return client.post(address, {"once": ONCE} | sent).status_code


@pytest.mark.row("A7")
def test_a_roster_is_set_worked_and_swapped() -> None:
    greta, tom, bo = cast.greta(), cast.tom(), a_technician("bo")
    lead, mine, other = (signed_in(one) for one in (greta, tom, bo))
    unit = cast.harbor_branch().pk
    asked = ASKED | {"unit": unit}
    assert "No roster here" in content(lead, "/rosters/")
    assert [post(lead, "/rosters/new/", **asked) for _twice in "12"] == [302, 302]
    roster = Roster.objects.get()
    here = f"/rosters/{roster.pk}/"
    turns = TURNS | {"person_0": tom.pk, "person_1": bo.pk}

    assert post(lead, f"{here}rotation/", **(turns | {"end_0": "21:00"})) == 422
    assert post(mine, f"{here}rotation/", **turns) == 403
    assert post(lead, f"{here}rotation/", **turns) == 302
    assert post(lead, f"{here}rotation/", **turns) == 422
    week = content(mine, here)
    # Six days of the week, and who is on duty now.
    assert week.count("08:00 – 20:00") == 7
    assert "Week from" in week
    assert all(
        "is-gap" not in content(lead, f"{here}?week=2026-{day}") for day in ("04-20", "07-06")
    )
    assert "20:00 – 08:00" in content(mine, f"{here}month/?day=2026-05-03")
    assert "Tom" in content(lead, "/")

    shift = Shift.objects.filter(person=tom, starts_at__gt=TUESDAY_10AM).earliest("starts_at")
    at_shift = f"/rosters/shifts/{shift.pk}/"
    assert "Give it away" in content(mine, at_shift)
    assert post(mine, f"{at_shift}offer/") == 422
    assert post(mine, f"{at_shift}offer/", reason="Wedding") == 302
    swap = shift.swaps.get()
    assert "Take the shift" in content(other, "/rosters/")
    taking = f"/rosters/swaps/{swap.pk}/taking/"
    assert [post(other, taking, **MEANT) for _twice in "12"] == [302, 409]
    assert "Approve" in content(lead, "/")
    assert post(lead, f"/rosters/swaps/{swap.pk}/approval/", **MEANT) == 302
    shift.refresh_from_db()
    assert shift.person == bo
    assert post(mine, f"{here}notes/", text="Fiber 3 is weak") == 302
    note = roster.notes.get()
    assert "Fiber 3 is weak" in content(other, here)
    assert post(other, f"/rosters/notes/{note.pk}/reading/") == 302
    removed = f"{at_shift}removal/"
    assert [post(lead, removed), post(lead, removed)] == [302, 404]
    assert "is-gap" in content(lead, here)


@pytest.mark.row("A7")
def test_a_chain_is_called_for_a_matter_and_answered() -> None:
    install()
    greta, tom = with_phone(cast.greta()), with_phone(cast.tom())
    lead, called = signed_in(greta), signed_in(tom)
    unit, matter = cast.harbor_branch().pk, a_matter()
    steps = {"name": "Line down", "version": 0, "called_0": f"person:{tom.pk}", "wait_0": 5}
    new = f"/rosters/chains/new/?unit={unit}"

    assert "No call chain here" in content(lead, "/rosters/chains/")
    assert post(lead, new, **(steps | {"called_0": ""})) == 422
    assert post(lead, new, **(steps | {"called_1": "duty:TECHNICIAN", "wait_1": 5})) == 302
    assert "to be tried" in content(lead, "/rosters/chains/")
    assert lead.get("/rosters/chains/new/?account=NONE").status_code == 422
    of_bank = f"/rosters/chains/new/?account={cast.harbor_bank().number}"
    assert post(lead, of_bank, once="b" * 24, **(steps | {"name": "Bank"})) == 302
    at_matter = content(lead, f"/matters/{matter.number}/")
    start = re.search(r"/rosters/chains/\d+/\?matter=\d+", at_matter)
    assert start is not None
    assert "Only to try" not in content(lead, start[0])
    begin = start[0].replace("/?", "/runs/?")
    assert post(lead, begin, reason="Bank is off") == 422
    assert post(lead, begin, cause="OTHER", reason=" ") == 422
    assert post(lead, begin, cause="LINE_DOWN", reason="Bank is off") == 302
    run = CallRun.objects.get()
    assert run.commitment == matter
    assert "A line of an account is down: Bank is off" in content(lead, f"/rosters/runs/{run.pk}/")
    assert post(called, f"/rosters/runs/{run.pk}/1/not-reached/", why="") == 422
    assert tom.phone not in content(lead, f"/rosters/runs/{run.pk}/")
    assert "You are being called" in content(called, "/")
    assert post(called, f"/rosters/runs/{run.pk}/1/reached/") == 302
    assert "Somebody was reached" in content(lead, f"/matters/{matter.number}/")
    assert post(lead, f"/rosters/runs/{run.pk}/stop/", cause="OVER") == 422


@pytest.mark.row("A6")
def test_one_instruction_goes_to_many_units_and_shows_who_has_answered() -> None:
    install()
    province, lead = signed_in(cast.paul()), signed_in(cast.greta())
    units = [cast.harbor_branch().pk, cast.hill_branch().pk]
    sent = urlencode({"title": "Call banks", "text": "Soon", "once": ONCE, "due_at": ""})
    body = f"{sent}&{urlencode([('to_unit', one) for one in units])}"

    far = body.replace("due_at=", "due_at=2190-12-31T23%3A59")
    assert (
        province.post("/matters/letters/new/instruction/", far, content_type=SENT).status_code
        == 422
    )

    written = province.post(
        "/matters/letters/new/instruction/",
        body,
        content_type=SENT,
    )
    first = Letter.objects.get(to_unit=units[0])
    here = f"/matters/letters/{first.pk}/"
    assert written.status_code == 302
    assert Letter.objects.count() == 2
    assert "0 of 2 have answered" in content(province, here)
    assert "have answered" not in content(lead, here)
    assert lead.post(here, {"text": ""}).status_code == 422
    file = SimpleUploadedFile("banks.pdf", pdf())
    assert lead.post(here, {"text": "", "file": file}).status_code == 302
    assert "1 of 2 have answered, 0 are late" in content(province, here)
    taken = province.get(f"{here}files/answer/")
    assert (taken.content, taken["Cache-Control"]) == (pdf(), "private, no-store")
    assert province.get(f"{here}files/letter/").status_code == 404


@pytest.mark.row("A7")
def test_shifts_stand_in_ones_own_calendar_and_those_one_works_for_others_too() -> None:
    cache.clear()
    greta, tom, bo = cast.greta(), cast.tom(), a_technician("bo")
    taking_turns(a_roster(), tom)
    cover = staff.set_cover(
        absent=tom,
        covered_by=bo,
        period=Period(TUESDAY + DAY, TUESDAY + 2 * DAY),
        by=greta,
        at=TUESDAY_10AM,
    )
    assert cover.covered_by == bo
    read = {}
    for person in (tom, bo):
        made = signed_in(person).post("/visits/feed/new/").content.decode()
        address = re.search(r"/visits/feed/[\w-]+\.ics", made)
        assert address is not None
        read[person] = Client().get(address[0]).content.decode().replace("\r\n ", "")

    # A day of Tom's by day and by night is Bo's; on that day at midnight it begins and ends.
    assert "DTSTART:20260428T160000Z" not in read[tom]
    assert "DTSTART:20260429T160000Z" in read[tom]
    assert re.search("DTSTART:20260428T160000Z\r\nDTEND:20260429T000000Z", read[bo])
    assert read[bo].count("BEGIN:VEVENT") == 3
    assert read[bo].count("in somebody’s place") == 3
    assert "in somebody" not in read[tom]
    assert "Tom" not in read[bo]


@pytest.mark.row("A7")
def test_two_shifts_are_exchanged_on_the_pages_of_both() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    taking_turns(a_roster(), tom, bo)
    mine, theirs = shift_of(tom), shift_of(bo)
    at_mine, at_theirs = (f"/rosters/shifts/{one.pk}/" for one in (mine, theirs))
    asking, asked = signed_in(tom), signed_in(bo)

    assert "Exchange it for another" in content(asking, at_mine)
    assert "Exchange it for another" not in content(asking, at_theirs)
    wrong = {"for_shift": mine.pk, "exchange_reason": "Wedding"}
    assert post(asking, f"{at_mine}exchange/", **wrong) == 422
    wanted = {"for_shift": theirs.pk, "exchange_reason": "Wedding"}
    again = asking.post(f"{at_mine}exchange/", wanted).content.decode()
    assert "Tom would be on duty for 24 hours in a row." in again
    wanted |= MEANT
    assert [post(asking, f"{at_mine}exchange/", **wanted) for _twice in "12"] == [302, 422]
    for page in (at_mine, at_theirs, "/rosters/"):
        assert "Agree to the exchange" in content(asked, page), page
        assert "Agree to the exchange" not in content(asking, page), page
    taken = asked.post(f"/rosters/swaps/{mine.swaps.get().pk}/taking/", MEANT)
    starts = timezone.localtime(mine.starts_at, ZoneInfo(mine.roster.zone))
    assert taken["Location"] == f"/rosters/{mine.roster_id}/?week={starts:%Y-%m-%d}"
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.person, theirs.person) == (bo, tom)
    assert "⇄" in content(asked, f"/rosters/{mine.roster_id}/")


@pytest.mark.row("A7")
def test_whoever_takes_and_approves_a_long_duty_is_asked_once_more() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    taking_turns(a_roster(needs_approval=True), tom, bo)
    shift = shift_of(tom)
    offered = actions.offer_shift(shift=shift, to_person=bo, by=tom, reason="ill", at=TUESDAY_10AM)
    at_shift = f"/rosters/shifts/{shift.pk}/"
    taking, approval = (f"/rosters/swaps/{offered.pk}/{one}/" for one in ("taking", "approval"))
    other, lead = signed_in(bo), signed_in(cast.greta())

    # Bo has the nights before and after it.
    assert "Bo would be on duty for 36 hours in a row." in content(other, at_shift)
    assert "in a row" not in content(signed_in(tom), at_shift)
    assert post(other, taking) == 422
    assert post(other, taking, **MEANT) == 302
    again = lead.post(approval).content.decode()
    assert "Tick that it is meant, or choose another shift." in again
    assert 'name="is_strain_meant"' in again
    assert post(lead, approval, **MEANT) == 302
    assert Shift.objects.get(pk=shift.pk).person == bo


@pytest.mark.row("A7")
def test_the_lead_of_the_other_roster_approves_on_the_page_too() -> None:
    hal = cast.a_person("hal", "哈尔", "Hal", cast.hill_branch, Role.BRANCH_LEAD)
    hana = cast.a_person("hana", "哈娜", "Hana", cast.hill_branch, Role.TECHNICIAN)
    tom = cast.tom()
    taking_turns(a_roster(), tom, slots=DAY_AND_NIGHT[:1])
    a_roster(cast.hill_branch(), by=hal)
    offered = actions.offer_shift(
        shift=shift_of(tom), to_person=hana, by=tom, reason="ill", at=TUESDAY_10AM
    )
    actions.take_shift(swap=offered, by=hana, at=TUESDAY_10AM)

    approval = f"/rosters/swaps/{offered.pk}/approval/"
    assert post(signed_in(cast.mira()), approval) in (403, 404)
    assert [post(signed_in(one), approval) for one in (hal, cast.greta())] == [302, 302]
    assert Shift.objects.get(pk=offered.shift_id).person == hana
