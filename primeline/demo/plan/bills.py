"""Heads of bills for every account and month, what is in them, and when they were paid."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import CLOSED_MONTHS, Calendar, last_of, months_after
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT
from primeline.demo.plan.payments import Payer, Payments
from primeline.demo.plan.prices import BILLS_BEFORE, Step, cents_on
from primeline.demo.plan.shapes import Bill

_BY_USE = frozenset({f.VOICE, f.DIALER, f.MOBILE, f.IOT, f.NUMBERS, f.FIXED_VOICE})
_USE_SPREAD = 0.05
_WAVES = 96
# How many of the last months show what billing and archive disagree about.
_WRONG_MONTHS = 3


@dataclass(frozen=True)
class Disagreements:
    """Where billing and archive do not agree, by id of slot."""

    unbilled: frozenset[int] = frozenset()
    billed_after_end: frozenset[int] = frozenset()
    wrong_fee: dict[int, float] = field(default_factory=dict)


class Billing:
    """Writes the bills of one account after the other."""

    def __init__(
        self,
        calendar: Calendar,
        steps: dict[int, list[Step]],
        disagreements: Disagreements,
        random: Random,
    ) -> None:
        self._steps = steps
        self._wrong = disagreements
        self._payments = Payments(calendar, random)
        months = range(-BILLS_BEFORE, CLOSED_MONTHS)
        self._months = [months_after(calendar.start, i) for i in months]
        self._ends = [last_of(month) for month in self._months]
        self._waves = [1 + random.uniform(-_USE_SPREAD, _USE_SPREAD) for _ in range(_WAVES)]
        self._first_wrong = len(self._months) - _WRONG_MONTHS

    def bills(
        self, account: Account, slots: Sequence[Slot], place: int, payer: Payer
    ) -> Iterator[Bill]:
        """Return the bills of an account, oldest first. `place` is its place in the plan."""
        first = 0 if account.is_key else BILLS_BEFORE
        rows: list[dict[str, int]] = [{} for _ in self._months]
        is_steady = account.why in {f.WHY_OTHER, f.WHY_AGENT, f.WHY_DIALER}
        for slot in slots:
            waves = None if is_steady or slot.line not in _BY_USE else account.index
            self._charge(slot, rows, first, waves)
        text, before = "", None
        for number in range(first, len(self._months)):
            charges = rows[number]
            if not charges:
                continue
            if charges != before:
                text, before = _as_json(charges), charges
            yield self._payments.bill(
                place, self._months[number], sum(charges.values()), text, payer
            )

    def _charge(
        self, slot: Slot, rows: list[dict[str, int]], first: int, waves: int | None
    ) -> None:
        steps = self._steps.get(id(slot)) or [Step(date.min, round(slot.fee * 100))]
        factor = self._wrong.wrong_fee.get(id(slot), 1.0)
        for number in self._billed(slot, first):
            cents = steps[-1].cents if len(steps) == 1 else cents_on(steps, self._ends[number])
            cents = _in_part(cents, slot, self._months[number], self._ends[number])
            if waves is not None:
                cents = round(cents * self._waves[(waves * 31 + number * 7) % _WAVES])
            if factor != 1.0 and number >= self._first_wrong:
                cents = round(cents * factor)
            if cents:
                rows[number][slot.line] = rows[number].get(slot.line, 0) + cents

    def _billed(self, slot: Slot, first: int) -> Iterable[int]:
        """Return the places of the months for which a subscription is billed."""
        count = len(self._months)
        start = max(first, self._place(slot.opened))
        stop = count if slot.closed is None else min(self._place(slot.closed) + 1, count)
        if id(slot) in self._wrong.unbilled:
            return range(start, min(stop, self._first_wrong))
        if id(slot) in self._wrong.billed_after_end:
            return chain(range(start, stop), range(max(stop, self._first_wrong), count))
        return range(start, stop)

    def _place(self, day: date) -> int:
        first = self._months[0]
        return max((day.year - first.year) * 12 + day.month - first.month, 0)


def _as_json(charges: dict[str, int]) -> str:
    # Codes of lines need no escaping, and this is done some hundred thousand times.
    return "{" + ", ".join(f'"{line}": {cents}' for line, cents in charges.items()) + "}"


def _in_part(cents: int, slot: Slot, month: date, end: date) -> int:
    """Return what is charged for a month in which a subscription began or ended."""
    if slot.opened <= month and (slot.closed is None or not month <= slot.closed < end):
        return cents
    start = max(slot.opened, month)
    stop = min(slot.closed, end) if slot.closed is not None else end
    return cents * ((stop - start).days + 1) // end.day


def disagreements(
    accounts: dict[int, Account], slots: Sequence[Slot], calendar: Calendar, random: Random
) -> Disagreements:
    """Choose where billing and archive disagree: never where a level would hang on it."""
    held = [s for s in slots if s.closed_in is None and (s.opened_in or 0) < CURRENT - 6]
    harmless = [s for s in held if _is_harmless(s, accounts[s.account])]
    random.shuffle(harmless)
    unbilled = round(len(held) * 0.017)
    wrong = round(len(held) * 0.026)
    recent = calendar.closing - timedelta(days=200)
    ended = [s for s in slots if s.closed is not None and s.closed >= recent and not s.replacement]
    ended = [s for s in ended if not accounts[s.account].is_key]
    after_end = random.sample(ended, min(round(len(held) * 0.009), len(ended)))
    return Disagreements(
        unbilled=frozenset(id(s) for s in harmless[:unbilled]),
        billed_after_end=frozenset(id(s) for s in after_end),
        wrong_fee={
            id(s): random.choice((0.8, 0.9, 1.1, 1.25)) for s in harmless[unbilled:][:wrong]
        },
    )


def _is_harmless(slot: Slot, account: Account) -> bool:
    if account.is_key:
        return account.tier == f.STANDARD and account.fee < 3500 and not slot.is_anchor
    return slot.fee < 1000
