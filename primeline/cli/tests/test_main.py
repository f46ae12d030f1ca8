"""The front door finds the command, speaks two languages, and says how a command ended."""

import errno
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from primeline.cli import main as front_door
from primeline.cli import words
from primeline.cli.commands import COMMANDS, verify
from primeline.cli.house import open_house
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode, Stopped, unavailable
from primeline.kit.errors import Refused
from primeline.testing.processes import start


class FailingCommand:
    """A command that ends as the test says."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def add_arguments(self, parser: Any) -> None: ...

    def run(self, asked: Any) -> int:
        raise self.error


class TestMain:
    def test_lists_every_command_and_exit_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == ExitCode.USAGE

        told = capsys.readouterr().err
        assert all(name in told for name in COMMANDS)
        assert all(str(code.value) in told for code in ExitCode)

    @pytest.mark.parametrize("name", COMMANDS)
    def test_explains_every_command(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ending:
            main([name, "--help"])

        assert ending.value.code == 0
        assert name in capsys.readouterr().out

    def test_does_not_guess(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ending:
            main(["forget-everything"])

        assert ending.value.code == ExitCode.USAGE

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (Stopped("Not like this."), ExitCode.REFUSED),
            (unavailable("Nobody there."), ExitCode.UNAVAILABLE),
            (Refused("Business says no."), ExitCode.REFUSED),
            (OperationalError("server closed the connection"), ExitCode.UNAVAILABLE),
            (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        ],
    )
    def test_tells_an_expected_failure_without_a_traceback(
        self,
        error: BaseException,
        code: ExitCode,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(front_door, "import_module", lambda _: FailingCommand(error))

        assert main(["worker"]) == code

        told = capsys.readouterr().err
        assert "Traceback" not in told
        assert str(error) in told

    def test_names_the_file_that_cannot_be_used(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        error = PermissionError(errno.EACCES, "Permission denied", "/locked/anchor.jsonl")
        monkeypatch.setattr(front_door, "import_module", lambda _: FailingCommand(error))

        assert main(["worker"]) == ExitCode.UNAVAILABLE

        told = capsys.readouterr().err
        assert told == "/locked/anchor.jsonl cannot be used: Permission denied.\n"

    @pytest.mark.parametrize("place", ["", "nowhere/rows.csv"])
    def test_looks_whether_there_is_a_place_before_it_works(
        self, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        export = ["export", "accounts", "--as", "lin", "--output", str(tmp_path / place)]

        assert main(export) == ExitCode.REFUSED

        assert "folder" in capsys.readouterr().err

    def test_a_machine_that_asked_for_json_reads_why_it_failed(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        error = Stopped("Not like this.")
        monkeypatch.setattr(verify, "run", FailingCommand(error).run)

        code = main(["verify", "--json"])

        told = json.loads(capsys.readouterr().out)
        assert told == {"error": "Not like this.", "exit_code": code}

    @pytest.mark.parametrize(
        "given",
        [
            ["serve", "--port", "99999"],
            ["serve", "--port", "0"],
            ["serve", "--port", "9" * 5000],
            ["serve", "--threads", "-1"],
            ["serve", "--processes", "0"],
            ["demo", "--port", "65536"],
            ["worker", "--threads", "²"],
        ],
    )
    def test_says_which_numbers_can_be_meant(
        self, given: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ending:
            main(given)

        assert ending.value.code == ExitCode.USAGE
        assert given[1] in capsys.readouterr().err

    def test_does_not_hide_a_fault_of_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(front_door, "import_module", lambda _: FailingCommand(KeyError("x")))

        with pytest.raises(KeyError):
            main(["worker"])

    def test_helps_without_loading_django(self) -> None:
        code = (
            "import sys\nfrom primeline.cli.main import main\n"
            "try: main(['--help'])\nexcept SystemExit: pass\n"
            "sys.exit('django' in sys.modules or 'rich' in sys.modules)"
        )

        helping = start("-c", code)
        helping.communicate()

        assert helping.returncode == 0


class TestOpenHouse:
    def test_leaves_the_log_where_it_goes(self) -> None:
        before = [*logging.getLogger().handlers]

        open_house()

        assert logging.getLogger().handlers == before


class TestLanguage:
    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
            ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh-hans"),
            ({}, "en"),
        ],
    )
    def test_is_what_the_terminal_says(self, environment: dict[str, str], language: str) -> None:
        assert words.language(environment) == language


class TestDemo:
    @pytest.mark.parametrize("scale", ["-1", "nan", "inf", "0.001", "x"])
    def test_names_a_scale_that_makes_no_example(
        self, scale: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ending:
            main(["demo", f"--scale={scale}"])

        assert ending.value.code == ExitCode.USAGE
        assert "0.01" in capsys.readouterr().err
