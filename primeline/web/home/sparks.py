"""Some values as a line of a few pixels."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 96, 24, 2


def points(values: Sequence[int], *, scale: Sequence[int] = ()) -> str:
    """Return the points of an SVG line through these values, the greatest on top.

    Lines that are compared are given one scale: values among which the least and greatest are.
    """
    most, least = max(scale or values, default=0), min(scale or values, default=0)
    if most == least:
        most, least = most + 1, least - 1  # a line through the middle: nothing has changed
    spread = most - least
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    return " ".join(
        f"{MARGIN + place * step:.1f},"
        f"{HEIGHT - MARGIN - (value - least) / spread * (HEIGHT - 2 * MARGIN):.1f}"
        for place, value in enumerate(values)
    )


def change(values: Sequence[int]) -> float | None:
    """Return by what share the last value differs from the first, if there was one."""
    return (values[-1] - values[0]) / values[0] if values and values[0] else None
