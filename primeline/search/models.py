"""The search table: ids and grams only, so that it needs no wall of its own."""

from django.db import models

from primeline.kit.keeping import Keeping


class SearchEntry(models.Model):
    """What one account can be found by. `kind` says which of its facts these grams come from."""

    keeping = Keeping.WORKING

    customer_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=16)
    source_id = models.CharField(max_length=64, blank=True)
    # Space-separated grams of the normalised text; the index over them is made per database.
    grams = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="search_entry_once", fields=["customer_id", "kind", "source_id"]
            ),
        ]
