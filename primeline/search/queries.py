"""Finding accounts by what people say. Whoever asks joins the ids to what they may see."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from primeline.search import lookups, rules, typos
from primeline.search.choices import SPELLED, EntryKind
from primeline.search.models import SearchEntry, SearchEntryQuerySet
from primeline.search.structures import TABLE
from primeline.search.values import ALIKE, Found, Rows

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


def find(text: str, most: int, *, within: Condition | None = None) -> list[Found] | None:
    """Return the accounts that a text finds, each once, the closest first.

    `within` are the ids that the reader may see. None where more than `most` entries hold the text:
    ask again with more of it, or use `customer_ids_for`.
    """
    # The database does not sort: a text that half the base holds must cost no more than others.
    rows = list(_some(entries_for(text), most + 1, within))
    return _nearest(_question(text), rows) if len(rows) <= most else None


def find_few(text: str, most: int, beside: Rows) -> list[tuple[Found, tuple[Any, ...]]] | None:
    """Return the accounts that a text finds, each once, each with its row among those given.

    One statement answers, spelled out here: building it anew would cost more than running it. None
    where more than `most` entries hold the text.
    """
    question = _question(text)
    source, held, grams = lookups.holding(rules.grams_asked(question), vendor=connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.customer_id, e.kind, e.source_id, e.text, r.* FROM {source} "  # noqa: S608 - names of ours
            f"JOIN ({beside.statement}) AS r ON r.{beside.key} = e.customer_id "
            f"WHERE {held} AND e.text LIKE %s LIMIT %s",
            [*beside.values, grams, f"%{question}%", most + 1],
        )
        rows = cursor.fetchall()
    if len(rows) > most:
        return None
    by_account = {row[0]: tuple(row[4:]) for row in rows}
    return [(one, by_account[one.customer_id]) for one in _nearest(question, (r[:4] for r in rows))]


def first_of(rows: Rows, text: str, limit: int) -> list[tuple[Any, ...]]:
    """Return the first of these rows, in their order, whose accounts a text finds.

    For texts that many accounts are found by: the rows are walked until there are enough.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # No EXISTS: PostgreSQL would make it a join and read all entries first.
            f"SELECT r.* FROM ({rows.statement}) AS r WHERE (SELECT 1 FROM {TABLE} AS e "  # noqa: S608 - names of ours
            f"WHERE e.customer_id = r.{rows.key} AND e.text LIKE %s LIMIT 1) = 1 LIMIT %s",
            [*rows.values, f"%{_question(text)}%", limit],
        )
        return list(cursor.fetchall())


def find_alike(text: str, limit: int, *, within: Condition | None = None) -> list[Found]:
    """Return accounts that have words which those of the text may be slips of the keyboard for.

    Latin words of four letters on, each with one letter wrong, missing, too many, or exchanged;
    Chinese with characters that are said alike.
    """
    words, sound = typos.mistyped(text), rules.sound_of(text)
    if not words and not sound:
        return []
    entries = entries_for(sound) if sound else SearchEntry.objects.all()
    entries = entries.filter(kind__in=SPELLED)
    for word in words:
        entries = entries.alike(word)
    return _closest(_found(row, distance=ALIKE) for row in _some(entries, limit, within))


def _some(entries: SearchEntryQuerySet, limit: int, within: Condition | None) -> Iterable[Row]:
    if within is not None:
        # Asked for each entry found: a list of all that somebody reaches may be the whole base.
        entries = entries.filter(Exists(within.filter(pk=OuterRef("customer_id"))))
    return entries.values_list("customer_id", "kind", "source_id", "text")[:limit]


def _nearest(question: str, rows: Iterable[Row]) -> list[Found]:
    return _closest(
        _found(row, distance=rules.distance(question, row[3].split(rules.BOUNDARY))) for row in rows
    )


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
