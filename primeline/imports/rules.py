"""How one row of a customer file becomes months, bills and fees. Pure answers."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# A bill is due on this day of the month after.
DUE_DAY: Final = 20


def last_closed_day(today: date) -> date:
    """Return the last day of the last month that is over."""
    return today.replace(day=1) - timedelta(days=1)


@lru_cache(maxsize=4096)
def months_before(month: date, count: int) -> date:
    """Return the first day of the month that lies `count` months before."""
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4096)
def opened_by_tenure(as_of: date, months: int) -> date:
    """Return the day since which somebody has been a customer for so many months.

    `as_of` closes its month: with one month behind them they came on its first day, with none on
    the day itself.
    """
    if months == 0:
        return as_of
    earliest = 1900 * 12
    months = min(months, as_of.year * 12 + as_of.month - earliest)
    return months_before(as_of.replace(day=1), months - 1)


@lru_cache(maxsize=8192)
def bill_months(as_of: date, months: int) -> tuple[date, ...]:
    """Return the last so many months up to that of `as_of`, the oldest first."""
    newest = as_of.replace(day=1)
    return tuple(months_before(newest, back) for back in range(months - 1, -1, -1))


@lru_cache(maxsize=4096)
def due_date(month: date) -> date:
    """Return when the bill of a month is due."""
    return months_before(month, -1).replace(day=DUE_DAY)


@lru_cache(maxsize=65536)
def shares(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Return a total shared in proportion to the weights; the shares add up to the total.

    What rounding leaves over goes to the largest remainders, the earlier of equal ones first.
    Without any weight all shares are equal.
    """
    if not sum(weights):
        weights = (1,) * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rest = [(-(total * weight % whole), place) for place, weight in enumerate(weights)]
    for _, place in sorted(rest)[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def bill_amounts(
    *, monthly: int | None, total: int | None, tenure: int, months: int
) -> Sequence[int]:
    """Return what each of the last `months` bills came to, the oldest first.

    The last bill is the charge of a month. The earlier ones are what the charges since the
    beginning leave for each earlier month; within the time that bills are made for, they add up
    to those charges exactly.
    """
    if months == 0 or (monthly is None and total is None):
        return ()
    if total is None or tenure == 0:
        return (monthly or 0,) * months
    newest = min(monthly, total) if monthly is not None else total // tenure
    if tenure == 1:
        return (total,)
    earlier = shares(total - newest, (1,) * (tenure - 1))
    return (*earlier[::-1][-(months - 1) :], newest) if months > 1 else (newest,)


def current_term_end(opened: date, term_months: int, as_of: date) -> date:
    """Return when the term that runs on a day ends, terms following one another."""
    behind = (as_of.year - opened.year) * 12 + as_of.month - opened.month
    terms = behind // term_months + 1
    first_after = months_before(opened.replace(day=1), -terms * term_months)
    return first_after - timedelta(days=1)
