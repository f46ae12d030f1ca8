"""Keeping what the search for likely duplicates has found."""

from collections.abc import Mapping
from datetime import datetime

from primeline.kit.deeds import Actor, deed
from primeline.quality.models import DuplicatePair
from primeline.quality.values import Likeness

AT_ONCE = 2000


@deed("quality.find_duplicates")
def keep_duplicates(*, found: Mapping[tuple[int, int], Likeness], by: Actor, at: datetime) -> None:
    """Put what a search has found in the place of what was found before."""
    DuplicatePair.objects.all().delete()
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                first_id=first,
                second_id=second,
                score=likely.score,
                because=[[one.evidence, one.points] for one in likely.because],
                found_at=at,
            )
            for (first, second), likely in found.items()
        ),
        batch_size=AT_ONCE,
    )
