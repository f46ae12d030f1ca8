"""What people set for all accounts: lines of business, why subscriptions end, how many days."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow
from primeline.products.choices import DeadlineKind, Influence, LineFamily, ReplacementKind


class LineOfBusiness(ReferenceRow):
    """A line of business that subscriptions belong to."""

    family = models.CharField(max_length=8, choices=LineFamily)
    # Leased lines (专线) are counted together in the figure lost ÷ gained.
    is_leased_line = models.BooleanField(default=False)
    is_open_to_new = models.BooleanField(default=True)


class TerminationReason(ReferenceRow):
    """A coded reason for a termination."""

    influence = models.CharField(max_length=12, choices=Influence)
    # A reason that claims a move, a swap or new papers, so that an opening is looked for.
    replacement_kind = models.CharField(max_length=8, choices=ReplacementKind, blank=True)


class Deadline(models.Model):
    """A number of days within which something is to be done. Reference data, edited by people."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=12, choices=DeadlineKind, unique=True)
    days = models.PositiveSmallIntegerField()
    is_in_workdays = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    @property
    def name(self) -> str:
        """What it is for."""
        return str(self.get_code_display())
