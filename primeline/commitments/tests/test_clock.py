"""Owing, pausing, resuming and another level in any order, against counting minute by minute."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from primeline.commitments import actions
from primeline.commitments.choices import Because, CommitmentStatus
from primeline.commitments.models import RungFired
from primeline.commitments.tests.owing import TEST, a_level, a_matter, fresh, install, reason, scan
from primeline.customers.choices import Tier
from primeline.testing.cast import lin

pytestmark = [pytest.mark.row("F6"), pytest.mark.django_db]

# A Monday, eight in the morning in Shanghai; the Friday after next is a public holiday.
BEGIN: Final = datetime(2026, 6, 8, tzinfo=UTC)
HOLIDAY: Final = date(2026, 6, 19)
MINUTE: Final = timedelta(minutes=1)
PERCENTS: Final = (50, 75, 90, 100, 150)
WORKDAY_MINUTES: Final = 1440
LIMITS: Final = {Tier.DIAMOND: 3 * WORKDAY_MINUTES, Tier.GOLD: 5 * WORKDAY_MINUTES}
# A reply to a complaint is owed by law within so many days; no pause moves it beyond.
LAW_MINUTES: Final = 15 * 24 * 60
STEPS: Final = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "scan", "scan", "level"]), st.integers(1, 2_000)),
    min_size=3,
    max_size=12,
)


def is_worked(minute: int) -> bool:
    """Whether a minute lies in a working day, by the clock in Shanghai."""
    day = (BEGIN + minute * MINUTE + timedelta(hours=8)).date()
    return day.weekday() < 5 and day != HOLIDAY


@dataclass
class Oracle:
    """What should be so, found by walking through every minute."""

    tier: Tier
    fired: list[int] = field(default_factory=list)
    stops: list[list[int]] = field(default_factory=list)
    is_paused: bool = False

    def moment_of(self, percent: int) -> int:
        """The minute by whose end so much of the time has passed."""
        wanted, passed, minute = LIMITS[self.tier] * percent // 100, 0, 0
        while passed < wanted:
            is_stopped = any(start <= minute < end for start, end in self.stops)
            passed += is_worked(minute) and not is_stopped
            minute += 1
        return minute

    def may_go_on_at(self, now: int) -> bool:
        """Whether the pause may last until now, whatever the level: the law behind is farther."""
        stops = [*self.stops[:-1], [self.stops[-1][0], now]]
        return Oracle(tier=Tier.GOLD, stops=stops).moment_of(100) < LAW_MINUTES

    def scan(self, now: int) -> None:
        for percent in PERCENTS:
            is_new = percent > max(self.fired, default=0)
            if not self.is_paused and is_new and self.moment_of(percent) < now:
                self.fired.append(percent)


@given(steps=STEPS, first=st.sampled_from(list(LIMITS)))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_it_is_as_if_every_minute_were_counted(db: None, steps: Any, first: Tier) -> None:
    install()
    a_level(first)
    matter, oracle, now = a_matter(at=BEGIN), Oracle(tier=first), 0
    for what, minutes in steps:
        now += minutes
        at = BEGIN + now * MINUTE
        # A pause that the law ends by itself is tried where it is told of laws.
        assume(not oracle.is_paused or oracle.may_go_on_at(now))
        if what == "pause" and not oracle.is_paused:
            oracle.scan(now)
            actions.pause_commitment(
                commitment=matter, pause_reason=reason("PERMIT"), evidence="x", by=lin(), at=at
            )
            oracle.is_paused = True
            oracle.stops.append([now, now])
        elif what == "resume" and oracle.is_paused:
            actions.resume_commitment(commitment=matter, by=lin(), at=at)
            oracle.is_paused = False
            oracle.stops[-1][1] = now
        elif what == "level":
            oracle.tier = Tier.GOLD if oracle.tier is Tier.DIAMOND else Tier.DIAMOND
            a_level(oracle.tier)
            actions.reprice_commitments(
                commitment_ids=[matter.pk], because=Because.TIER, by=TEST, at=at
            )
        elif what == "scan":
            scan(at)
            oracle.scan(now)
        stored = fresh(matter)
        fired = RungFired.objects.filter(commitment=matter).order_by("percent")
        assert list(fired.values_list("percent", flat=True)) == oracle.fired
        assert stored.due_at == BEGIN + oracle.moment_of(100) * MINUTE
        assert (stored.status == CommitmentStatus.PAUSED) is oracle.is_paused
        assert (stored.broken_at is not None) is (100 in oracle.fired)
