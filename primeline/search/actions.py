"""Writing what accounts can be found by. The rooms above call this within their own deeds.

Entries are working rows, made from facts that have a history of their own: no act is needed.
"""

from collections.abc import Collection, Iterable
from itertools import islice

from primeline.search import rules
from primeline.search.choices import EntryKind
from primeline.search.models import SearchEntry
from primeline.search.values import Entry

BATCH = 1000


def index(*, entries: Iterable[Entry]) -> int:
    """Write entries, replacing those of the same account, kind and source; return how many."""
    waiting, written = iter(entries), 0
    while batch := list(islice(waiting, BATCH)):
        rows = {(e.customer_id, e.kind, e.source_id): _row(e) for e in batch}
        SearchEntry.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["customer_id", "kind", "source_id"],
            update_fields=["text", "grams"],
        )
        written += len(rows)
    return written


def forget(
    *,
    customer_ids: Collection[int],
    kinds: Collection[EntryKind] = tuple(EntryKind),
) -> None:
    """Take entries away, so that these accounts are no longer found by these facts."""
    SearchEntry.objects.filter(customer_id__in=customer_ids, kind__in=kinds).delete()


def _row(entry: Entry) -> SearchEntry:
    text = rules.text_of(form for text in entry.texts for form in rules.spellings(text))
    return SearchEntry(
        customer_id=entry.customer_id,
        kind=entry.kind,
        source_id=entry.source_id,
        text=text,
        grams=" ".join(rules.grams_of(text)),
    )
