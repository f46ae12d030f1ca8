"""A draft is drawn on in the page by who began it: saved, refused with its faults, never lost."""

import pytest
from django.test import Client

from primeline.processes.models import Edition
from primeline.processes.tests.drawn import LINE, in_force, install
from primeline.staff.choices import Role
from primeline.testing.cast import a_person, headquarters, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1"), pytest.mark.engine("sqlite")]
DRAWN = LINE.decode().replace('name="ask"', 'name="要"')


@pytest.fixture
def owner() -> Client:
    install()
    in_force()
    return signed_in(sara())


@pytest.fixture
def address(owner: Client) -> str:
    """Begin a draft from the version in force."""
    answer = owner.post("/processes/TRIAL/1/copy/", {"once": "k" * 20})
    again = owner.post("/processes/TRIAL/1/copy/", {"once": "k" * 20})
    assert answer["Location"] == again["Location"] == "/processes/TRIAL/2/drawing/"
    return str(answer["Location"])


def test_what_is_drawn_is_saved_with_ends_of_lines_as_they_were(
    owner: Client, address: str
) -> None:
    assert "editor-data" in owner.get(address).content.decode()
    sent = {"version": 1, "xml": DRAWN.replace("\n", "\r\n")}
    assert owner.post(address, sent)["Location"] == address
    saved = Edition.objects.get(number=2)
    assert (saved.drawing.xml, saved.version) == (DRAWN, 2)


def test_the_record_names_drawings_by_their_hash(owner: Client, address: str) -> None:
    owner.post(address, {"version": 1, "xml": DRAWN})
    auditor = a_person("aude", "奥德", "Aude", headquarters(), Role.AUDITOR)
    page = signed_in(auditor).get("/audit/").content.decode()
    assert Edition.objects.get(number=2).drawing.sha256 in page


def test_who_saved_the_second_time_from_an_old_page_is_told(owner: Client, address: str) -> None:
    owner.post(address, {"version": 1, "xml": DRAWN})
    late = owner.post(address, {"version": 1, "xml": LINE.decode()})
    assert late.status_code == 422
    assert "Somebody else" in late.content.decode()
    assert Edition.objects.get(number=2).drawing.xml == DRAWN


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (DRAWN.replace("userTask", "scriptTask"), "scriptTask"),
        ("<nothing", "This is no XML"),
        (DRAWN.replace("<bpmn:def", '<!DOCTYPE a [<!ENTITY b "c">]><bpmn:def'), "entity"),
    ],
)
def test_what_is_no_drawing_within_the_profile_is_refused_and_not_lost(
    owner: Client, address: str, xml: str, said: str
) -> None:
    answer = owner.post(address, {"version": 1, "xml": xml})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Edition.objects.get(number=2).drawing.xml == LINE.decode()


def test_nobody_draws_on_the_draft_of_somebody_else_or_on_what_is_in_force(
    owner: Client, address: str
) -> None:
    other = signed_in(a_person("stella", "史黛", "Stella", headquarters, Role.SERVICE_CENTER))
    assert other.post(address, {"version": 1, "xml": DRAWN}).status_code == 409
    assert owner.get("/processes/TRIAL/1/drawing/").status_code == 409
    assert Edition.objects.get(number=2).drawing.xml == LINE.decode()
