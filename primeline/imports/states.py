"""How a batch goes from one state to the next: whoever is second finds it moved."""

from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import BatchStatus
from primeline.imports.models import Batch
from primeline.kit.errors import ChangedMeanwhile

# States in which columns may be mapped anew and the batch may be given up.
OPEN: Final = (
    BatchStatus.UPLOADED,
    BatchStatus.CHECKING,
    BatchStatus.CHECKED,
    BatchStatus.FAILED,
)


def move(
    batch: Batch,
    *before: BatchStatus,
    to: BatchStatus,
    version: int | None = None,
    **changes: Any,
) -> None:
    """Move a batch on, together with what is known by then; `version` must not have moved.

    :raises ChangedMeanwhile: if it is in none of the states that it may be moved from
    """
    still_there = Batch.objects.filter(pk=batch.pk, status__in=before)
    if version is not None:
        still_there = still_there.filter(version=version)
    if not still_there.update(status=to, version=F("version") + 1, **changes):
        raise ChangedMeanwhile(
            _("Somebody else has just moved this batch on. Reload the page to see where it is.")
        )
    batch.refresh_from_db()
