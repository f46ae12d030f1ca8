"""Contracts of key accounts: their terms, when they end, whether they were filed in time."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import Calendar, working_days_after, years_after
from primeline.demo.plan.chance import apportion, draws, labels
from primeline.demo.plan.stories import CLOUD_CENTER, LANHENG

COUNT, ENDING_SOON, RUN_ON, SOON_GOLD_OR_BETTER = 2900, 320, 75, 41
SOON = timedelta(days=90)
TERMS: dict[int, float] = {1: 62, 2: 18, 3: 17, 5: 3}
CLUSTERS: dict[tuple[int, int], float] = {(12, 31): 0.34, (3, 31): 0.15, (6, 30): 0.14}
# How many of those that end soon, or have ended, do so on a day of the clusters.
_CLUSTERED_SOON, _CLUSTERED_ENDED = 0.8, 0.3
FILED_IN_TIME = 0.88
ENDED, ENDS_SOON, ENDS_LATER = "ended", "soon", "later"
# What somebody who is busy has at least and at most.
OVERDUE_EACH, DUE_EACH = (1, 2), (4, 7)


@dataclass(slots=True, kw_only=True)
class Agreement:
    """A contract in the making."""

    account: int
    serial: int
    years: int
    ends: date = date.max
    starts: date = date.min
    signed: date = date.min
    filed: date | None = None
    # Of an account that has left: the contract went with it.
    is_over: bool = False

    def ends_near(self, month: date) -> bool:
        """Test whether a term of this contract ended within 90 days of the month's start."""
        end = self.ends
        while end >= month + SOON:
            end = years_after(end, -self.years)
        return end >= month

    def ran_on(self, month: date) -> bool:
        """Test whether the contract had ended by the month and was not renewed."""
        return self.ends < month


def key_agreements(
    accounts: Sequence[Account],
    calendar: Calendar,
    seed: int,
    scale: float,
    *,
    busy: Sequence[frozenset[int]] = (),
    hidden: Collection[int] = (),
) -> list[Agreement]:
    """Return the contracts of the key accounts that are there today.

    `busy` are the accounts of people with a morning's work: something of theirs has run out, and
    more will soon, but not too much. With `hidden` accounts nothing is due: nobody would see it.
    """
    random = draws(seed, "agreements")
    agreements = list(_unsigned(accounts, scale))
    terms = labels(TERMS, len(agreements), random)
    for serial, (agreement, years) in enumerate(zip(agreements, terms, strict=True)):
        agreement.serial, agreement.years = serial, years
    seen = [main for main in _main(agreements) if main.account not in hidden]
    _set_ends(agreements, seen, accounts, calendar, random, scale)
    _tell_stories(agreements, accounts, calendar)
    small = [a for a in seen if _may_exchange(accounts[a.account])]
    for mine in busy:
        idle = [a for a in small if not any(a.account in other for other in busy)]
        ours = [a for a in agreements if a.account in mine]
        for bucket, wanted in ((ENDED, OVERDUE_EACH), (ENDS_SOON, DUE_EACH)):
            _keep_busy(
                bucket, wanted, ours, [a for a in small if a.account in mine], idle, calendar.today
            )
    for agreement in agreements:
        sign(agreement, random, calendar.today)
    return agreements


def _unsigned(accounts: Sequence[Account], scale: float) -> Iterator[Agreement]:
    wanted = round(COUNT * scale)
    parts = apportion(wanted, [f.TIERS[a.tier].agreements for a in accounts])
    for account, part in zip(accounts, parts, strict=True):
        for _ in range(max(part, 1)):
            yield Agreement(account=account.index, serial=0, years=1)


def _main(agreements: Sequence[Agreement]) -> list[Agreement]:
    """Return one contract of each account: the one under which something is surely held."""
    by_account = {agreement.account: agreement for agreement in reversed(agreements)}
    return list(reversed(by_account.values()))


def _set_ends(
    agreements: Sequence[Agreement],
    seen: Sequence[Agreement],
    accounts: Sequence[Account],
    calendar: Calendar,
    random: Random,
    scale: float,
) -> None:
    pool = list(seen)
    random.shuffle(pool)
    large = [a for a in pool if accounts[a.account].tier in {f.DIAMOND, f.GOLD}]
    small = [a for a in pool if accounts[a.account].tier not in {f.DIAMOND, f.GOLD}]
    soon_large = round(SOON_GOLD_OR_BETTER * scale)
    soon_count, ended_count = round(ENDING_SOON * scale), round(RUN_ON * scale)
    soon = large[:soon_large] + small[: soon_count - soon_large]
    ended = small[soon_count - soon_large :][:ended_count]
    taken = {id(a) for a in (*soon, *ended)}
    later = [a for a in agreements if id(a) not in taken]
    left = Counter({day: round(len(agreements) * share) for day, share in CLUSTERS.items()})
    today = calendar.today
    left -= _bunch(soon, today, today + SOON, _CLUSTERED_SOON, random)
    left -= _bunch(ended, today - timedelta(days=160), today, _CLUSTERED_ENDED, random)
    _bunch_later(later, left, today, random)


