"""When to try again what has failed. Pure answers; chance is handed in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import SystemRandom

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
# With the delays above, the last try comes two to three hours after the first.
MOST_ATTEMPTS = 12

_chance = SystemRandom()


def next_attempt_at(
    *, attempts_count: int, at: datetime, chance: Callable[[], float] = _chance.random
) -> datetime:
    """Return when to try again after so many failed attempts: each wait twice the last.

    A quarter of each wait is left to chance, so that what failed together does not return together.
    """
    # The exponent is bounded first: 2 ** 1000 would not fit into a time.
    doubled = FIRST_DELAY * 2 ** min(attempts_count - 1, 20)
    delay = min(doubled, LONGEST_DELAY)
    with_chance: timedelta = delay * (0.75 + 0.25 * chance())
    return at + with_chance


def describe(error: BaseException) -> str:
    """Return what went wrong and where, short enough for a row and without values of variables."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" ({trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno})"
    return f"{type(error).__name__}: {error}{where}"[:2000]
