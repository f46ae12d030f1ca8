"""Files that are logs, and files that would like to be: read whole, or refused by row."""

import gzip
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from primeline.kit.errors import Refused
from primeline.replays import rules
from primeline.replays.choices import Written
from primeline.replays.gateways import read_log
from primeline.replays.tests.told import DESK, as_csv, as_xes, rows
from primeline.replays.values import Columns, Log

pytestmark = [pytest.mark.row("F1"), pytest.mark.engine("sqlite")]
CHINA = ZoneInfo("Asia/Shanghai")


def read(content: bytes, name: str = "desk.csv", columns: Columns | None = None) -> Log:
    return read_log(name, content, columns or Columns(), CHINA)


def refused(content: bytes, name: str = "desk.csv", columns: Columns | None = None) -> Refused:
    with pytest.raises(Refused) as found:
        read(content, name, columns)
    return found.value


def test_a_table_and_xes_packed_or_not_tell_the_same() -> None:
    log = read(as_csv(DESK))
    assert (len(log.cases), log.events_count) == (13, len(rows(DESK)))
    assert log.resources_count == 3
    assert read(as_xes(DESK), "desk.xes") == log
    assert read(as_xes(DESK, packed=True), "desk.xes.gz") == log


def test_columns_are_found_in_chinese_or_named_and_other_encodings_are_read() -> None:
    told = "工单号;环节;完成时间;备注\nA1;受理;2026年3月2日 09:30;x\n"
    log = read(told.encode("gb18030"))
    (event,) = log.cases["A1"]
    assert event.at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC).timestamp() * 1000
    named = Columns(case="备注", activity="环节", time="完成时间")
    assert list(read(told.encode(), columns=named).cases) == ["x"]


def test_events_stand_in_order_of_time_and_those_of_one_moment_as_in_the_file() -> None:
    log = read(
        b"case,activity,time\nA,third,2026-03-03\n"
        b"A,first,2026-03-02 08:00\nA,second,2026-03-02 08:00\n"
    )
    assert [log.activities[event.activity] for event in log.cases["A"]] == [
        "first", "second", "third",
    ]  # fmt: skip


def test_only_what_was_completed_counts() -> None:
    log = read(
        b"case,activity,time,lifecycle\nA,x,2026-03-02,start\nA,x,2026-03-03,complete\n"
        b"A,y,2026-03-04,\n"
    )
    assert (log.events_count, log.left_out) == (2, 1)


@pytest.mark.parametrize(
    ("text", "written", "moment"),
    [
        ("2026-03-02T09:30:00.250+08:00", Written.YEAR_FIRST, "2026-03-02T01:30:00.250000+00:00"),
        ("2026-03-02T09:30:00Z", Written.YEAR_FIRST, "2026-03-02T09:30:00+00:00"),
        ("2026/3/2 9:30", Written.YEAR_FIRST, "2026-03-02T01:30:00+00:00"),
        ("02.03.2026 09:30", Written.DAY_FIRST, "2026-03-02T01:30:00+00:00"),
        ("03/02/2026", Written.MONTH_FIRST, "2026-03-01T16:00:00+00:00"),
        ("2026-03-02 09:30:00-03:30", Written.YEAR_FIRST, "2026-03-02T13:00:00+00:00"),
        ("1795426200", Written.SECONDS, "2026-11-23T09:30:00+00:00"),
    ],
)
def test_moments_are_read_as_was_said(text: str, written: Written, moment: str) -> None:
    assert rules.moment(text, written, CHINA).astimezone(UTC).isoformat() == moment


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("02.03.2026", Written.YEAR_FIRST), ("2026-03-02", Written.DAY_FIRST),
        ("", Written.SECONDS),
        ("2026-13-02", Written.YEAR_FIRST), ("2026-02-30", Written.YEAR_FIRST),
        ("0026-01-01", Written.YEAR_FIRST), ("1e400", Written.SECONDS), ("nan", Written.SECONDS),
        ("31.31.2026", Written.DAY_FIRST), ("yesterday", Written.YEAR_FIRST),
        ("2026-03-02 25:00", Written.YEAR_FIRST), ("2026-03-02 09:30+99:99", Written.YEAR_FIRST),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str, written: Written) -> None:
    with pytest.raises(rules.NoMoment):
        rules.moment(text, written, CHINA)


