"""What people set for all accounts: lines of business, why subscriptions end, how many days."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language
from primeline.products.choices import DeadlineKind, Influence, LineFamily, ReplacementKind


class LineOfBusiness(models.Model):
    """A line of business that subscriptions belong to. Reference data, edited by people."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    family = models.CharField(max_length=8, choices=LineFamily)
    # Leased lines (专线) are counted together in the figure lost ÷ gained.
    is_leased_line = models.BooleanField(default=False)
    is_open_to_new = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


class TerminationReason(models.Model):
    """A coded reason for a termination. Reference data, edited by people."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    influence = models.CharField(max_length=12, choices=Influence)
    # A reason that claims a move, a swap or new papers, so that an opening is looked for.
    replacement_kind = models.CharField(max_length=8, choices=ReplacementKind, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


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
