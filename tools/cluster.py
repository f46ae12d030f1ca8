"""A PostgreSQL server of our own in one folder, for tests and for developers.

python -m tools.cluster start [--folder F] [--port N] [--durable]
python -m tools.cluster env   [--folder F]      lines to `eval` in a shell
python -m tools.cluster stop  [--folder F]
"""

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.steps import quick_folder

OLDEST_VERSION = 15
OWNER_ROLE = "primeline_owner"
APPLICATION_ROLE = "primeline_app"
DATABASE = "primeline"
DEFAULT_FOLDER = Path(__file__).parents[1] / "var" / "postgres"

# Both roles are what production uses too: the owner holds the tables and migrates them, the
# application can neither change them nor look past row-level security.
ROLES_AND_DATABASE = (
    f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB",
    f"CREATE ROLE {APPLICATION_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}",
    # A test run removes its databases even if a server under test still holds on to them.
    f"GRANT pg_signal_backend TO {OWNER_ROLE}",
)

# A test database may vanish with the machine; one that shows what a crash leaves may not.
HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Nobody comes by unasked in a test: what the planner knows is what the test has told it.
UNDISTURBED = ("autovacuum=off",)


class ClusterProblem(Exception):
    """The server cannot be had; the message says what to do about it."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One PostgreSQL server: its folder, its port and whether a crash may lose anything."""

    folder: Path
    port: int
    is_durable: bool = False
    settings: tuple[str, ...] = ()

    @property
    def owner_url(self) -> str:
        return f"postgresql://{OWNER_ROLE}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def application_url(self) -> str:
        return f"postgresql://{APPLICATION_ROLE}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PRIMELINE_TEST_DATABASE": "postgres",
            "PRIMELINE_DATABASE_URL": self.application_url,
            "PRIMELINE_OWNER_DATABASE_URL": self.owner_url,
        }

    @property
    def process_id(self) -> int:
        """Return the process of the running server."""
        return int(_postmaster(self.folder)[0])

    def start(self) -> None:
        """Make the folder if it is new, then serve it.

        :raises ClusterProblem: if PostgreSQL is missing or refuses
        """
        is_new = not (self.folder / "PG_VERSION").exists()
        if is_new:
            self._initialize()
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/server.log", *self._options())
        if is_new:
            for statement in ROLES_AND_DATABASE:
                self._sql(statement)

    def stop(self, *, is_hard: bool = False) -> None:
        """Stop serving and break off whoever is still connected; hard is as if power failed."""
        mode = "immediate" if is_hard else "fast"
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def remove(self) -> None:
        """Stop serving, if need be, and remove the folder."""
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "--mode=immediate", may_fail=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialize(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (user := _unprivileged_user()) is not None:
            shutil.chown(self.folder, user)
        self._run(
            "initdb", "--username=postgres", "--auth=trust", "--no-sync", "--no-instructions",
            "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip

    def _options(self) -> Sequence[str]:
        settings = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
            "max_connections=60",
            *(() if self.is_durable else HURRIED),
            *self.settings,
        ]
        return ("--options=" + " ".join(f"-c {setting}" for setting in settings),)

    def _sql(self, statement: str) -> None:
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--command={statement}",
            f"--dbname=postgresql://postgres@127.0.0.1:{self.port}/postgres",
        )  # fmt: skip

    def _run(self, program: str, *arguments: str, may_fail: bool = False) -> None:
        # The server inherits the output, so it must be a file: a pipe would never end.
        report = self.folder.with_name(self.folder.name + ".report")
        with report.open("w+") as output:
            finished = subprocess.run(
                [str(binaries() / program), *arguments],
                user=_unprivileged_user(),
                cwd="/",
                env=_quiet_environment() | {"PGDATA": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            output.seek(0)
            said = output.read().strip()
        report.unlink()
        if finished.returncode and not may_fail:
            log = self.folder / "server.log"
            said += "\n" + log.read_text()[-2000:] if log.exists() else ""
            raise ClusterProblem(f"PostgreSQL's {program} failed:\n{said}")


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL server on this machine.

    :raises ClusterProblem: if there is none, or it is too old
    """
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += [place.parent for place in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    newest = max(places, key=_version, default=None)
    if newest is None or _version(newest) < OLDEST_VERSION:
        raise ClusterProblem(
            f"PostgreSQL {OLDEST_VERSION} or newer is needed. "
            "Install it: apt-get install postgresql (Debian, Ubuntu)."
        )
    return newest


def running_cluster(folder: Path) -> Cluster:
    """Return the server of this folder.

    :raises ClusterProblem: if it does not run
    """
    if not (folder / "postmaster.pid").exists():
        raise ClusterProblem(
            f"No server runs in {folder}. Start one: python -m tools.cluster start"
        )
    return Cluster(folder=folder, port=int(_postmaster(folder)[3]))


def free_port() -> int:
    """Return a port of the loopback address that nobody uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def throw_away_cluster(*, is_durable: bool = False) -> Iterator[Cluster]:
    """Serve PostgreSQL from a temporary folder, and remove it whatever happens."""
    # The user who runs PostgreSQL in place of root must be able to enter the folder.
    place = Path("/tmp") if is_durable else quick_folder()
    folder = Path(tempfile.mkdtemp(prefix="primeline-postgres-", dir=place))
    cluster = Cluster(
        folder=folder,
        port=free_port(),
        is_durable=is_durable,
        settings=() if is_durable else UNDISTURBED,
    )
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)


def _version(place: Path) -> int:
    answer = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True)
    words = answer.stdout.split()
    return int(words[2].split(".")[0]) if len(words) > 2 and words[2][0].isdigit() else 0


def _postmaster(folder: Path) -> list[str]:
    return (folder / "postmaster.pid").read_text().split("\n")


def _unprivileged_user() -> str | None:
    """Return who runs the server in our stead: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _quiet_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.cluster", description=__doc__)
    parser.add_argument("deed", choices=("start", "stop", "env"))
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--port", type=int, help="a free one unless said")
    parser.add_argument("--durable", action="store_true", help="survive a power cut")
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    try:
        if asked.deed == "start":
            Cluster(folder=folder, port=asked.port or free_port(), is_durable=asked.durable).start()
        elif asked.deed == "stop":
            running_cluster(folder).stop()
        if asked.deed != "stop":
            for name, value in running_cluster(folder).environment.items():
                print(f"export {name}={value}")
    except ClusterProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
