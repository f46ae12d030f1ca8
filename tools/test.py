"""Everything that a submission must pass, in the order in which it fails fastest.

`--fast` stops before the tests, `--all` adds those that take long.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from tools import debian, fuzzer
from tools.cluster import Cluster, ClusterProblem, throw_away_cluster
from tools.setup import VENV, set_up
from tools.steps import ROOT, Stopped, environment, quick_folder, say

CODE = ("primeline", "tests", "tools", "manage.py", "conftest.py")
PROCESSES = min(4, len(os.sched_getaffinity(0)))
CLOSING_LINE = re.compile(r"\d+ (passed|failed|error|skipped|deselected)|no tests ran")
COLORS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Check:
    """One command that must succeed."""

    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check went: its exit code, how long it took, and pytest's closing line."""

    check: Check
    exit_code: int
    seconds: float
    closing_line: str

    def __str__(self) -> str:
        verdict = "ok" if self.exit_code == 0 else "FAILED"
        return f"  {verdict:<7}{self.seconds:7.1f} s  {self.check.name}"


FAST_CHECKS = (
    Check("format", ("ruff", "format", "--check", ".")),
    Check("lint", ("ruff", "check", ".")),
    Check("types", ("mypy", *CODE)),
    Check("floors", ("lint-imports", "--no-logo")),
    Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
)


def test_checks(clusters: Sequence[Cluster], *, with_long: bool) -> tuple[Check, ...]:
    """Return the runs of pytest: on SQLite, on PostgreSQL, and through a browser."""
    # Sealing waits for every transaction of a server, so each test process has one of its own.
    ports = {"PRIMELINE_TEST_PORTS": " ".join(str(cluster.port) for cluster in clusters)}
    spare = "" if with_long else " and not long"
    wholly = {"PRIMELINE_TEST_WHOLLY": "yes"} if with_long else {}
    # One "-v" undoes the "-q" of pyproject.toml: the closing line is then the full one.
    pytest = ("python", "-m", "pytest", "-v", "--dist=worksteal", "--durations=20")
    on_each_core = ("-n", str(PROCESSES), "-m", f"not browser{spare}")
    # Who drives a browser waits for it a part of the time.
    beside_each_other = ("-n", str(PROCESSES + 1), "-m", f"browser{spare}", "tests/browser")
    return (
        Check("tests on SQLite", (*pytest, *on_each_core), wholly),
        Check(
            "tests on PostgreSQL",
            (*pytest, *on_each_core, "--database-only"),
            clusters[0].environment | ports | wholly,
        ),
        Check("tests in a browser", (*pytest, *beside_each_other), wholly),
    )


def fuzz_checks() -> tuple[Check, ...]:
    """Return the fuzzing that is led by coverage, where there is what it needs."""
    folder = fuzzer.installed()
    if folder is None:
        return ()
    return (Check("fuzzing led by coverage", fuzzer.command(), {"PYTHONPATH": str(folder)}),)


def run_checks(checks: Sequence[Check], home: Path) -> list[Outcome]:
    """Run checks to the last, so that one call tells of everything that fails."""
    outcomes = []
    for check in checks:
        say(f"── {check.name}")
        outcomes.append(_run(check, home))
    return outcomes


def _run(check: Check, home: Path) -> Outcome:
    started = time.monotonic()
    program, *arguments = check.command
    command = [str(VENV / "bin" / program), *arguments]
    env = _environment(home) | check.env
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            said = _pass_on(process)
        except BaseException:
            _end(process)
            raise
    return Outcome(check, process.returncode, time.monotonic() - started, _closing_line(said))


def _environment(home: Path) -> dict[str, str]:
    ours = {name: text for name, text in environment().items() if not name.startswith("PRIMELINE_")}
    ours |= {
        "PRIMELINE_HOME": str(home),
        "TMPDIR": str(home),
        "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",
    }
    return ours | ({"FORCE_COLOR": "1"} if sys.stdout.isatty() else {})


def _pass_on(process: "subprocess.Popen[bytes]") -> str:
    """Show what the process prints as it prints it, and return the end of it."""
    tail = b""
    while process.stdout and (chunk := os.read(process.stdout.fileno(), 65536)):
        sys.stdout.buffer.write(chunk)
        sys.stdout.flush()
        tail = (tail + chunk)[-4096:]
    return tail.decode(errors="replace")


def _end(process: "subprocess.Popen[bytes]") -> None:
    # The key that ended us has reached the child as well, and it needs a moment to clean up.
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _closing_line(said: str) -> str:
    lines = [line for line in COLORS.sub("", said).splitlines() if CLOSING_LINE.search(line)]
    return lines[-1] if lines else ""


@contextmanager
def temporary_home() -> Iterator[Path]:
    """Give a folder for whatever the checks lay down, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="primeline-check-", dir=quick_folder()) as folder:
        yield Path(folder)


def run_all(*, with_long: bool) -> list[Outcome]:
    """Run the fast checks and then the tests, with whatever these need."""
    debian.ensure_packages()
    with temporary_home() as home:
        outcomes = run_checks(FAST_CHECKS, home)
        if any(outcome.exit_code for outcome in outcomes):
            return outcomes
        with ExitStack() as stack:
            clusters = [stack.enter_context(throw_away_cluster()) for _ in range(PROCESSES)]
            outcomes += run_checks(test_checks(clusters, with_long=with_long), home)
        return outcomes + run_checks(fuzz_checks(), home) if with_long else outcomes


def run_fast() -> list[Outcome]:
    """Run only the checks that need no database server and no browser."""
    with temporary_home() as home:
        return run_checks(FAST_CHECKS, home)


def summarize(outcomes: Sequence[Outcome]) -> None:
    """Print how each check went; what pytest said last stands last."""
    print()
    for outcome in outcomes:
        print(outcome)
    for outcome in outcomes:
        if "pytest" in outcome.check.command:
            print(f"{outcome.check.name}:\n{outcome.closing_line}")
    sys.stdout.flush()


def end_cleanly() -> None:
    """Leave by way of every `finally`, whoever ends this process."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end_this)


def _end_this(signal_number: int, _frame: object) -> NoReturn:
    # Everything that was started is stopped on the way out.
    raise SystemExit(128 + signal_number)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools/run.sh test", description=__doc__)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args(arguments)
    end_cleanly()
    try:
        set_up("dev")
        outcomes = run_fast() if asked.fast else run_all(with_long=asked.all)
    except (Stopped, ClusterProblem) as problem:
        say(str(problem))
        return 1
    summarize(outcomes)
    return 0 if all(outcome.exit_code == 0 for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
