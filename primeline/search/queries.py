"""Finding accounts by what people say. Whoever asks joins the ids to what they may see."""

from django.db.models import QuerySet

from primeline.search import rules
from primeline.search.choices import EntryKind
from primeline.search.models import SearchEntry, SearchEntryQuerySet
from primeline.search.values import Found


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


def find(text: str, limit: int) -> list[Found]:
    """Return the accounts that a text finds, each once, the closest first.

    Where more than `limit` entries hold the text, the answer is some of them: ask again with more
    of the text, or use `customer_ids_for` as a condition.
    """
    # The database does not sort: a text that half the base holds must cost no more than others.
    best: dict[int, Found] = {}
    for found in _some(text, limit):
        known = best.setdefault(found.customer_id, found)
        if found.closeness < known.closeness:
            best[found.customer_id] = found
    return sorted(best.values(), key=lambda found: (found.closeness, found.customer_id))


def _some(text: str, limit: int) -> list[Found]:
    question, edge = _question(text), rules.BOUNDARY
    rows = entries_for(text).values_list("customer_id", "kind", "source_id", "text")[:limit]
    return [
        Found(
            customer_id=customer_id,
            kind=EntryKind(kind),
            source_id=source_id,
            distance=rules.distance(question, forms.split(edge)),
        )
        for customer_id, kind, source_id, forms in rows
    ]


def _question(text: str) -> str:
    return rules.one_form(text)[: rules.LONGEST_QUESTION]
