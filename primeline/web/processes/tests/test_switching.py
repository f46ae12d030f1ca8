"""The pages on which running cases are moved to another version: looked at, proposed, decided."""

from datetime import timedelta

import pytest
from django.test import Client

from primeline.kit import clock
from primeline.kit.jobs import Job
from primeline.processes import listeners
from primeline.processes.choices import SwitchStatus
from primeline.processes.models import Case, Switch
from primeline.processes.tests.drawn import (
    begun,
    done,
    drawing,
    end,
    fresh,
    in_force,
    install,
    start,
    task,
)
from primeline.staff.choices import Role
from primeline.testing.cast import TUESDAY_10AM, a_person, headquarters, lin, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]
ADDRESS = "/processes/TRIAL/1/switch/"
RENAMED = drawing(
    start(), task("ask", "ACCOUNT_MANAGER"), task("visit", "SALES"), end(),
    "start->ask", "ask->visit", "visit->end",
)  # fmt: skip


@pytest.fixture
def case(db: None) -> Case:
    install()
    found = begun()
    done(found, "ask", lin(), TUESDAY_10AM + timedelta(hours=1))
    in_force(RENAMED)
    return found


@pytest.fixture
def owner(case: Case) -> Client:
    return signed_in(sara())


def other() -> Client:
    return signed_in(a_person("stella", "史黛", "Stella", headquarters, Role.SERVICE_CENTER))


def test_what_stays_is_named_with_its_reason_until_somebody_says_where_it_goes(
    owner: Client, case: Case
) -> None:
    first = owner.get(ADDRESS).content.decode()
    assert "0 of 1 case would go over." in first
    assert "“survey” is not drawn any more." in first
    assert case.number in first
    then = owner.get(ADDRESS, {"to": "2", "at-survey": "visit"}).content.decode()
    assert "1 of 1 case would go over." in then
    assert "what is open stays as it was asked" in then


def test_it_is_proposed_once_decided_by_somebody_else_and_told_on_the_case(
    owner: Client, case: Case
) -> None:
    sent = {"to": "2", "at-survey": "visit", "reason": "shorter", "once": "k" * 20}
    answer = owner.post(ADDRESS, sent)
    shown = Switch.objects.get()
    assert answer["Location"] == f"/processes/switches/{shown.pk}/"
    assert owner.post(ADDRESS, sent)["Location"] == answer["Location"]
    own = owner.get(answer["Location"]).content.decode()
    assert "Take it back" in own
    assert "Your decision" not in own
    refused = owner.post(f"{answer['Location']}decision/", {"answer": "approve", "version": 1})
    assert refused.status_code == 422
    decided = other().post(f"{answer['Location']}decision/", {"answer": "approve", "version": 1})
    assert decided.status_code == 302
    listeners.switch_cases(
        Job(job_id=1, kind="processes.switch", payload={"switch": shown.pk}, at=clock.now())
    )
    assert Switch.objects.get().status == SwitchStatus.DONE
    assert "1 case went over." in owner.get(answer["Location"]).content.decode()
    page = owner.get(f"/cases/{fresh(case).number}/").content.decode()
    assert "version 2" in page
    assert "by <a" in page.replace("\n", " ")


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"to": "2", "at-survey": "visit", "reason": " "}, 422, "field-error"),
        ({"to": "2", "at-survey": "end", "reason": "x"}, 422, "the same kind of thing"),
        ({"to": "9", "reason": "x"}, 200, "There is no version to go on by"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    owner: Client, sent: dict[str, str], status: int, said: str
) -> None:
    answer = owner.post(ADDRESS, {**sent, "once": "k" * 20})
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Switch.objects.exists()


@pytest.mark.engine("sqlite")
def test_whoever_leads_no_process_moves_nothing(case: Case) -> None:
    assert signed_in(lin()).get(ADDRESS).status_code == 403
