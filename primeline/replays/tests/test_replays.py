"""Logs replayed on drawings of a help desk and of a repair shop: what fits, what not, how long."""

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.errors import Wrong
from primeline.bpmn.reading import read as read_drawing
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.processes.queries.checking import known
from primeline.processes.tests.drawn import drawing, end, gateway, in_force, start, task
from primeline.replays import actions, queries
from primeline.replays.choices import ReplayStatus
from primeline.replays.models import Replay, ReplayVariant
from primeline.replays.tests.told import (
    DRAWINGS,
    Ways,
    asked,
    brought,
    carried_out,
    drawn,
)
from primeline.testing.cast import TUESDAY_10AM, sara

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]
HOUR = 3600
REPAIRS: Ways = {
    "Register>Analyze Defect>Repair (Simple)>Inform User>Test Repair>Archive Repair": 4,
    "Register>Analyze Defect>Inform User>Repair (Complex)>Test Repair>Restart Repair>"
    "Repair (Simple)>Test Repair>Archive Repair": 2,
    "Register>Analyze Defect>Repair (Simple)>Test Repair>Archive Repair": 3,
    "Register>Analyze Defect>Repair (Complex)": 1,
}


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("name", ["HELPDESK", "REPAIR"])
def test_the_drawings_are_sound_and_stand_on_a_sheet(name: str) -> None:
    found = problems_of(read_drawing((DRAWINGS / f"{name}.bpmn").read_bytes()), known())
    assert not [one for one in found if one.wrong is not Wrong.NAME_MISSING]


def test_a_help_desk_replayed_is_told_by_deviations_and_times() -> None:
    replay = carried_out(asked(brought(), drawn()))
    found = replay.findings
    assert replay.status == ReplayStatus.DONE
    # Six as drawn, two that waited; the one with an anomaly deviates only by what is not drawn.
    assert (found["cases"], found["fitting"], found["variants"]) == (13, 8, 5)
    assert found["deviations"] == [
        ["LEFT", "take", 3, 3],
        ["NOT_DUE", "resolve", 3, 3],
        ["NOT_ENDED", "take", 1, 1],
        ["UNKNOWN", "", 1, 1],
    ]
    assert found["unknown"] == [["Create SW anomaly", 1]]
    assert found["nodes"]["resolve"] == {
        # Nobody waited where it was not due; behind the anomaly it waited for two hours.
        "done": 12, "count": 9, "median": HOUR, "most": 2 * HOUR, "mean": 4000,
    }  # fmt: skip
    assert found["durations"]["median"] == 3 * HOUR


def test_what_happens_beside_each_other_fits_in_any_order() -> None:
    found = carried_out(asked(brought(REPAIRS), drawn("REPAIR"))).findings
    assert found["fitting"] == 6
    assert found["deviations"] == [
        ["LEFT", "inform", 4, 4],
        ["NOT_DUE", "archive", 3, 3],
        ["NOT_ENDED", "complex", 1, 1],
    ]
    produced, consumed, missing, remaining = found["counts"]
    assert produced + missing == consumed + remaining
    assert found["fitness"] == pytest.approx(
        (1 - missing / consumed) / 2 + (1 - remaining / produced) / 2
    )


def test_ways_are_kept_the_most_frequent_first_and_found_by_a_deviation() -> None:
    replay = carried_out(asked(brought(), drawn()))
    assert [one.cases_count for one in queries.variants_of(replay)] == [6, 3, 2, 1, 1]
    (skipped,) = queries.variants_of(replay, "LEFT:take")
    assert skipped.examples == ["C-9", "C-10", "C-11"]
    assert not queries.variants_of(replay, "LEFT:tak").exists()
    assert (skipped.produced, skipped.consumed, skipped.missing, skipped.remaining) == (4, 4, 1, 1)
    assert skipped.fitness == 0.75


def test_a_replay_is_kept_once_and_begins_anew_when_it_was_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replay = asked(brought(), drawn())
    with monkeypatch.context() as killed:
        killed.setattr("primeline.replays.listeners.end_replay", _killed)
        with pytest.raises(KeyboardInterrupt):
            carried_out(replay)
    assert not ReplayVariant.objects.exists()
    done = carried_out(replay)
    assert carried_out(replay).done_at == done.done_at
    found = queries.outcome_of(done, lambda done, total: None)
    with pytest.raises(ChangedMeanwhile):
        actions.end_replay(replay=done, outcome=found, by=sara(), at=TUESDAY_10AM)
    assert ReplayVariant.objects.count() == 5


def _killed(**_: object) -> None:
    raise KeyboardInterrupt


def test_progress_is_told_way_by_way() -> None:
    told: list[tuple[int, int]] = []
    queries.outcome_of(asked(brought(), drawn()), lambda done, total: told.append((done, total)))
    assert told == [(number, 5) for number in range(1, 6)]


@pytest.mark.engine("sqlite")
def test_names_in_either_language_and_ids_are_found() -> None:
    ways = {"受理工单>closed>Resolve  TICKET>something else": 1}
    assert queries.suggested(brought(ways), drawn()) == {
        "受理工单": "take", "closed": "close", "Resolve TICKET": "resolve", "something else": "",
    }  # fmt: skip


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({}, "at least one activity"),
        ({"Closed": "nowhere"}, "no step “nowhere”"),
        ({"Closed": "next"}, "no step “next”"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(mapping: dict[str, str], said: str) -> None:
    log, edition = brought(), drawn()
    with pytest.raises(Refused, match=said):
        actions.ask_for_replay(
            log=log, edition=edition, mapping=mapping, by=sara(), at=TUESDAY_10AM
        )
    assert not Replay.objects.exists()


@pytest.mark.engine("sqlite")
def test_a_drawing_that_goes_in_circles_is_refused_before_anybody_waits_for_it() -> None:
    xml = drawing(
        start(), gateway("x"), gateway("y"), task("ask", "SALES"), end(),
        "start->x", "x->y", "y->x", "ask->end",
    )  # fmt: skip
    edition = in_force(xml).editions.get(number=1)
    with pytest.raises(Refused, match="goes in circles at"):
        asked(brought({"ask": 1}), edition)
