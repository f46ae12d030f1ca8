"""Finding accounts by what people say. Whoever asks joins the ids to what they may see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from primeline.search import rules, typos
from primeline.search.choices import SPELLED, EntryKind
from primeline.search.models import SearchEntry, SearchEntryQuerySet
from primeline.search.values import ALIKE, Found

Condition = QuerySet[Any, Any]
Row = tuple[int, str, str, str]


def is_askable(text: str) -> bool:
    """Test whether a text is long enough: one Chinese character, or two letters or digits."""
    return bool(rules.grams_asked(_question(text)))


def entries_for(text: str) -> SearchEntryQuerySet:
    """Return the entries that hold a text, however many; for use as a condition."""
    question = _question(text)
    grams = rules.grams_asked(question)
    if not grams:
        return SearchEntry.objects.none()
    return SearchEntry.objects.all().holding(question, grams)


def customer_ids_for(text: str) -> QuerySet[SearchEntry, int]:
    """Return the ids of the accounts that a text finds, as a condition for lists of accounts."""
    return entries_for(text).values_list("customer_id", flat=True)


def find(text: str, limit: int, *, within: Condition | None = None) -> list[Found]:
    """Return the accounts that a text finds, each once, the closest first.

    `within` are the ids that the reader may see. Where more than `limit` entries hold the text, the
    answer is some of them: ask again with more of the text, or use `customer_ids_for`.
    """
    question, edge = _question(text), rules.BOUNDARY
    # The database does not sort: a text that half the base holds must cost no more than others.
    return _closest(
        _found(row, distance=rules.distance(question, row[3].split(edge)))
        for row in _some(entries_for(text), limit, within)
    )


def find_alike(text: str, limit: int, *, within: Condition | None = None) -> list[Found]:
    """Return accounts that have words which those of the text may be slips of the keyboard for.

    Latin words of four letters on, each with one letter wrong, missing, too many, or exchanged.
    """
    words = typos.mistyped(text)
    if not words:
        return []
    entries = SearchEntry.objects.filter(kind__in=SPELLED)
    for word in words:
        entries = entries.alike(word)
    return _closest(_found(row, distance=ALIKE) for row in _some(entries, limit, within))


def _some(entries: SearchEntryQuerySet, limit: int, within: Condition | None) -> Iterable[Row]:
    if within is not None:
        entries = entries.filter(customer_id__in=within)
    return entries.values_list("customer_id", "kind", "source_id", "text")[:limit]


def _found(row: Row, *, distance: int) -> Found:
    customer_id, kind, source_id, _text = row
    return Found(
        customer_id=customer_id, kind=EntryKind(kind), source_id=source_id, distance=distance
    )


def _closest(found: Iterable[Found]) -> list[Found]:
    best: dict[int, Found] = {}
    for one in found:
        known = best.setdefault(one.customer_id, one)
        if one.closeness < known.closeness:
            best[one.customer_id] = one
    return sorted(best.values(), key=lambda one: (one.closeness, one.customer_id))


def _question(text: str) -> str:
    return rules.one_form(text)[: rules.LONGEST_QUESTION]
