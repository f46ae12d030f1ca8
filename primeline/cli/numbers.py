"""Numbers given on the command line, within what they can mean."""

import argparse
from collections.abc import Callable

from primeline.cli.words import _

HIGHEST_PORT = 65_535


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two, both included, for argparse."""

    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
        if number is None or not lowest <= number <= highest:
            told = _("{text} is not a whole number from {lowest} to {highest}")
            raise argparse.ArgumentTypeError(told.format(text=text, lowest=lowest, highest=highest))
        return number

    return read


port = whole_number(1, HIGHEST_PORT)
count = whole_number(1, 999)
