"""Keys of people and what they can be looked up by: working rows, so that they can be destroyed."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.privacy.choices import LimitKind, PersonalKind


class PersonKey(models.Model):
    """The key that one person's facts are sealed under, itself wrapped under a master key.

    Deleting it makes all of the person's facts unreadable, those in history and in the archive too.
    While `restricted_at` is set, facts are stored and nothing else is done with them.
    """

    keeping = Keeping.WORKING

    subject = models.BigIntegerField(primary_key=True)
    wrapped = models.BinaryField(max_length=80)
    master = models.CharField(max_length=8, db_index=True)
    restricted_at = models.DateTimeField(null=True, blank=True)


class BlindEntry(models.Model):
    """A keyed hash of a fact, by which a person is found again without the fact standing here."""

    keeping = Keeping.WORKING

    subject = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12, choices=PersonalKind)
    digest = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"], name="blind_digest")]


class Erasure(models.Model):
    """That the key of a person was destroyed: who they were is not said."""

    keeping = Keeping.ARCHIVE

    subject = models.BigIntegerField(unique=True)
    erased_at = models.DateTimeField()


class Limit(models.Model):
    """A number that people set for how data of people are handled. Reference data."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=20, choices=LimitKind, unique=True)
    value = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_limit_is_not_nothing", condition=models.Q(value__gt=0)
            ),
        ]

    @property
    def name(self) -> str:
        """What it is for."""
        return str(self.get_code_display())
