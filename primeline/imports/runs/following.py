"""What follows when accounts were written or taken back."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from primeline.imports.models import Batch
from primeline.kit import jobs

FOLLOW_UP_ACCOUNTS: Final = 2000


def ask_for_follow_up(*, batch: Batch, customer_ids: Collection[int], at: datetime) -> None:
    """Let searches, levels and figures take notice of accounts, some thousand at a time."""
    touched = sorted(customer_ids)
    for start in range(0, len(touched), FOLLOW_UP_ACCOUNTS):
        jobs.enqueue(
            kind="imports.follow_up",
            payload={
                "batch_id": batch.pk,
                "customer_ids": touched[start : start + FOLLOW_UP_ACCOUNTS],
            },
            at=at,
        )