def _bunch(
    agreements: Sequence[Agreement], first: date, after: date, share: float, random: Random
) -> Counter[tuple[int, int]]:
    """End these contracts between two days, a share of them on the days of the clusters."""
    days = [day for day in cluster_days(first, after) if first <= day < after]
    used: Counter[tuple[int, int]] = Counter()
    length = (after - first).days
    for place, agreement in enumerate(agreements):
        if days and place < len(agreements) * share:
            agreement.ends = days[place % len(days)]
            used[agreement.ends.month, agreement.ends.day] += 1
        else:
            agreement.ends = _off_cluster(first, length, random)
    return used


def _bunch_later(
    agreements: Sequence[Agreement],
    left: Counter[tuple[int, int]],
    today: date,
    random: Random,
) -> None:
    """End the others after that: as many on each day of the clusters as are still missing."""
    first = today + SOON + timedelta(days=1)
    able = {
        cluster: [a for a in agreements if _days_of(cluster, first, _latest(a, today))]
        for cluster in CLUSTERS
    }
    free = {id(a) for a in agreements}
    for cluster in sorted(able, key=lambda c: len(able[c])):
        open_ones = [a for a in able[cluster] if id(a) in free]
        for agreement in random.sample(open_ones, min(left[cluster], len(open_ones))):
            agreement.ends = random.choice(_days_of(cluster, first, _latest(agreement, today)))
            free.remove(id(agreement))
    for agreement in agreements:
        if id(agreement) in free:
            length = (_latest(agreement, today) - first).days
            agreement.ends = _off_cluster(first, length, random)


def _latest(agreement: Agreement, today: date) -> date:
    return years_after(today, agreement.years)


def _days_of(cluster: tuple[int, int], first: date, after: date) -> list[date]:
    return [day for day in cluster_days(first, after) if (day.month, day.day) == cluster]


def cluster_days(first: date, after: date) -> list[date]:
    """Return the days between two days on which many contracts end."""
    days = [
        date(year, month, day)
        for year in range(first.year, after.year + 1)
        for month, day in CLUSTERS
    ]
    return [day for day in days if first <= day < after]


def _off_cluster(first: date, length: int, random: Random) -> date:
    while True:
        day = first + timedelta(days=random.randrange(length))
        if (day.month, day.day) not in CLUSTERS:
            return day


def _tell_stories(
    agreements: Sequence[Agreement], accounts: Sequence[Account], calendar: Calendar
) -> None:
    """Lanheng Bank's main contract ends in 75 days; the cloud center pays by calendar years.

    Each changes ends with a contract that has the wanted bucket, so that the sums hold.
    """
    told = {a.story.key: a.index for a in accounts if a.story}
    soon = [a for a in agreements if calendar.today <= a.ends < calendar.today + SOON]
    for key in (LANHENG, CLOUD_CENTER):
        main = next(a for a in agreements if a.account == told[key])
        partner = next(
            (
                a
                for a in soon
                if accounts[a.account].tier in {f.DIAMOND, f.GOLD} and a.account != told[key]
            ),
            None,
        )
        if partner is not None and main not in soon:
            main.ends, partner.ends = partner.ends, main.ends
            main.years, partner.years = partner.years, main.years
            soon.remove(partner)
        if key == LANHENG:
            main.ends = calendar.today + timedelta(days=75)


def _may_exchange(account: Account) -> bool:
    return account.story is None and account.tier not in {f.DIAMOND, f.GOLD}


def _keep_busy(
    bucket: str,
    wanted: tuple[int, int],
    ours: Sequence[Agreement],
    small: Sequence[Agreement],
    idle: Sequence[Agreement],
    today: date,
) -> None:
    """Exchange ends with the contracts of others until enough of ours are in this bucket.

    `small` are those of ours that may be exchanged, `idle` those of others.
    """
    least, most = wanted
    have = sum(_bucket(a, today) == bucket for a in ours)
    missing, surplus = max(least - have, 0), max(have - most, 0)
    for count, here, there in ((missing, ENDS_LATER, bucket), (surplus, bucket, ENDS_LATER)):
        mine = [a for a in small if _bucket(a, today) == here]
        theirs = [a for a in idle if _bucket(a, today) == there]
        for first, second in zip(mine[:count], theirs, strict=False):
            first.ends, second.ends = second.ends, first.ends
            first.years, second.years = second.years, first.years


def _bucket(agreement: Agreement, today: date) -> str:
    if agreement.ends < today:
        return ENDED
    return ENDS_SOON if agreement.ends <= today + SOON else ENDS_LATER


def sign(agreement: Agreement, random: Random, today: date) -> None:
    """Work back from the end of a contract to when it was signed and filed."""
    agreement.starts = years_after(agreement.ends, -agreement.years) + timedelta(days=1)
    signed = agreement.starts - timedelta(days=random.randrange(1, 22))
    while signed.weekday() >= 5:
        signed -= timedelta(days=1)
    agreement.signed = signed
    in_time = random.random() < FILED_IN_TIME
    filed = working_days_after(
        signed, random.randrange(1, 6) if in_time else random.randrange(6, 60)
    )
    agreement.filed = filed if filed <= today else None
