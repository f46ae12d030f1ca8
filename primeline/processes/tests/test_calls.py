"""Cases that wait for messages and call other cases, and the opening that is shipped."""

from datetime import timedelta

import pytest

from primeline.commitments.models import Commitment
from primeline.customers.actions import attach_file
from primeline.customers.queries import reach_now
from primeline.customers.values import Paper
from primeline.kit.errors import Refused
from primeline.processes import actions, queries
from primeline.processes.choices import CaseStatus
from primeline.processes.models import Token, WorkItem
from primeline.processes.tests.drawn import (
    LINE,
    TEST,
    begun,
    done,
    drawing,
    end,
    field,
    fresh,
    in_force,
    install,
    item,
    nodes,
    start,
    task,
)
from primeline.processes.values import Wish
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    hugo,
    lin,
    omar,
    sol,
    tom,
)
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2")]
LATER = TUESDAY_10AM + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def test_a_case_waits_for_what_it_was_drawn_to_wait_for_and_takes_it_once() -> None:
    wait = (
        '<bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition messageRef="m" />'
        "</bpmn:intermediateCatchEvent>"
    )
    xml = drawing(
        start(), wait, task("ask", "ACCOUNT_MANAGER"), end(), "start->paid", "paid->ask",
        "ask->end", messages='<bpmn:message id="m" name="payment" />',
    )  # fmt: skip
    case = begun(xml)
    assert nodes(case) == set()
    with pytest.raises(Refused, match="does not wait for that"):
        actions.receive_message(case=case, message="complaint", by=lin(), at=LATER)
    actions.receive_message(case=case, message="payment", by=lin(), at=LATER)
    assert nodes(case) == {"ask"}
    with pytest.raises(Refused, match="come already"):
        actions.receive_message(case=case, message="payment", by=lin(), at=LATER)


def test_a_case_calls_another_one_and_goes_on_with_what_was_said_there() -> None:
    lease = drawing(
        start(), task("lease", "BRANCH_LEAD", asks="rent!"), end(), "start->lease", "lease->end",
        fields=field("rent", "number"),
    )  # fmt: skip
    caller = drawing(
        start(), '<bpmn:callActivity id="call" calledElement="LEASE" />',
        task("build", "TECHNICIAN"), end(), "start->call", "call->build", "build->end",
        fields=field("rent", "number"),
    )  # fmt: skip
    in_force(lease, "LEASE")
    case = begun(caller)
    called = Token.objects.get(case=case, left_at=None).called_case
    with pytest.raises(Refused, match="Another case waits"):
        actions.cancel_case(case=called, version=called.version, by=greta(), at=LATER, reason="no")
    done(called, "lease", greta(), rent="120")
    assert fresh(called).status == CaseStatus.DONE
    assert nodes(case) == {"build"}
    assert queries.facts_of(case) == {"rent": "120"}


def test_a_case_that_is_cancelled_takes_those_it_called_along() -> None:
    in_force(LINE, "LEASE")
    case = begun(
        drawing(
            start(), '<bpmn:callActivity id="call" calledElement="LEASE" />', end(),
            "start->call", "call->end",
        )
    )  # fmt: skip
    called = Token.objects.get(case=case, left_at=None).called_case
    now = fresh(case)
    actions.cancel_case(case=now, version=now.version, by=greta(), at=LATER, reason="withdrawn")
    assert fresh(called).status == CaseStatus.CANCELLED
    assert not WorkItem.objects.open().exists()


def test_the_shipped_opening_runs_from_the_first_wish_to_the_follow_up() -> None:
    actions.install_processes(by=TEST, at=TUESDAY_10AM)
    assert actions.install_processes(by=TEST, at=TUESDAY_10AM) == 0
    case = actions.start_case(
        process=queries.get_process("OPENING"), customer=harbor_bank(),
        wish=Wish(title="Second line"), by=lin(), at=TUESDAY_10AM,
    )  # fmt: skip
    said = {"service": "internet", "need": "200 M", "address": "Quay 1"}
    done(case, "need_taken", lin(), **said)
    # A site survey keeps the time of its own step: Harbor Bank is gold, two working days.
    owed = item(case, "precheck").commitment
    assert (owed.step.code, owed.due_at - TUESDAY_10AM) == ("SURVEY", timedelta(days=2))
    done(case, "precheck", tom(), line="own")
    done(case, "solution", sol(), equipment="branch", monthly_fee="7000")
    done(case, "agreement", lin(), outcome="won")
    signed = {"contract_number": "HT-1", "promised_day": "2027-01-15"}
    with pytest.raises(Refused, match="A paper is missing"):
        done(case, "contract", lin(), **signed)
    for kind in ("CONTRACT", "AUTHORITY", "LICENSE", "ACCEPTANCE", "OTHER"):
        paper = Paper(kind=kind, name=f"{kind}.pdf", content=stream(pdf(kind)))
        attach_file(customer=harbor_bank(), paper=paper, by=lin(), at=TUESDAY_10AM)
    done(case, "contract", lin(), **signed)
    done(case, "register", lin())
    done(case, "upload", omar())
    assert nodes(case) == {"own_line", "branch_stock"}
    done(case, "own_line", tom())
    done(case, "branch_stock", tom())
    done(case, "addresses", tom(), ip_addresses="192.0.2.8/29")
    for node in ("prepare", "build"):
        done(case, node, tom())
    done(case, "test", tom(), test_passed="false")
    done(case, "build", tom())
    done(case, "test", tom(), test_passed="true")
    done(case, "acceptance", lin(), is_accepted="true")
    done(case, "billing", sol(), billing_day="2027-01-10")
    done(case, "explain", lin(), told_day="2027-01-11")
    done(case, "hand_over", omar())
    assert fresh(case).status == CaseStatus.DONE
    assert Commitment.objects.open().get().step.code == "ONBOARDING_FOLLOW_UP"


def test_a_lead_sees_by_stage_what_waits_in_their_units_and_how_many_cases_stand_where() -> None:
    first = begun()
    case = begun()
    done(case, "ask", lin())
    much_later = TUESDAY_10AM + timedelta(days=30)
    for lead, count in ((greta(), 1), (hugo(), 0)):
        reach = reach_now(lead, at=much_later)
        stages = queries.stages_of(reach, first.edition.process)
        assert {node: number for node, (number, _items) in stages.items()} == dict.fromkeys(
            ("ask", "survey") if count else (), 1
        )
        assert queries.late_count(reach, first.edition.process, at=much_later) == 2 * count
    here = queries.heat_of(reach_now(greta(), at=LATER), case.edition)
    assert here == {"survey": 1}
