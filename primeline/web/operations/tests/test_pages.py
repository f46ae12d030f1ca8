"""Ada sees what was given up and has it tried again; nobody else does."""

from datetime import timedelta

import pytest

from primeline.config.wiring import JOBS, LISTENERS
from primeline.kit import clock
from primeline.kit.events import name_of
from primeline.kit.jobs import enqueue
from primeline.kit.models import JobRow
from primeline.testing.cast import ada, greta
from primeline.testing.doors import signed_in
from primeline.web.operations import words

pytestmark = [pytest.mark.django_db, pytest.mark.row("L3"), pytest.mark.engine("sqlite")]


def test_what_was_given_up_is_shown_with_its_error_and_tried_again() -> None:
    at = clock.now()
    failed = enqueue(kind="test.poison", payload={"row": 7}, at=at)
    JobRow.objects.filter(pk=failed).update(
        failed_at=at, attempts_count=12, last_error="ValueError: bad row"
    )
    enqueue(kind="test.patient", at=at, run_after=at + timedelta(days=1))
    enqueue(kind="commitments.scan", at=at, run_after=at + timedelta(days=1))
    client = signed_in(ada())

    page = client.get("/operations/jobs/").content.decode()
    answer = client.post(f"/operations/jobs/{failed}/retry/")

    assert "ValueError: bad row" in page
    assert "test.patient" in page
    assert "Look which matters are due" in page
    assert answer.status_code == 302
    again = JobRow.objects.get(pk=failed)
    assert (again.failed_at, again.attempts_count) == (None, 0)
    assert client.post(f"/operations/jobs/{failed}/retry/").status_code == 409
    assert signed_in(greta()).get("/operations/jobs/").status_code == 403


def test_every_job_and_every_fact_that_is_heard_has_words() -> None:
    assert set(words.JOBS) == set(JOBS)
    assert set(words.FACTS) == {name_of(fact) for fact in LISTENERS}
