"""What all tables of reference data have in common."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from primeline.kit.errors import NotFound
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


Row = TypeVar("Row", bound=ReferenceRow)


def row_with_code(kind: type[Row], code: str) -> Row:
    """Return the row of this kind that has the code, also one no longer in use.

    :raises NotFound: if there is none
    """
    row: Row | None = kind._default_manager.filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def add_missing(shipped: Iterable[Row]) -> int:
    """Store the rows whose codes nobody has, in one go, and return how many there were.

    Rows of one kind. What people have changed or closed since stays as they left it.
    """
    rows = list(shipped)
    if not rows:
        return 0
    table = type(rows[0])._default_manager
    known = set(table.values_list("code", flat=True))
    return len(table.bulk_create(row for row in rows if row.code not in known))
