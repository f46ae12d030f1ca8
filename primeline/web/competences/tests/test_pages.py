"""The directory and profiles, as people use them."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.competences import actions, queries
from primeline.competences.models import Training
from primeline.products.actions import install_reference
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, lin, mira, nora, omar
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


@pytest.fixture(autouse=True)
def _tuesday() -> object:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    actions.install_catalog(by=CASTING, at=TUESDAY_10AM)
    with time_machine.travel(TUESDAY_10AM):
        yield


def test_a_person_states_the_lead_confirms_and_colleagues_find_them() -> None:
    own, lead, colleague = signed_in(lin()), signed_in(greta()), signed_in(nora())
    here = f"/directory/{lin().pk}/"
    said = {"competence": "INDUSTRY_FINANCE", "level": "3", "once": "k" * 24}

    assert own.post(f"{here}assessments/new/", said).status_code == 302
    assert own.post(f"{here}assessments/new/", said).status_code == 302
    assert len(queries.assessments_of(lin())) == 1
    assert "waits for the lead" in own.get(here).content.decode()
    found = f"/directory/?competence=INDUSTRY_FINANCE&level=3&q={lin().username}"
    assert "Nobody fits" in colleague.get(found).content.decode()

    assert "Confirm it" in lead.get(here).content.decode()
    assert lead.post(f"{here}assessments/new/", said | {"once": "l" * 24}).status_code == 302

    assert f'href="{here}"' in colleague.get(found).content.decode()
    shown = colleague.get(here).content.decode()
    assert "Finance industry" in shown
    assert "Trainings and certificates owed" not in shown
    assert colleague.get(f"{here}assessments/new/").status_code == 404


def test_a_certificate_is_kept_and_handed_out_to_the_person_and_their_lead_alone() -> None:
    own, lead = signed_in(lin()), signed_in(greta())
    here = f"/directory/{lin().pk}/"
    sent = {
        "course": "PERSONAL_DATA",
        "held_date": "2026-04-20",
        "hours": "4",
        "result": "PASSED",
        "once": "m" * 24,
        "file": SimpleUploadedFile("zheng.pdf", pdf()),
    }

    assert own.post(f"{here}trainings/new/", sent).status_code == 302
    training = Training.objects.get()
    address = f"{here}trainings/{training.pk}/"
    assert lead.post(f"{address}confirmation/", {"version": "1"}).status_code == 302

    assert lead.get(f"{address}certificate/").content == pdf()
    assert signed_in(nora()).get(f"{address}certificate/").status_code == 404
    assert "Personal data and secrecy" in lead.get(here).content.decode()


def test_the_directory_costs_the_same_for_few_and_many_and_shows_loads_to_some() -> None:
    lin(), nora(), mira()
    lead = signed_in(greta())
    lead.get("/directory/")
    with CaptureQueriesContext(connection) as few:
        page = lead.get("/directory/").content.decode()
    assert "Load in all" in page
    for person in (lin(), nora(), greta()):
        for one in queries.competences():
            actions.assess(person=person, competence=one, level=2, by=CASTING, at=TUESDAY_10AM)
    with CaptureQueriesContext(connection) as many:
        lead.get("/directory/")

    assert len(many) == len(few) <= 18
    assert "Load in all" not in signed_in(omar()).get("/directory/").content.decode()
