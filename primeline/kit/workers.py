"""Which worker processes are alive."""

from datetime import datetime, timedelta

from primeline.kit.models import WorkerRow

LOST_AFTER = timedelta(seconds=60)
LOST_WORKERS_KEPT = timedelta(days=1)


def beat(*, name: str, at: datetime) -> None:
    """Note that a worker is alive."""
    WorkerRow.objects.update_or_create(
        name=name,
        defaults={"seen_at": at},
        create_defaults={"started_at": at, "seen_at": at},
    )


def sign_out(*, name: str) -> None:
    """Note that a worker has stopped as it was told to."""
    WorkerRow.objects.filter(name=name).delete()


def alive(*, at: datetime) -> list[str]:
    """Return the workers that were seen a moment ago."""
    seen = WorkerRow.objects.filter(seen_at__gt=at - LOST_AFTER)
    return list(seen.order_by("name").values_list("name", flat=True))


def forget_lost(*, at: datetime) -> int:
    """Remove workers that never said good-bye and return how many went."""
    return WorkerRow.objects.filter(seen_at__lt=at - LOST_WORKERS_KEPT).delete()[0]
