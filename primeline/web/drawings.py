"""Drawing boxes and the lines between them: how large, where, and what fits into one."""

from primeline.customers.influence import Drawing, Place

BOX, BOX_HIGH, GAP, GAP_HIGH, EDGE = 184, 80, 40, 14, 4
LONGEST = 11
# How wide a Latin letter is beside a Chinese character, in fonts with wide ones.
LETTER = 0.58


def left_of(column: float) -> float:
    """Return where the boxes of a column begin."""
    return EDGE + column * (BOX + GAP)


def top_of(row: float) -> float:
    """Return where the boxes of a row begin."""
    return EDGE + row * (BOX_HIGH + GAP_HIGH)


def size_of(drawing: Drawing) -> tuple[int, int]:
    """Return the width and height of a drawing."""
    width = round(left_of(drawing.columns) - GAP + EDGE)
    return width, round(top_of(drawing.rows) - GAP_HIGH + EDGE)


def line_between(above: Place, below: Place) -> str:
    """Return the path from one box to another."""
    start, end = left_of(above.column) + BOX, left_of(below.column)
    high, low = top_of(above.row) + BOX_HIGH / 2, top_of(below.row) + BOX_HIGH / 2
    middle = (start + end) / 2
    return f"M{start:g} {high:g}C{middle:g} {high:g} {middle:g} {low:g} {end:g} {low:g}"


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text that fits into a box: of Latin letters fewer than two stand for a character."""
    room, kept = float(longest), ""
    for sign in text:
        room -= 1 if ord(sign) > 0x2E7F else LETTER
        if room < 0:
            return f"{kept}…"
        kept += sign
    return kept
