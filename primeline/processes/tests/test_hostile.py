"""Drawings of strangers, long and deep ones, and ends that take others away."""

import pytest

from primeline.bpmn.markup import MAX_DEPTH
from primeline.commitments.models import Commitment
from primeline.processes import actions
from primeline.processes.choices import CaseStatus
from primeline.processes.models import Case, Drawing, WorkItem
from primeline.processes.rules import FaultyDrawing
from primeline.processes.tests.drawn import (
    LINE,
    begun,
    done,
    drawing,
    end,
    fresh,
    gateway,
    in_force,
    install,
    nodes,
    start,
    task,
)
from primeline.testing.cast import TUESDAY_10AM, ada, lin

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2")]
OVER = '<bpmn:endEvent id="over"><bpmn:terminateEventDefinition /></bpmn:endEvent>'
DEEPEST = MAX_DEPTH - 6


def call(node: str, called: str) -> str:
    return f'<bpmn:callActivity id="{node}" name="{node}" calledElement="{called}" />'


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16-BE", "ISO-8859-1"])
def test_a_drawing_that_could_not_be_kept_as_text_is_refused(encoding: str) -> None:
    # Without a mark at its beginning, UTF-16 of Latin letters is UTF-8 with NUL in it.
    name = "x" if encoding == "UTF-16-BE" else "Straße"
    declared = encoding.removesuffix("-BE")
    text = LINE.decode().replace("试验", name).replace("UTF-8", declared)
    with pytest.raises(FaultyDrawing):
        actions.draft_process(
            code="OTHER", name_zh="别", name_en="Other", xml=text.encode(encoding), by=ada(),
            at=TUESDAY_10AM,
        )  # fmt: skip
    assert not Drawing.objects.exists()


def test_a_place_has_room_for_the_longest_name_and_the_deepest_sub_process() -> None:
    long = "n" * 59
    inner = start("s") + task(long, "ACCOUNT_MANAGER") + end("e") + _arrows("s", long, "e", "i")
    for depth in range(DEEPEST):
        inner = (
            start(f"s{depth}")
            + f'<bpmn:subProcess id="p{depth}" name="p">{inner}</bpmn:subProcess>'
            + end(f"e{depth}")
            + _arrows(f"s{depth}", f"p{depth}", f"e{depth}", f"g{depth}")
        )
    outer = f'<bpmn:subProcess id="p" name="p">{inner}</bpmn:subProcess>'
    case = begun(drawing(start(), outer, end(), "start->p", "p->end"))
    assert nodes(case) == {long}
    done(case, long, lin())
    assert fresh(case).status == CaseStatus.DONE


def test_a_longer_id_than_a_place_has_room_for_is_refused_when_it_is_brought() -> None:
    long = "n" * 60
    xml = drawing(start(), task(long, "ACCOUNT_MANAGER"), end(), f"start->{long}", f"{long}->end")
    with pytest.raises(FaultyDrawing):
        actions.draft_process(
            code="OTHER", name_zh="别", name_en="Other", xml=xml, by=ada(), at=TUESDAY_10AM
        )


def test_an_end_that_takes_all_away_cancels_what_was_called_beside_it() -> None:
    in_force(LINE, "LEASE")
    case = begun(
        drawing(
            start(), gateway("split", "parallel"), task("ask", "ACCOUNT_MANAGER"),
            call("lease", "LEASE"), OVER, end(),
            "start->split", "split->ask", "split->lease", "ask->over", "lease->end",
        )
    )  # fmt: skip
    called = Case.objects.exclude(called_by=None).get()
    done(case, "ask", lin())
    assert fresh(case).status == CaseStatus.DONE
    assert fresh(called).status == CaseStatus.CANCELLED
    assert fresh(called).reason == case.number
    assert not WorkItem.objects.open().exists()
    assert not Commitment.objects.open().exists()


def test_what_is_not_needed_any_more_by_then_is_not_called() -> None:
    in_force(LINE, "LEASE")
    in_force(drawing(start(), end(), "start->end"), "QUICK")
    case = begun(
        drawing(
            start(), gateway("split", "parallel"), call("quick", "QUICK"), call("lease", "LEASE"),
            OVER, end(),
            "start->split", "split->quick", "split->lease", "quick->over", "lease->end",
        )
    )  # fmt: skip
    assert fresh(case).status == CaseStatus.DONE
    assert not Case.objects.filter(status=CaseStatus.RUNNING).exists()
    assert not WorkItem.objects.open().exists()


def _arrows(first: str, then: str, last: str, name: str) -> str:
    return (
        f'<bpmn:sequenceFlow id="{name}a" sourceRef="{first}" targetRef="{then}" />'
        f'<bpmn:sequenceFlow id="{name}b" sourceRef="{then}" targetRef="{last}" />'
    )
