"""The search table: ids and grams only, so that it needs no wall of its own."""

from typing import ClassVar

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.search import lookups
from primeline.search.choices import EntryKind
from primeline.search.typos import grams_near, pattern


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Words about entries."""

    def holding(self, form: str, grams: list[str]) -> "SearchEntryQuerySet":
        """Return the entries that hold this form: found by its grams, told by its text."""
        return self.filter(grams__hold=grams, text__contains=form)

    def alike(self, word: str) -> "SearchEntryQuerySet":
        """Return the entries that have a word which this one may be a slip of the keyboard for."""
        return self.filter(grams__hold_one_of=grams_near(word), text__regex=pattern(word))


class SearchEntry(models.Model):
    """What one account can be found by. `kind` says which of its facts these grams come from."""

    keeping = Keeping.WORKING

    customer_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=16, choices=EntryKind)
    source_id = models.CharField(max_length=64, blank=True)
    # All forms of the fact between boundaries, `|衡桥|hengqiao|hq|`.
    text = models.TextField()
    # Space-separated grams of the text; the index over them is made per database.
    grams = lookups.GramsField()

    objects: ClassVar[SearchEntryQuerySet] = SearchEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="search_entry_once", fields=["customer_id", "kind", "source_id"]
            ),
        ]
