"""What people do to the record: they add a look to it. Nothing in it is ever changed."""

from datetime import datetime
from typing import cast

from primeline.audit.models import Look
from primeline.kit.deeds import Actor, current_act, deed


@deed("audit.look")
def look(
    *,
    subject_kind: str,
    subject_id: str = "",
    purpose: str = "",
    rows_count: int = 1,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Look:
    """Record that somebody took rows out or unmasked them, and what for."""
    return Look.objects.create(
        act_id=cast(int, current_act()),
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=purpose,
        rows_count=rows_count,
    )
