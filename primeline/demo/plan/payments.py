"""When bills fall due, and when they are paid."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import Calendar, months_after
from primeline.demo.plan.chance import Wheel
from primeline.demo.plan.shapes import Bill
from primeline.demo.plan.stories import CLOUD_CENTER, TIEQUAN

POSTPAID, PREPAID = "POSTPAID", "PREPAID"
_POSTPAID_SHARE = 0.83
# Every so many months: share in %, of key and of ordinary accounts.
_EVERY = {1: (58, 78), 3: (17, 4), 6: (6, 2), 12: (19, 16)}
_LONG_ARREARS = 0.2
_DUE_DAY = 20


@dataclass(frozen=True, slots=True)
class Payer:
    """How an account pays. `unpaid` bills that are long due stay open."""

    mode: str
    every: int
    is_government: bool = False
    is_late: bool = False
    unpaid: int = 0
    # A due day for the newest unpaid bills, in days before today, newest first.
    told_due: tuple[int, ...] = ()


def payer_of(account: Account, slow: set[int], random: Random) -> Payer:
    """Return how an account pays; the slow ones have arrears of more than thirty days."""
    if account.story and account.story.key == CLOUD_CENTER:
        return Payer(POSTPAID, 12, is_government=True)
    if account.story and account.story.key == TIEQUAN:
        return Payer(POSTPAID, 1, unpaid=3, told_due=(35, 66, 96))
    every = list(_EVERY)[
        Wheel(shares[0 if account.is_key else 1] for shares in _EVERY.values()).turn(random)
    ]
    mode = POSTPAID if random.random() < _POSTPAID_SHARE else PREPAID
    if account.index in slow:
        unpaid = random.randrange(4, 6) if random.random() < _LONG_ARREARS else 1
        return Payer(POSTPAID, 1, is_late=True, unpaid=unpaid)
    return Payer(
        mode,
        every,
        is_government=account.industry == f.GOVERNMENT,
        is_late=random.random() < 0.15,
    )


class Payments:
    """Puts the due day, the day of payment and the status on bills."""

    def __init__(self, calendar: Calendar, random: Random) -> None:
        self._today = calendar.today
        self._last = months_after(calendar.current, -1)
        self._random = random
        self._due: dict[tuple[date, int, bool], date] = {}

    def bill(self, place: int, month: date, cents: int, charges: str, payer: Payer) -> Bill:
        """Return the head of one bill."""
        key = (month, payer.every, payer.is_government)
        due = self._due.get(key) or self._due.setdefault(key, _due(*key))
        age = (self._last.year - month.year) * 12 + self._last.month - month.month
        if payer.told_due and 1 <= age <= len(payer.told_due):
            due = self._today - timedelta(days=payer.told_due[age - 1])
            return Bill(place, month, cents, charges, due, None, "OVERDUE")
        if payer.unpaid and self._stays_open(due, payer):
            return Bill(place, month, cents, charges, due, None, "OVERDUE")
        settled = self._settled(due, payer)
        if settled <= self._today:
            return Bill(place, month, cents, charges, due, settled, "SETTLED")
        status = "OVERDUE" if due < self._today else "SENT"
        return Bill(place, month, cents, charges, due, None, status)

    def _stays_open(self, due: date, payer: Payer) -> bool:
        """Test whether this is one of the newest bills that are more than thirty days over."""
        over = (self._today - due).days
        return 30 < over <= 30 + payer.unpaid * 31

    def _settled(self, due: date, payer: Payer) -> date:
        if payer.mode == PREPAID:
            return due - timedelta(days=19)
        if payer.is_government:
            # Issued on the first, paid 74 days later in the middle.
            return due - timedelta(days=int(self._random.gauss(6, 9)))
        early = int(self._random.random() * 16)
        return due + timedelta(days=early) if payer.is_late else due - timedelta(days=early)


def _due(month: date, every: int, is_government: bool) -> date:
    """Return when a month's bill falls due: after the period that it belongs to."""
    left = (every - month.month % every) % every
    if every == 12:
        # Who pays once a year does so before its end.
        return date(month.year, 12, _DUE_DAY)
    due_month = months_after(month, left + 1)
    due = due_month.replace(day=_DUE_DAY)
    return due + timedelta(days=60) if is_government else due
