"""Waiting until a page answers."""

from contextlib import closing
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic

from primeline.cli.demonstration.children import Child
from primeline.cli.outcomes import Stopped, unavailable
from primeline.cli.words import _

# A machine that is busy with other work takes its time; a server that has ended is seen at once.
SECONDS_TO_ANSWER = 600
SECONDS_BETWEEN_TRIES = 0.1


def wait_until_answered(*, port: int, path: str, web: Child, stopping: Event) -> None:
    """Return when the page answers, or when we are told to stop.

    :raises Stopped: if the server ends, or does not answer in ten minutes
    """
    ends_at = monotonic() + SECONDS_TO_ANSWER
    while not stopping.wait(SECONDS_BETWEEN_TRIES):
        web.check_runs()
        if _answers(port, path):
            return
        if monotonic() > ends_at:
            raise _silent(web)


def _answers(port: int, path: str) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asking:
        try:
            asking.request("GET", path)
            return asking.getresponse().status < 500
        except (OSError, HTTPException):
            return False


def _silent(web: Child) -> Stopped:
    message = _("The pages do not answer. See {log}.")
    return unavailable(message.format(log=web.log))
