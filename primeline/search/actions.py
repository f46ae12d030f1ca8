"""Writing what accounts can be found by. The rooms above call this within their own deeds."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from primeline.audit import walls
from primeline.kit.deeds import Actor, deed
from primeline.search import rules
from primeline.search.choices import SPELLED, EntryKind
from primeline.search.models import SearchEntry
from primeline.search.values import Entry

BATCH = 1000


@deed("search.index")
def index(*, entries: Iterable[Entry], by: Actor, at: datetime) -> None:
    """Write entries, replacing those of the same account, kind and source.

    An entry without texts takes the one that was there away.
    """
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        rows = {(e.customer_id, e.kind, e.source_id): _row(e) for e in batch}
        _take_away([row for row in rows.values() if not row.grams])
        SearchEntry.objects.bulk_create(
            [row for row in rows.values() if row.grams],
            update_conflicts=True,
            unique_fields=["customer_id", "kind", "source_id"],
            update_fields=["text", "grams"],
        )
        if len(batch) == BATCH:
            walls.take_statistics()


@deed("search.forget")
def forget(
    *,
    customer_ids: Collection[int],
    kinds: Collection[EntryKind] = tuple(EntryKind),
    by: Actor,
    at: datetime,
) -> None:
    """Take entries away, so that these accounts are no longer found by these facts."""
    SearchEntry.objects.filter(customer_id__in=customer_ids, kind__in=kinds).delete()


def _take_away(rows: list[SearchEntry]) -> None:
    for kind in {row.kind for row in rows}:
        ours = [row for row in rows if row.kind == kind]
        SearchEntry.objects.filter(
            kind=kind,
            customer_id__in=[row.customer_id for row in ours],
            source_id__in={row.source_id for row in ours},
        ).delete()


def _row(entry: Entry) -> SearchEntry:
    forms = [form for text in entry.texts for form in rules.spellings(text)]
    if entry.kind in SPELLED:
        forms += [word for text in entry.texts for word in rules.words_of(text)]
    text = rules.text_of(forms)
    return SearchEntry(
        customer_id=entry.customer_id,
        kind=entry.kind,
        source_id=entry.source_id,
        text=text,
        grams=" ".join(rules.grams_of(text)),
    )