def test_all_rows_that_are_wrong_are_counted_and_the_first_are_named() -> None:
    wrong = b"case,activity,time\n,x,2026-03-02\nA,,2026-03-02\nA,x,soon\nA,x,\n" + b"A,x,-\n" * 5
    said = str(refused(wrong).message)
    assert "9 rows cannot be read, so nothing was taken in." in said
    assert "row 2, “case”: it is empty; row 3, “activity”: it is empty" in said
    assert "row 4, “time”: “soon” is no moment as was said; row 5, “time”: it is empty" in said
    assert "row 7" not in said


@pytest.mark.parametrize(
    ("content", "columns", "field", "said"),
    [
        (b"a,b\n1,2\n", Columns(), "case", "The file has: “a”, “b”"),
        (b"case,activity,time\n", Columns(case="number"), "case", "no column “number”"),
        (b"case,time\n1,2\n", Columns(), "activity", "Say which column this is"),
        (b"case,time\n1,2\n", Columns(activity="case"), "activity", "two columns at once"),
        (b"case,activity,time\nA,x," + b"9" * 300, Columns(), "file", "no moment"),
        (b"case,activity,time\n" + b"A" * 201 + b",x,2026-03-02", Columns(), "file", "longer than"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_the_way_out(
    content: bytes, columns: Columns, field: str, said: str
) -> None:
    found = refused(content, columns=columns)
    assert found.field == field
    assert said in str(found.message)


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b'<!DOCTYPE log [<!ENTITY a "b">]><log/>', "document type or an entity"),
        (b'<!DOCTYPE log SYSTEM "http://127.0.0.1/x"><log/>', "document type or an entity"),
        (b"<log><trace>", "This is no XML"),
        (b"<html/>", "its first element is “html”"),
        (b"<log/>", "no event that was completed"),
        (b"<log>" + b"<a>" * 60, "more than 40 deep"),
        (b'<log><trace><event><string key="a" value="' + b"x" * 10_001 + b'"/>', "10000"),
        (b"<log><trace><event/></trace></log>", "row 1, “case:concept:name”: it is empty"),
        (b"\x1f\x8bnonsense", "not packed as its name says"),
        (gzip.compress(b"<log>")[:-6], "not packed as its name says"),
        (b"\xff\xfe\x00\x01", "This is no XML"),
    ],
)  # fmt: skip
def test_hostile_xes_is_refused_with_a_clear_word(xml: bytes, said: str) -> None:
    assert said in str(refused(xml, "desk.xes").message)


def test_xes_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("primeline.replays.gateways.files.UNPACKED_BYTES", 1 << 20)
    bomb = gzip.compress(b"<log>" + b" " * (3 << 20))
    assert "larger than 1 MB" in str(refused(bomb, "desk.xes.gz").message)


def test_limits_name_what_there_is_too_much_of(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, said in (
        ("MOST_EVENTS", "more than 3 events."),
        ("MOST_ACTIVITIES", "more than 3 activities."),
        ("MOST_IN_A_CASE", "A case has more than 3 events."),
    ):
        with monkeypatch.context() as less:
            less.setattr(rules, name, 3)
            assert said in str(refused(as_csv(DESK)).message)


def test_a_file_that_is_no_table_is_refused_as_imports_refuse_it() -> None:
    assert "Only .xlsx, .csv" in str(refused(b"%PDF-1.7", "desk.pdf").message)


def test_the_middle_of_many_times_is_one_of_them() -> None:
    assert rules.quantile([], 0.5) == 0
    assert rules.quantile([5], 0.9) == 5
    assert rules.quantile([1, 2, 3, 4], 0.5) == 2
    assert rules.quantile(list(range(1, 11)), 0.9) == 9
