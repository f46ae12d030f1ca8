"""What the rights desk does by itself."""

from datetime import timedelta

from django.utils import timezone

from primeline.audit.refusals import forget_refusals
from primeline.kit.jobs import Job
from primeline.rights.choices import DataClass
from primeline.rights.queries import months_kept
from primeline.rights.sources import find_due
from primeline.staff.front_door import forget_tries

# A month of any length is over after so many days.
DAYS_OF_A_MONTH = 31


def find_whose_time_is_over(job: Job) -> None:
    """Put people whose data have been kept as long as they may on the rights desk."""
    today = timezone.localdate(job.at)
    find_due(today=today, at=job.at, report=lambda found: job.report(found=found))


def sweep(job: Job) -> None:
    """Remove tries to sign in and refused requests whose time is over."""
    kept = timedelta(days=DAYS_OF_A_MONTH * months_kept(DataClass.SIGN_INS))
    job.report(tries=forget_tries(days=kept.days), refused=forget_refusals(before=job.at - kept))
