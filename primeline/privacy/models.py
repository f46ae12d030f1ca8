"""Keys of people and what they can be looked up by: working rows, so that they can be destroyed."""

from datetime import date
from typing import Final

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.privacy.choices import LimitKind, PersonalKind

LONG_AGO: Final = date(2020, 1, 1)


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

    class Meta:
        indexes = [
            models.Index(
                fields=["subject"],
                name="person_restricted",
                condition=models.Q(restricted_at__isnull=False),
            )
        ]


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
    """A number that people set for how data of people are handled, from a day on. Reference data.

    One that ends on the day it starts was replaced before it took effect.
    """

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=20, choices=LimitKind)
    value = models.PositiveSmallIntegerField()
    active_from_date = models.DateField(default=LONG_AGO, db_default=LONG_AGO)
    active_to_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # The one to come, where a question has looked for it.
    later: "Limit | None" = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_limit_is_not_nothing", condition=models.Q(value__gt=0)
            ),
            models.UniqueConstraint(
                name="privacy_limit_one_to_come",
                fields=["code"],
                condition=models.Q(active_to_date=None),
            ),
            models.CheckConstraint(
                name="privacy_limit_never_ends_before_it_starts",
                condition=models.Q(active_to_date=None)
                | models.Q(active_to_date__gte=models.F("active_from_date")),
            ),
        ]

    @property
    def name(self) -> str:
        """What it is for."""
        return str(self.get_code_display())
