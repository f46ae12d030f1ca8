"""What something costs: processor time of the application and of the database, and of the clock."""

import os
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run cost, in milliseconds. `cpu` is of the application and the database together."""

    cpu: float
    wall: float


def cost_of(work: Callable[[T], object], inputs: Iterable[T]) -> Cost:
    """Return the mean cost of doing the work on each input once."""
    given = list(inputs)
    backend = _backend_seconds()
    cpu, wall = _own_seconds(), perf_counter()
    for one in given:
        work(one)
    cpu, wall = _own_seconds() - cpu, perf_counter() - wall
    cpu += _backend_seconds() - backend
    return Cost(cpu=cpu * 1000 / len(given), wall=wall * 1000 / len(given))


def median_cost(work: Callable[[T], object], rounds: Sequence[Iterable[T]]) -> Cost:
    """Return the cost of the median round: on a shared machine single rounds are luck."""
    costs = sorted((cost_of(work, inputs) for inputs in rounds), key=lambda cost: cost.cpu)
    return costs[len(costs) // 2]


@contextmanager
def metered(backend_pid: int | None = None) -> Iterator[list[Cost]]:
    """Put the cost of what is done meanwhile into a list, in milliseconds.

    `backend_pid` is the process of another connection than ours that does the work.
    """
    costs: list[Cost] = []
    backend = _seconds_of(backend_pid) if backend_pid else _backend_seconds()
    cpu, wall = _own_seconds(), perf_counter()
    yield costs
    cpu, wall = _own_seconds() - cpu, perf_counter() - wall
    cpu += (_seconds_of(backend_pid) if backend_pid else _backend_seconds()) - backend
    costs.append(Cost(cpu=cpu * 1000, wall=wall * 1000))


def peak_mib() -> float:
    """Return the most memory that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _own_seconds() -> float:
    """Return the processor time of this process, and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _backend_seconds() -> float:
    """Return the processor time of our backend so far; SQLite works inside this process."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return _seconds_of(connection.connection.info.backend_pid)


def _seconds_of(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS_A_SECOND
