"""What a lead has before them in the field: work on site today, planned works of the night."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.commitments.models import late_at
from primeline.commitments.queries.boards import LINE
from primeline.commitments.queries.reach import concerning, visible_to
from primeline.staff.reach import Reach

# What is done at the customer's: what else technicians owe, they owe from their desk.
SITE: Final = ("RESTORATION", "SURVEY", "INSTALLATION")
# By whose notice works are known here.
NOTICE: Final = "CUT_OVER_NOTICE"


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """How much work on site is due today, how much of it is late, and whom works meet tonight."""

    site_count: int
    late_count: int
    works_count: int
    untold_count: int


@dataclass(frozen=True, kw_only=True)
class Until:
    """When it is asked, and until when it is today and tonight to whoever asks."""

    at: datetime
    day_ends_at: datetime
    night_ends_at: datetime


def ahead_of(reach: Reach, until: Until) -> Ahead:
    """Return how much there is to do in the field for the accounts of a lead. One query."""
    site, works = _on_site(until), _works(until)
    counted = (
        _concerned(reach, until)
        .filter(site | works)
        .aggregate(
            site=Count("pk", filter=site),
            late=Count("pk", filter=site & late_at(until.at)),
            works=Count("pk", filter=works),
            untold=Count("pk", filter=works & Q(status__in=OPEN)),
        )
    )
    return Ahead(
        site_count=counted["site"],
        late_count=counted["late"],
        works_count=counted["works"],
        untold_count=counted["untold"],
    )


def on_site(reach: Reach, until: Until) -> QuerySet[Any]:
    """Return what is to be done on site today, what is due first on top."""
    found = _concerned(reach, until).filter(_on_site(until))
    return found.select_related(*LINE).order_by("due_at", "pk")


def works_tonight(reach: Reach, until: Until) -> QuerySet[Any]:
    """Return the notices of tonight's works, the first works on top."""
    found = _concerned(reach, until).filter(_works(until))
    return found.select_related(*LINE).order_by("before_at", "pk")


def _concerned(reach: Reach, until: Until) -> QuerySet[Any]:
    return visible_to(reach).filter(concerning(reach), opened_at__lte=until.at)


def _on_site(until: Until) -> Q:
    return Q(step__code__in=SITE, ended_at=None, due_at__lt=until.day_ends_at)


def _works(until: Until) -> Q:
    tonight = Q(before_at__gt=until.at, before_at__lte=until.night_ends_at, step__code=NOTICE)
    return tonight & ~Q(status=CommitmentStatus.CANCELLED)
