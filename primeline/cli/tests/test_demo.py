"""The demonstration starts by one command, tells who may come in, and leaves nothing running."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from primeline.cli import terminal
from primeline.cli.demonstration import place
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.testing.processes import (
    children_of,
    free_port,
    kill_with_children,
    start,
    status_of,
    wait_for_page,
)

SMALL = "0.01"
SECONDS_TO_VANISH = 240


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first test makes the example and the others find it."""
    return tmp_path_factory.mktemp("demo")


@contextmanager
def demonstration(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    running = start(
        *("-m", "primeline.cli", "demo", "--port", str(port), "--home", str(home)),
        *("--scale", SMALL),
        LANG="C.UTF-8",
        LC_ALL="",
    )
    try:
        wait_for_page(port, running, "/login/")
        yield running
    finally:
        kill_with_children(running)


def everything_started_by(process_id: int) -> list[int]:
    children = children_of(process_id)
    return [*children, *(each for child in children for each in everything_started_by(child))]


def wait_until_gone(process_ids: list[int]) -> None:
    ends_at = monotonic() + SECONDS_TO_VANISH
    while any(_is_alive(process_id) for process_id in process_ids):
        assert monotonic() < ends_at, "somebody was left behind"
        sleep(0.1)


def _is_alive(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.heavy
def test_it_serves_and_stops_and_serves_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The settings of this process are those of the tests.
    monkeypatch.setattr(place, "move_in", lambda home: None)
    monkeypatch.setattr(place, "SECONDS_TO_BE_LET_IN", 0.2)
    for port in (free_port(), free_port()):
        with demonstration(home, port) as running:
            told = _read_until(running, "Ctrl-C")
            started = everything_started_by(running.pid)
            second = main(["demo", "--port", str(free_port()), "--home", str(home)])
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=SECONDS_TO_VANISH)

        assert running.returncode == ExitCode.OK
        assert f"http://127.0.0.1:{port}/" in told
        assert "Example data" in told
        assert len(re.findall(r"\b\d{6}\b", told)) >= 10
        assert "lin.zhixia" in told
        assert len(started) >= 3
        assert second == ExitCode.REFUSED
        wait_until_gone(started)
        with pytest.raises(OSError, match="refused"):
            status_of(port, "/login/")


@pytest.mark.long
def test_nothing_is_left_when_it_is_killed(home: Path) -> None:
    with demonstration(home, free_port()) as running:
        started = everything_started_by(running.pid)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()

        wait_until_gone(started)


@pytest.mark.long
def test_a_new_one_waits_for_one_that_is_ending(home: Path) -> None:
    port = free_port()
    with demonstration(home, port) as ending:
        _read_until(ending, "Ctrl-C")
        # A worker that does not listen: the demonstration takes its time to end.
        for child in children_of(ending.pid):
            if "worker" in Path(f"/proc/{child}/cmdline").read_text():
                os.kill(child, signal.SIGSTOP)
        ending.send_signal(signal.SIGINT)

        with demonstration(home, port) as new:
            _read_until(new, "Ctrl-C")

            assert ending.poll() == ExitCode.OK
            assert status_of(port, "/login/") == 200
            new.send_signal(signal.SIGINT)
            new.communicate(timeout=SECONDS_TO_VANISH)
        ending.communicate()


def test_a_taken_port_is_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "move_in", lambda home: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = main(["demo", "--port", str(port), "--home", str(tmp_path / "demo")])

    assert ended == ExitCode.UNAVAILABLE
    assert f"PORT={port + 1} make demo" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["demonstration.lock"]


class TestSetAsideIfOld:
    def test_keeps_what_was_made_for_these_tables(self, tmp_path: Path) -> None:
        place.set_aside_if_old(tmp_path)
        (tmp_path / "primeline.sqlite3").touch()

        place.set_aside_if_old(tmp_path)

        assert (tmp_path / "primeline.sqlite3").exists()

    def test_moves_away_what_was_made_for_others(self, tmp_path: Path) -> None:
        home = tmp_path / "demo"
        home.mkdir()
        for number in (1, 2):
            (home / "primeline.sqlite3").touch()
            (home / "made-by").write_text("something else")

            place.set_aside_if_old(home)

            assert not (home / "primeline.sqlite3").exists()
            assert (tmp_path / f"demo-old-{number}" / "primeline.sqlite3").exists()


class TestCodes:
    @pytest.mark.parametrize("asked", ["--codes", "--verify"])
    def test_of_an_example_of_another_release_say_what_to_do(
        self,
        asked: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(place, "move_in", lambda home: None)
        arguments = ["demo", asked, "--home", str(tmp_path)]

        ended = [main(arguments)]
        none = capsys.readouterr().err
        place.set_aside_if_old(tmp_path)
        ended.append(main(arguments))
        unfinished = capsys.readouterr().err
        place.note_complete(tmp_path)
        (tmp_path / "made-by").write_text("something else")
        ended.append(main(arguments))
        old = capsys.readouterr().err

        assert ended == [ExitCode.REFUSED] * 3
        for told in (none, unfinished):
            assert "There is no example in this folder yet" in told
        assert "was made by another release" in old
        assert "set aside in a folder beside" in old
        assert "migrate" not in none + unfinished + old


def test_lines_of_progress_name_what_is_made(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "SECONDS_BETWEEN_LINES", 0.0)
    with terminal.progress("Example") as report:
        report(50, 100, what="Bills")
        report(7)

    assert capsys.readouterr().err.splitlines() == [
        "Example …",
        "Example: Bills … 50 / 100",
        "Example … 7",
    ]


class TestAloneIn:
    def test_leaves_alone_what_no_demonstration_has_made(self, tmp_path: Path) -> None:
        (tmp_path / "primeline.sqlite3").write_text("customers of ours")

        with pytest.raises(Stopped, match="--home"):
            place.set_aside_if_old(tmp_path)

        assert [path.name for path in tmp_path.iterdir()] == ["primeline.sqlite3"]

    def test_keeps_a_second_one_out(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place, "SECONDS_TO_BE_LET_IN", 0.2)
        second = place.alone_in(tmp_path)

        with place.alone_in(tmp_path), pytest.raises(Stopped, match="Another"):
            second.__enter__()


def _read_until(running: "subprocess.Popen[str]", word: str) -> str:
    assert running.stdout is not None
    told = ""
    while word not in told:
        line = running.stdout.readline()
        assert line, told
        told += line
    return told
