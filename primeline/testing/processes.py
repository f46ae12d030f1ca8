"""Processes of their own, working on the database of the test that starts them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from django.db import connection

from primeline.testing import plugin

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 240
SECONDS_TO_END = 240


def environment_of_test(**additions: str) -> dict[str, str]:
    """Return the environment in which another process sees this test's database."""
    url = _database_url(plugin.APPLICATION_URL)
    shared = {plugin.APPLICATION_URL: url, "DJANGO_SETTINGS_MODULE": "primeline.config.settings"}
    if connection.vendor == "postgresql":
        shared[plugin.OWNER_URL] = _database_url(plugin.OWNER_URL)
    return os.environ | shared | additions


def start_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python process on this test's database, with Django set up, that runs `code`."""
    return start("-c", f"import django\ndjango.setup()\n{code}", *arguments)


def start_primeline(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command of the product on this test's database."""
    return start("-m", "primeline.cli", *arguments, **environment)


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    answer: str
    told: str


@contextmanager
def serving(port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Serve the pages of this test's database until this ends, and kill what is left then."""
    with log.open("w") as told:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "primeline.cli", "serve", "--port", str(port)],
            env=environment_of_test(**environment),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            text=True,
        )
        try:
            wait_for_page(port, server)
            yield server
        finally:
            kill_with_children(server)


def kill_with_children(process: "subprocess.Popen[str]") -> None:
    """Kill a process and all it has started, as a power cut would."""
    if process.poll() is None:
        for process_id in (*children_of(process.pid), process.pid):
            os.kill(process_id, signal.SIGKILL)
    process.wait()


def children_of(process_id: int) -> list[int]:
    """Return the processes that a process has started."""
    tasks = Path(f"/proc/{process_id}/task/{process_id}/children")
    return [int(child) for child in tasks.read_text().split()]


def run_primeline(*arguments: str, **environment: str) -> Ended:
    """Run a command of the product on this test's database to its end."""
    running = start_primeline(*arguments, **environment)
    answer, told = running.communicate(timeout=SECONDS_TO_END)
    return Ended(running.returncode, answer, told)


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start Python with these arguments on this test's database."""
    return subprocess.Popen(  # noqa: S603 - what runs stands in a test
        [sys.executable, *arguments],
        env=environment_of_test(**environment),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """Return a port of the loopback address that nobody uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def status_of(port: int, path: str) -> int:
    """Return the status with which a server on this machine answers.

    :raises OSError: if nobody answers
    """
    with closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_END)) as asking:
        asking.request("GET", path)
        return asking.getresponse().status


def wait_for_page(port: int, process: subprocess.Popen[str], path: str = "/healthz") -> int:
    """Wait until a server answers and return with which status.

    :raises AssertionError: if it ends, or takes longer than four minutes
    """
    ends_at = monotonic() + SECONDS_TO_START
    while monotonic() < ends_at and process.poll() is None:
        try:
            return status_of(port, path)
        except (OSError, HTTPException):
            sleep(0.05)
    raise AssertionError("The server never answered.")


def _database_url(variable: str) -> str:
    name = quote(str(connection.settings_dict["NAME"]))
    if connection.vendor != "postgresql":
        return f"sqlite://{name}"
    return f"{os.environ[variable].rpartition('/')[0]}/{name}"
