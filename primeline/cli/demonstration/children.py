"""The processes of a demonstration: started together, watched, and all stopped whatever ends it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.serving import die_with_parent
from primeline.cli.words import _

# A worker that is killed in the middle of its work loses nothing; nobody waits long for Ctrl-C.
SECONDS_TO_STOP = 3
LINES_TO_SHOW = 15


class Child:
    """One command of ours in a process of its own, which logs to a file."""

    def __init__(self, name: str, arguments: Sequence[str], *, folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "primeline.cli", name, *arguments],
                env=_environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches this process alone, which then ends the others in order.
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def check_runs(self) -> None:
        """Return if the process is there.

        :raises Stopped: with the end of its log, if it has ended
        """
        code = self.process.poll()
        if code is not None:
            last = self.log.read_text(errors="replace").splitlines()[-LINES_TO_SHOW:]
            raise Stopped(
                _("{name} has ended (code {code}):\n{log}").format(
                    name=f"primeline {self.name}", code=code, log="\n".join(last)
                ),
                ExitCode.FOUND,
            )

    def stop(self) -> None:
        """Ask the process to end."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait until the process has ended; one that does not is killed, with all of its own."""
        try:
            self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def together(children: list[Child]) -> Iterator[None]:
    """Stop all of these children when this ends, however it ends."""
    try:
        yield
    finally:
        for child in children:
            child.stop()
        ends_at = monotonic() + SECONDS_TO_STOP
        for child in children:
            child.wait(ends_at - monotonic())


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Give an event that is set when somebody presses Ctrl-C or ends this process."""
    stopping = Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    return {**given, "PYTHONUNBUFFERED": "1"}
