"""How whole a record is: the weight of what it holds over the weight of what it should hold."""

from collections.abc import Collection, Mapping

from primeline.quality.choices import RecordPart


def score(
    missing: Collection[RecordPart],
    asked: Collection[RecordPart],
    weights: Mapping[RecordPart, int],
) -> int:
    """Return how whole a record is, from 0 to 100; one of which nothing is asked is whole."""
    whole = sum(weights[part] for part in asked)
    if not whole:
        return 100
    held = sum(weights[part] for part in asked if part not in missing)
    return round(100 * held / whole)
