"""Promises in flight that run as cases: the lane, the stage and our word for the whole of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments.models import Chase, Commitment
from primeline.commitments.tests.owing import TEST
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.kit.deeds import act
from primeline.processes import actions, queries
from primeline.processes.models import Case, CaseFact
from primeline.processes.tests.drawn import begun, install, item
from primeline.processes.tests.test_promises import dora
from primeline.processes.values import PROMISE, Wish
from primeline.testing.cast import greta, harbor_bank, harbor_branch, lin, mira
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import text_of
from primeline.web.matters.tests.test_kept import file_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6", "E5"), pytest.mark.mainly("sqlite")]
HERE = "/matters/promises/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()
    actions.install_processes(by=TEST, at=clock.now() - 9 * DAY)


def started(code: str, title: str = "A matter", **said: str) -> Case:
    case = actions.start_case(
        process=queries.get_process(code),
        customer=harbor_bank(),
        wish=Wish(title=title),
        by=lin(),
        at=clock.now() - 8 * DAY,
    )
    say(case, **said)
    return case


def say(case: Case, **said: str) -> None:
    """Have been said in a case what a step of it asks for."""
    with act(kind="processes.finish", by=TEST, at=clock.now()):
        for name, text in said.items():
            CaseFact.objects.create(case=case, name=name, text=text)


def step_of(case: Case) -> Commitment:
    return Commitment.objects.get(item__case=case)


def shown(lane: str = "") -> str:
    return text_of(signed_in(lin()).get(HERE, {"lane": lane}))


def test_each_drawing_has_its_lane_and_a_termination_one_of_its_own() -> None:
    cases = {
        "OPENING": started("OPENING", "Second line"),
        "CHANGE": started("CHANGE", "Twice the speed", kind="change"),
        "TERMINATION": started("CHANGE", "Wants to leave", kind="terminate"),
        "COMPLAINT": started("COMPLAINT", "Wrong bill"),
        "FAULT": started("FAULT", "Line down"),
        # What people have drawn themselves is there too, in the last one.
        "OTHER": begun(),
    }
    # Beside its step a complaint owes its reply, a fault its estimate and that it is restored.
    assert "Your customers wait for 9 matters" in shown()
    for lane in cases:
        page = shown(lane)
        assert [name for name, case in cases.items() if case.number in page] == [lane]
    for person, is_there in ((greta(), True), (mira(), False)):
        page = text_of(signed_in(person).get(HERE))
        assert (cases["OPENING"].number in page) is is_there


def test_a_row_says_the_stage_since_when_and_our_word_for_the_whole() -> None:
    case = started("OPENING", "Second line")
    matter = step_of(case)
    page = shown()
    assert "Take down the need</a>" in page
    assert "step 1 of at most " in page
    assert page.count('class="begun"') == 1
    assert "of 2 working days taken" in page
    # Nobody was promised our own step.
    assert "this step by" in page
    assert "later than promised" not in page

    say(case, promised_day="2030-05-06")

    assert "6 May 2030" in shown()
    stage = queries.stages_at([matter.pk])[matter.pk]
    assert (stage.node, stage.promised_day) == ("need_taken", date(2030, 5, 6))


def test_what_a_case_owes_as_a_whole_says_who_has_its_step_now() -> None:
    dora()
    case = started("COMPLAINT", "Wrong bill")
    matter = Commitment.objects.get(subject_kind=PROMISE, subject_id=case.pk)
    client = signed_in(lin())
    desk = f"now “Take down the complaint”: Dedicated-seat agent, {harbor_branch().name}"
    row = shown("COMPLAINT")
    assert "Complaint reply</a>" in row
    assert desk in row
    assert "(1/" in "\n".join(file_of(signed_in(greta()), "/matters/promises/exports/csv/"))
    for path in (f"/cases/{case.number}/", f"/matters/{matter.number}/"):
        page = text_of(client.get(path))
        assert "Complaint reply" in page
        assert case.number in page
    assert desk in text_of(client.get(f"/matters/{matter.number}/"))
    page = text_of(signed_in(greta()).get(f"/matters/{matter.number}/"))
    assert "Go to the case: a step of it ends this" in page
    assert f"/matters/{matter.number}/done/" not in page

    at = clock.now() - DAY
    for node, answers in (("accept", {"content": "Much"}), ("desk", {"solved_by_desk": "false"})):
        actions.finish_item(
            item=item(case, node), reach=reach_now(dora(), at=at), answers=answers, by=dora(), at=at
        )

    assert "now “The local technical department”: Technician, " in shown("COMPLAINT")
    told = text_of(client.get(f"/matters/{matter.number}/customer/"))
    # The customer waits for the reply since they complained, now at the hands of the technicians.
    assert "Complaint reply" in told
    assert "Technician" in told
    assert "The local technical department" not in told


def test_chasing_and_telling_work_on_a_step() -> None:
    case = started("CHANGE", "Twice the speed", kind="change")
    matter, client = step_of(case), signed_in(lin())
    client.post(f"/matters/{matter.number}/chase/", {"back": HERE})
    assert Chase.objects.get().commitment == matter
    assert "chased once" in shown()

    told = text_of(client.get(f"/matters/{matter.number}/customer/"))

    assert case.number in told
    assert "Twice the speed" in told
    # Our own steps and their limits are nothing for the customer.
    assert matter.step.name not in told
    assert "Take it down, check who may ask" not in told
    assert "First promised by" not in told


def test_files_name_the_stage() -> None:
    case = started("OPENING", "Second line")
    place = queries.stages_at([step_of(case).pk])[step_of(case).pk].place
    assert place is not None
    said = "\n".join(file_of(signed_in(greta()), "/matters/promises/exports/csv/"))
    assert f"{case.number} Take down the need (1/{place.count})" in said


def test_ten_steps_cost_as_many_queries_as_two() -> None:
    client, costs = signed_in(lin()), []
    for count in (1, 4):
        for _ in range(count):
            for code in ("OPENING", "CHANGE", "COMPLAINT", "FAULT"):
                started(code)
        client.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            client.get(HERE)
        costs.append(len(asked))
    assert costs[1] <= costs[0], costs
