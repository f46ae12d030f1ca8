"""From a file to its deviations on the drawing, as a process owner goes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from primeline.replays.models import EventLog, LogCase, Replay
from primeline.replays.tests.told import DESK, as_csv, as_xes, asked, brought, carried_out, drawn
from primeline.testing.cast import lin, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]
NEW = "/processes/logs/new/"


def owner(language: str = "en") -> Client:
    client = signed_in(sara())
    session = client.session
    session["language"] = language
    session.save()
    return client


def file(content: bytes | None = None, name: str = "desk.csv") -> dict[str, Any]:
    told = as_csv(DESK) if content is None else content
    return {"file": SimpleUploadedFile(name, told), "written": "YMD", "once": "k" * 20}


def test_a_log_is_brought_mapped_replayed_and_its_deviations_are_found() -> None:
    client, edition = owner(), drawn()
    answer = client.post(NEW, file(as_xes(DESK, packed=True), "desk.xes.gz"))
    log = EventLog.objects.get()
    assert answer["Location"] == f"/processes/logs/{log.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "HELPDESK/1" in page

    address = f"/processes/logs/{log.pk}/replays/new/"
    page = client.get(address, {"edition": "HELPDESK/1"}).content.decode()
    assert '<option value="take" selected>Take in charge ticket (take)</option>' in page
    place = log.activities.index("Create SW anomaly")
    # By hand: what the other system calls an anomaly is drawn as being raised.
    sent = {"edition": "HELPDESK/1", f"step-{place}": "upgrade", "once": "r" * 20}
    answer = client.post(address, sent)
    assert client.post(address, sent)["Location"] == answer["Location"]
    replay = Replay.objects.get()
    assert replay.edition_id == edition.pk
    assert replay.mapping["Create SW anomaly"] == "upgrade"
    assert "It is being replayed." in client.get(answer["Location"]).content.decode()

    carried_out(replay)
    page = client.get(answer["Location"]).content.decode()
    assert "8 of 13 cases went as drawn; fitness" in page
    assert "Assign seriousness → Resolve ticket → Closed" in page
    page = client.get(answer["Location"], {"deviation": "LEFT:take"}).content.decode()
    assert "2 ways" in page
    assert "C-9, C-10, C-11" in page
    assert "Wait → Take in charge" not in page
    assert client.get(answer["Location"], {"deviation": "LEFT:nowhere"}).status_code == 404


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Take in charge ticket: waited for, never done"), ("zh-hans", "受理工单：该做而未做")],
)
def test_both_languages_tell_the_same(language: str, said: str) -> None:
    replay = carried_out(asked(brought(), drawn()))
    page = owner(language).get(f"/processes/logs/replays/{replay.pk}/").content.decode()
    assert said in page


def test_sent_twice_it_is_brought_once_and_another_time_it_is_recognized() -> None:
    client = owner()
    first = client.post(NEW, file())
    assert client.post(NEW, file())["Location"] == first["Location"]
    again = client.post(NEW, file() | {"once": "other" * 5})
    assert again.status_code == 422
    assert "on file already as “desk.csv”" in again.content.decode()
    assert EventLog.objects.count() == 1


@pytest.mark.engine("sqlite")
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept() -> None:
    client = owner()
    answer = client.post(NEW, file(b"number,what,when\nA,x,soon\n"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The file has: “number”, “what”, “when”." in page
    assert 'id="id_case_error"' in page
    named = {"case": "number", "activity": "what", "time": "when"}
    answer = client.post(NEW, file(b"number,what,when\nA,x,soon\n") | named)
    assert "row 2, “when”: “soon” is no moment as was said" in answer.content.decode()
    assert not EventLog.objects.exists()


def test_ways_leave_as_a_file_that_names_who_took_it() -> None:
    replay = carried_out(asked(brought(), drawn()))
    address = f"/processes/logs/replays/{replay.pk}/csv/"
    whole = owner().post(address).getvalue().decode()
    assert f"({sara().username})" in whole
    assert len(whole.strip().splitlines()) == 2 + 5
    some = owner().post(f"{address}?deviation=LEFT:take").getvalue().decode()
    assert len(some.strip().splitlines()) == 2 + 1
    assert "Take in charge ticket: waited for, never done" in some


def test_cases_are_let_go_on_the_page_and_figures_stay() -> None:
    replay = carried_out(asked(brought(), drawn()))
    client, address = owner(), f"/processes/logs/{replay.log_id}/"
    assert client.post(f"{address}end/", {"version": 1}).status_code == 302
    assert not LogCase.objects.exists()
    assert client.post(f"{address}end/", {"version": 1}).status_code == 422
    page = client.get(f"/processes/logs/replays/{replay.pk}/").content.decode()
    assert "8 of 13 cases went as drawn" in page
    assert "were let go" in page


@pytest.mark.engine("sqlite")
def test_questions_do_not_grow_with_cases(django_assert_max_num_queries: Any) -> None:
    replay = carried_out(asked(brought(), drawn()))
    client = owner()
    for address in (
        "/processes/logs/",
        f"/processes/logs/{replay.log_id}/",
        f"/processes/logs/replays/{replay.pk}/",
    ):
        client.get(address)
        with django_assert_max_num_queries(14):
            client.get(address)


@pytest.mark.engine("sqlite")
def test_whoever_may_not_change_processes_sees_no_log() -> None:
    assert signed_in(lin()).get("/processes/logs/").status_code == 403
