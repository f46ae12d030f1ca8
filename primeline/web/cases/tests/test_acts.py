"""Finishing steps on the page: somebody else was faster, and drawings that ask for a note."""

import pytest

from primeline.processes import queries
from primeline.processes.models import WorkItem
from primeline.processes.tests.drawn import (
    begun,
    done,
    drawing,
    end,
    field,
    install,
    item,
    nodes,
    start,
    task,
)
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("F2")]
ASKED = drawing(
    start(), task("ask", "ACCOUNT_MANAGER", asks="note"), task("survey", "TECHNICIAN"), end(),
    "start->ask", "ask->survey", "survey->end", fields=field("note", "day"),
)  # fmt: skip


@pytest.mark.parametrize("act", ["end", "return", "put-back"])
def test_whoever_comes_second_reads_who_was_faster(act: str) -> None:
    install()
    case = begun()
    step = item(case, "ask")
    client = signed_in(cast.lin())
    done(case, "ask", cast.lin())
    page = client.post(f"/cases/steps/{step.pk}/{act}/", {"reason": "no line"})
    assert page.status_code == 422
    assert "has done this already" in page.content.decode()


def test_a_step_that_was_not_sent_yet_shows_what_was_said_before_and_nothing_wrong() -> None:
    install()
    xml = drawing(
        start(), task("ask", "ACCOUNT_MANAGER", asks="speed!"),
        task("survey", "TECHNICIAN", asks="speed! cable!"), end(),
        "start->ask", "ask->survey", "survey->end", fields=field("speed") + field("cable"),
    )  # fmt: skip
    case = begun(xml)
    done(case, "ask", cast.lin(), speed="200 M")
    page = signed_in(cast.tom()).get(f"/cases/{case.number}/").content.decode()
    assert "invalid" not in page
    assert 'value="200 M"' in page


def test_a_drawing_that_asks_for_a_note_of_its_own_gets_it() -> None:
    install()
    case = begun(ASKED)
    step = item(case, "ask")
    page = signed_in(cast.lin()).post(f"/cases/steps/{step.pk}/end/", {"note": "2026-12-01"})
    assert page.status_code == 302
    assert queries.facts_of(case) == {"note": "2026-12-01"}
    assert nodes(case) == {"survey"}
    assert WorkItem.objects.get(pk=step.pk).note == ""
