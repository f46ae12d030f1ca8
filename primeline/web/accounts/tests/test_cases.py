"""The tab of matters names the cases of an account, and is where one is begun for it."""

import pytest

from primeline.processes.tests.drawn import LINE, begun, install
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2"), pytest.mark.mainly("sqlite")]


def _tab(person: Person) -> str:
    number = cast.harbor_bank().number
    page = signed_in(person).get(f"/accounts/{number}/matters/")
    assert page.status_code == 200
    return page.content.decode()


def test_an_account_names_its_cases_and_where_they_stand() -> None:
    install()
    case = begun(LINE)
    number = cast.harbor_bank().number
    said = _tab(cast.lin())
    row = said.split(f'href="/cases/{case.number}/"', 1)[1].split("</tr>", 1)[0]
    assert case.title in row
    place = case.tokens.get(left_at=None).node
    assert place in row
    assert f'href="/cases/new/?account={number}"' in said


def test_without_a_case_it_says_so_and_begins_one() -> None:
    said = _tab(cast.lin())
    assert "尚未为该客户发起流程" in said or "No case was begun" in said
    assert "/cases/new/?account=" in said


def test_whoever_may_not_change_the_account_is_not_asked_to_begin_one() -> None:
    install()
    case = begun(LINE)
    said = _tab(cast.tom())
    assert f"/cases/{case.number}/" in said
    assert "/cases/new/" not in said
