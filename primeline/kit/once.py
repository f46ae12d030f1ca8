"""Doing a deed once, however often its form is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from primeline.kit.models import Submission

# What was written down without network is sent once there is some, and perhaps once more.
KEPT_FOR = timedelta(days=30)


def once(*, key: str, at: datetime, deed: Callable[[], str]) -> str:
    """Run a deed unless a form with this key was sent before; return its answer either way.

    The key's row is written first, so a second sender waits for the first one and gets its answer.
    A deed that fails takes the row with it: the form may be sent again.
    """
    with transaction.atomic():
        row, is_first = Submission.objects.get_or_create(key=key, defaults={"sent_at": at})
        if is_first:
            row.answer = deed()
            row.save(update_fields=["answer"])
        return row.answer


def answer_to(key: str) -> str:
    """Return what a form with this key was answered; empty if it has done nothing."""
    return Submission.objects.filter(key=key).values_list("answer", flat=True).first() or ""


def was_sent(key: str) -> bool:
    """Test whether a form with this key has done its deed already."""
    return Submission.objects.filter(key=key).exists()


def forget_sent(*, at: datetime) -> int:
    """Remove what was sent too long ago to be sent again; return how many."""
    return Submission.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]
