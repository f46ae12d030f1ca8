"""Serving the pages: what must hold before, and the server itself."""

import ctypes
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from primeline.cli.outcomes import Stopped, unavailable
from primeline.cli.words import _

PR_SET_PDEATHSIG = 1
SECONDS_TO_FINISH_REQUESTS = 20


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where and with how many hands to serve."""

    host: str
    port: int
    threads_count: int
    processes_count: int
    has_access_log: bool = False


def check_port(host: str, port: int) -> None:
    """Return if nobody listens at this address.

    :raises Stopped: if it is taken, or not ours to use
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise unavailable(
                _(
                    "Port {port} of {host} cannot be used: {reason}.\n"
                    "Choose another one: PORT={other} make demo, or --port {other}."
                ).format(port=port, host=host, reason=error.strerror, other=port + 1)
            ) from error


def check_may_serve() -> None:
    """Return if the pages may be served from this database with these settings.

    :raises Stopped: if the archive is not protected, or the settings are not safe
    """
    from django.conf import settings
    from django.core import checks

    tags = ["walls", "safety"]
    found = checks.run_checks(
        tags=[tag for tag in tags if checks.tag_exists(tag, include_deployment_checks=True)],
        databases=["default"],
        include_deployment_checks=True,
    )
    serious = [check for check in found if check.is_serious()]
    # A wrong role of the database breaks many walls at once; what is wrong comes first.
    serious.sort(key=lambda check: check.id != "primeline.safety")
    if serious:
        listed = "\n".join(f"  - {check.msg} {check.hint or ''}".rstrip() for check in serious)
        message = _("This must not be served, in {mode} mode:\n{listed}")
        mode = "production" if settings.IS_PRODUCTION else "development"
        raise Stopped(message.format(mode=mode, listed=listed))


def serve(place: Place) -> None:
    """Serve until told to stop. Requests under way are answered first."""
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Processes are forked from this one: a connection shared by two would mix up answers.
    connections.close_all()
    Granian(
        "primeline.config.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=place.processes_count,
        blocking_threads=place.threads_count,
        backpressure=place.threads_count * 16,
        workers_kill_timeout=SECONDS_TO_FINISH_REQUESTS,
        respawn_failed_workers=True,
        log_dictconfig=settings.LOGGING,
        log_level=LogLevels.error,
        log_access=place.has_access_log,
        websockets=False,
    ).serve(target_loader=_load, wrap_loader=True)


def _load(target: str) -> Callable[..., Any]:
    """Load the application in a process of the server."""
    die_with_parent()
    from granian._internal import load_target

    loaded: Callable[..., Any] = load_target(target)
    return loaded


def die_with_parent() -> None:
    """End this process when its parent does, however that ends. Linux can, others may not."""
    parent = os.getppid()
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
