"""A suggestion from the words of the customer to what they were told, on pages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments.models import Letter
from primeline.testing.cast import east_province, harbor_bank, hill_branch, lake_mills, lin, paul
from primeline.testing.doors import signed_in
from primeline.web.edits import OnceForm
from primeline.web.matters.tests.owing import install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F7"), pytest.mark.engine("sqlite")]

LIST, NEW = "/matters/suggestions/", "/matters/suggestions/new/"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    paul(), hill_branch()


def facts(**more: Any) -> dict[str, Any]:
    sent = {
        "account": harbor_bank().number,
        "to_unit": east_province().pk,
        "text": "Split the bill by branch.",
        "once": OnceForm.new_key(),
    }
    return sent | more


def test_goes_to_a_department_is_answered_and_told() -> None:
    manager, department = signed_in(lin()), signed_in(paul())
    page = text_of(manager.get(NEW, {"account": harbor_bank().number}))
    assert harbor_bank().number in page
    sent = facts()
    # A double click sends it once.
    addresses = {manager.post(NEW, sent)["Location"] for _twice in range(2)}
    letter = Letter.objects.get()
    assert addresses == {f"/matters/letters/{letter.pk}/"}
    assert "1 suggestion waits for an answer, 0 late." in text_of(department.get(LIST))
    assert letter.title in text_of(department.get("/matters/"))

    there = f"/matters/letters/{letter.pk}/"
    assert department.post(there, {"text": "From January on."})["Location"] == LIST

    listed = text_of(department.get(LIST))
    assert "No suggestion waits for an answer." in listed
    mine = text_of(manager.get("/matters/"))
    assert letter.title in mine
    told = text_of(manager.get(LIST))
    assert "Running" in told
    number = told.partition("/matters/M")[2].partition("/")[0]
    matter = text_of(manager.get(f"/matters/M{number}/"))
    for said in ("Split the bill by branch.", "From January on.", paul().name):
        assert said in matter


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "K-0"}, "no such account within your reach"),
        ({"text": " "}, "Fill in this field."),
        ({"to_unit": "0"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(wrong: dict[str, str], said: str) -> None:
    answer = signed_in(lin()).post(NEW, facts(**wrong))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Letter.objects.exists()


def test_nobody_suggests_for_an_account_out_of_reach() -> None:
    answer = signed_in(lin()).post(NEW, facts(account=lake_mills().number))
    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_the_list_asks_as_much_however_long_it_is() -> None:
    manager = signed_in(lin())
    counts = []
    for _turn in range(2):
        for _more in range(3):
            manager.post(NEW, facts())
        manager.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            manager.get(LIST)
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]
