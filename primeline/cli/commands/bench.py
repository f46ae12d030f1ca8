"""`primeline bench`: measure, each figure against a floor taken in the same run."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from primeline.bench.names import NAMES
from primeline.bench.results import Result, growth, read, table
from primeline.cli.house import open_house
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.terminal import answer, say
from primeline.cli.words import _

DATABASE, OWNER, HOME = "PRIMELINE_DATABASE_URL", "PRIMELINE_OWNER_DATABASE_URL", "PRIMELINE_HOME"
SIZES = "10000,100000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    told = _("names of benches, with commas; all unless said: {names}")
    parser.add_argument("--only", default=",".join(NAMES), help=told.format(names=", ".join(NAMES)))
    parser.add_argument("--n", default=SIZES, help=_("how many accounts, with commas"))
    parser.add_argument(
        "--engine",
        choices=("sqlite", "postgres"),
        help=_("one database only; PostgreSQL is the server that the environment names"),
    )


def run(asked: argparse.Namespace) -> int:
    """Measure on each database at each size; lines of JSON go out, a table closes the run."""
    only, sizes = _names(asked.only), _sizes(asked.n)
    results: list[Result] = []
    is_complete = True
    for engine in _engines(asked.engine):
        for n in sizes:
            say(_("Measuring on {engine} with {n:,} accounts …").format(engine=engine, n=n))
            found, ended_well = _measure(engine, n, only)
            results += found
            is_complete &= ended_well
    say(f"\n{table(results)}" if results else _("Nothing was measured."))
    for line in growth(results):
        say(line)
    return ExitCode.OK if is_complete else ExitCode.FOUND


def _names(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        told = _("There is no bench {unknown}. There are: {names}")
        raise Stopped(
            told.format(unknown=", ".join(unknown), names=", ".join(NAMES)), ExitCode.USAGE
        )
    return names


def _sizes(text: str) -> list[int]:
    try:
        sizes = [int(size) for size in text.split(",") if size]
    except ValueError:
        sizes = []
    if not sizes or min(sizes) < 1:
        raise Stopped(_("Sizes are whole numbers with commas: 1000,10000"), ExitCode.USAGE)
    return sizes


def _engines(wanted: str | None) -> list[str]:
    has_server = urlsplit(os.environ.get(OWNER, "")).scheme.startswith("postgres")
    if wanted == "postgres" and not has_server:
        raise Stopped(
            _("No PostgreSQL server is named. Set {variables}.").format(
                variables=f"{DATABASE}, {OWNER}"
            )
        )
    if not has_server and wanted is None:
        say(_("No PostgreSQL server is named; measuring on SQLite only."))
    return [wanted] if wanted else ["sqlite", *(["postgres"] if has_server else [])]


def _measure(engine: str, n: int, only: list[str]) -> tuple[list[Result], bool]:
    open_house()
    from primeline.kit import clock  # needs settings, which help does not

    command = [sys.executable, "-m", "primeline.bench", "--only", ",".join(only)]
    command += ["--n", str(n), "--at", clock.now().isoformat()]
    found = []
    with (
        _place(engine) as environment,
        subprocess.Popen(  # noqa: S603 - our own module
            command, env=environment, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        for line in process.stdout or ():
            answer(line.rstrip())
            found.append(read(line))
    return found, process.returncode == 0


@contextmanager
def _place(engine: str) -> Iterator[dict[str, str]]:
    """Give the environment of an empty database that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="primeline-bench-") as folder:
        environment = {**os.environ, HOME: folder}
        if engine == "sqlite":
            for name in (DATABASE, OWNER):
                environment.pop(name, None)
            yield environment
            return
        name = Path(folder).name.replace("-", "_").lower()
        with _database(name):
            for variable in (DATABASE, OWNER):
                environment[variable] = (
                    urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()
                )
            yield environment


@contextmanager
def _database(name: str) -> Iterator[None]:
    import psycopg
    from psycopg import sql

    with psycopg.connect(os.environ[OWNER], autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)
