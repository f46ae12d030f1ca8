"""Logs on file: whole or not at all, once, and let go with what names their cases."""

import pytest
from django.db import IntegrityError

from primeline.audit.models import Act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.processes.models import Case
from primeline.replays import actions, queries
from primeline.replays.models import EventLog, LogCase, ReplayVariant
from primeline.replays.tests.told import DESK, as_csv, asked, brought, carried_out, drawn, read
from primeline.testing.cast import TUESDAY_10AM, lin, sara

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]


def test_a_log_is_kept_without_names_of_people_and_is_no_case_of_ours() -> None:
    log = brought()
    assert (log.cases_count, log.events_count, log.resources_count) == (13, 53, 3)
    assert (log.first_at.isoformat(), log.left_out_count) == ("2026-03-03T09:00:00+00:00", 0)
    first = LogCase.objects.order_by("pk")[0]
    assert first.name == "C-1"
    assert [event[2] for event in first.events] == [1, 2, 3, 1]
    assert not Case.objects.exists()
    assert Act.objects.filter(kind="replays.bring").count() == 1


def test_the_same_bytes_are_on_file_once_whatever_they_are_called() -> None:
    brought()
    with pytest.raises(Refused, match="on file already as “Desk”") as found:
        read(as_csv(DESK), "other.csv")
    assert found.value.field == "file"
    assert EventLog.objects.count() == 1


def test_of_two_who_bring_the_same_at_once_the_database_lets_one_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = read(as_csv(DESK))
    brought()
    # The slower one looked before the faster one was done.
    monkeypatch.setattr(queries, "check_new", lambda digest: None)
    with pytest.raises(IntegrityError):
        actions.bring_log(name="", file=file, by=lin(), at=TUESDAY_10AM)


def test_nothing_is_kept_of_a_file_with_one_bad_row() -> None:
    with pytest.raises(Refused, match="row 55"):
        read(as_csv(DESK) + b"\nC-99,Closed,,Ann\n")
    assert not EventLog.objects.exists()
    assert not LogCase.objects.exists()


def test_cases_are_let_go_with_the_examples_and_what_was_found_stays() -> None:
    log = brought()
    replay = carried_out(asked(log, drawn()))
    actions.drop_log(log=log, version=log.version, by=sara(), at=TUESDAY_10AM)
    assert not LogCase.objects.exists()
    assert not ReplayVariant.objects.exists()
    assert queries.get_replay(replay.pk).findings["cases"] == 13
    with pytest.raises(ChangedMeanwhile):
        actions.drop_log(log=log, version=log.version, by=sara(), at=TUESDAY_10AM)
    with pytest.raises(Refused, match="were let go"):
        asked(queries.get_log(log.pk), replay.edition)
    assert brought().pk != log.pk


def test_a_log_that_is_being_replayed_is_not_let_go() -> None:
    log = brought()
    asked(log, drawn())
    with pytest.raises(Refused, match="being replayed"):
        actions.drop_log(log=log, version=log.version, by=sara(), at=TUESDAY_10AM)
    assert LogCase.objects.count() == 13
