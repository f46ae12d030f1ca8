"""Which contents are kept. What they are called, and to what they belong, the rooms above know."""

from django.db import models
from django.db.models import Q

from primeline.files.choices import FileKind
from primeline.kit.keeping import Keeping


class StoredFile(models.Model):
    """A content that is kept once, under its hash, however often it is attached."""

    keeping = Keeping.ARCHIVE
    # A hash and a size only: names and accounts stand where it is attached, behind the wall there.
    reach_through = None

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=FileKind)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="storedfile_is_not_empty", condition=Q(size_bytes__gt=0)),
        ]

    @property
    def place(self) -> str:
        """The name under which the storage has it."""
        return place_of(self.sha256)


def place_of(sha256: str) -> str:
    """Return the name under which a content lies on the storage."""
    return f"attachments/{sha256[:2]}/{sha256}"
