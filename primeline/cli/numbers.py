"""Numbers given on the command line, within what they can mean."""

import argparse
from collections.abc import Callable

from primeline.cli.words import _

HIGHEST_PORT = 65_535
SMALLEST_SCALE, LARGEST_SCALE = 0.01, 100.0


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two, both included, for argparse."""

    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
        if number is None or not lowest <= number <= highest:
            told = _("{text} is not a whole number from {lowest} to {highest}")
            raise argparse.ArgumentTypeError(told.format(text=text, lowest=lowest, highest=highest))
        return number

    return read


def scale(text: str) -> float:
    """Return how large something is made, for argparse: from a hundredth to a hundredfold."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not SMALLEST_SCALE <= number <= LARGEST_SCALE:
        told = _("{text} is not a number from {lowest} to {highest}")
        raise argparse.ArgumentTypeError(
            told.format(text=text, lowest=SMALLEST_SCALE, highest=LARGEST_SCALE)
        )
    return number


port = whole_number(1, HIGHEST_PORT)
count = whole_number(1, 999)
