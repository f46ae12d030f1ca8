"""How long guessing makes people wait. No database, no clock: only answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How often something failed of late, and when last."""

    count: int
    latest_at: datetime | None


@dataclass(frozen=True)
class Patience:
    """How many failures go by without a wait, and how the waits double from there."""

    free_count: int
    first: timedelta
    longest: timedelta

    def wait_after(self, failures_count: int) -> timedelta:
        """Return how long to wait after so many failures."""
        if failures_count < self.free_count:
            return timedelta()
        doublings = min(failures_count - self.free_count, 16)
        return min(self.first * (1 << doublings), self.longest)

    def wait_left(self, failures: Failures, *, at: datetime) -> timedelta:
        """Return how much of that wait is left."""
        if failures.latest_at is None:
            return timedelta()
        return max(failures.latest_at + self.wait_after(failures.count) - at, timedelta())


# Failures are counted for an account from one source, for an account from everywhere, and for a
# source over all accounts.
ACCOUNT_FROM_ONE_SOURCE = Patience(5, timedelta(seconds=30), timedelta(minutes=15))
ACCOUNT_FROM_EVERYWHERE = Patience(20, timedelta(seconds=30), timedelta(minutes=5))
SOURCE_OVER_ALL = Patience(50, timedelta(seconds=30), timedelta(minutes=15))
