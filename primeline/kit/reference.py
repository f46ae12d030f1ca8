"""What all tables of reference data have in common."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language


class ReferenceRow(models.Model):
    """A row of reference data: people edit it, and it goes out of use instead of away."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)
