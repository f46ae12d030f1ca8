"""Repeatable draws: everything the example leaves to chance goes through here."""

import math
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_NORMAL = NormalDist()


def draws(seed: int, topic: str) -> Random:
    """Return the stream of chance of one topic, so that topics do not disturb each other."""
    return Random(f"{seed}/{topic}")  # noqa: S311 - repeatable, never secret


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights so that the parts add up (largest remainder)."""
    mass = sum(weights)
    if mass <= 0:
        return [0] * len(weights)
    exact = [total * weight / mass for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def labels(shares: Mapping[T, float], count: int, random: Random) -> list[T]:
    """Return `count` labels in the given shares, exactly, in random order."""
    parts = apportion(count, list(shares.values()))
    drawn = [label for label, part in zip(shares, parts, strict=True) for _ in range(part)]
    random.shuffle(drawn)
    return drawn


class Wheel:
    """A weighted choice that is turned many times."""

    def __init__(self, weights: Iterable[float]) -> None:
        self._heights = list(accumulate(weights))

    def turn(self, random: Random) -> int:
        """Return the index that comes up."""
        return bisect(self._heights, random.random() * self._heights[-1])


def pick(random: Random, weights: Sequence[float], count: int) -> list[int]:
    """Return `count` different indexes, the heavier ones more likely; weight 0 never."""
    keys = [
        (math.log(1 - random.random()) / weight, index)
        for index, weight in enumerate(weights)
        if weight > 0
    ]
    keys.sort(reverse=True)
    return [index for _, index in keys[:count]]


def percentile_ladder(
    count: int, *, low: float, middle: float, high: float, mean: float
) -> list[float]:
    """Return `count` rising values with this 10 %, 50 % and 90 % point and this mean.

    Log-normal on either side of the median; the tail above 90 % is stretched to meet the mean.
    """
    below = math.log(middle / low) / 1.2816
    above = math.log(high / middle) / 1.2816
    values = []
    for step in range(count):
        z = _NORMAL.inv_cdf((step + 0.5) / count)
        values.append(middle * math.exp(z * (above if z > 0 else below)))
    return _stretched_tail(values, start=high, mean=mean)


def _stretched_tail(values: list[float], *, start: float, mean: float) -> list[float]:
    if not values:
        return values
    shortest, longest = 0.0, 4.0
    for _ in range(40):
        power = (shortest + longest) / 2
        stretched = [v if v <= start else start * (v / start) ** power for v in values]
        if sum(stretched) / len(values) < mean:
            shortest = power
        else:
            longest = power
    return stretched


def power_ladder(count: int, *, low: float, high: float, mean: float) -> list[float]:
    """Return `count` rising values between `low` and `high` with this mean."""
    if count == 0:
        return []
    steepest, flattest = -12.0, 12.0
    for _ in range(60):
        bend = (steepest + flattest) / 2
        values = [_between(low, high, bend, (i + 0.5) / count) for i in range(count)]
        if sum(values) / count < mean:
            steepest = bend
        else:
            flattest = bend
    return values


def _between(low: float, high: float, bend: float, share: float) -> float:
    if abs(bend) < 1e-9:
        return low + (high - low) * share
    risen = math.expm1(-bend * share) / math.expm1(-bend)
    return low + (high - low) * risen


def noise_ladder(count: int, spread: float) -> list[float]:
    """Return `count` factors around 1 with this spread and the mean 1, in rising order."""
    factors = [math.exp(spread * _NORMAL.inv_cdf((i + 0.5) / count)) for i in range(count)]
    mean = sum(factors) / count if count else 1.0
    return [factor / mean for factor in factors]
