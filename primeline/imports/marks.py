"""What stands above the rows of every file that leaves: who took it, when, through which door."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from primeline.kit.deeds import Actor
from primeline.staff.models import Person


def mark(*, by: Actor, at: datetime, count: int, through: str) -> str:
    """Return what stands above the rows of a file: who took so many of them, when, and how."""
    if not isinstance(by, Person):
        words = ngettext(
            "Exported at %(at)s · %(count)s row · %(request)s",
            "Exported at %(at)s · %(count)s rows · %(request)s",
            count,
        )
    else:
        words = ngettext(
            "Exported by %(name)s (%(username)s) at %(at)s · %(count)s row · %(request)s",
            "Exported by %(name)s (%(username)s) at %(at)s · %(count)s rows · %(request)s",
            count,
        )
    return words % {
        "name": getattr(by, "name", ""),
        "username": getattr(by, "username", ""),
        "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
        "count": f"{count:,}",
        "request": through,
    }
