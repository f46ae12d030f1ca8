"""The page of a version says what checking found, and what it could not tell."""

from collections.abc import Iterator
from functools import partial

import pytest

from primeline.bpmn import checks
from primeline.commitments.tests.owing import install
from primeline.processes.actions import draft_process, install_processes
from primeline.processes.actions.installing import DRAWINGS
from primeline.processes.queries import checking
from primeline.processes.queries import drawn as drawn_by
from primeline.testing.cast import CASTING, TUESDAY_10AM, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    install()
    install_processes(by=CASTING, at=TUESDAY_10AM)
    yield
    checking._problems.cache_clear()


def the_page() -> str:
    answer = signed_in(sara()).get("/processes/OPENING/1/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_says_that_all_was_tried_only_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "every join completes" in the_page()
    checking._problems.cache_clear()
    monkeypatch.setattr(checks, "problems_of", partial(checks.problems_of, max_steps=5))

    given_up = the_page()

    assert "not all of them were tried" in given_up
    assert "every join completes" not in given_up


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_fault_names_its_element_as_the_reader_calls_it(language: str) -> None:
    drawn = (DRAWINGS / "OPENING.bpmn").read_bytes()
    shown = draft_process(
        code="TRIED", name_zh="试", name_en="Tried", by=sara(), at=TUESDAY_10AM,
        xml=drawn.replace(b'role="SALES"', b'role="NOBODY"', 1),
    )  # fmt: skip
    (wrong,) = checking.problems_of(shown)
    node = drawn_by(shown).by_id[wrong.element]
    client = signed_in(sara())
    session = client.session
    session["language"] = language
    session.save()

    page = client.get("/processes/TRIED/1/").content.decode()

    assert f"<strong>{node.name_en if language == 'en' else node.name}</strong>" in page
