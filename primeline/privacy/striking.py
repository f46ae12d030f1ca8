"""Striking somebody who is erased from the record: what it holds of them is shown no more.

The record is sealed and stays as it is. A strike says where in it somebody stands, not who.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from primeline.audit.models import Act, ActLine, HistoryRow
from primeline.audit.strikes import strike
from primeline.audit.values import Struck
from primeline.kit.keeping import Keeping
from primeline.privacy import freetext, masks
from primeline.privacy.columns import is_free
from primeline.privacy.mentions import Mention, People
from primeline.privacy.takingout import AT_ONCE, Path, Typed, met, stretches, texts_in, typed_at

HISTORY: Final = HistoryRow._meta.db_table


def strike_out(known: Mapping[int, People], registered_ids: Collection[int]) -> int:
    """Strike people from what the record holds of these accounts; return how many pieces.

    It is part of the deed that erases them, and comes last: that deed is on record as well.
    """
    return sum(
        strike_of(typed_at(account, registered_ids), people) for account, people in known.items()
    )


def strike_of(typed: Iterable[Typed], people: People) -> int:
    """Strike people from what the record holds of rows, and of the acts that wrote them."""
    return strike(_pieces_of(typed, people))


def _pieces_of(typed: Iterable[Typed], people: People) -> Iterator[Struck]:
    acts: set[int] = set()
    for rows, fields in typed:
        table = rows.model._meta.db_table
        if getattr(rows.model, "keeping", None) is not Keeping.ARCHIVE:
            continue
        for keys in _some([str(pk) for (pk,) in stretches(rows)]):
            changes = HistoryRow.objects.filter(table=table, row_id__in=keys)
            acts.update(changes.values_list("act_id", flat=True).distinct())
            if fields:
                for pk, before, after in changes.values_list("pk", "before", "after"):
                    yield from _pieces_in_image(pk, "before", before or {}, fields, people)
                    yield from _pieces_in_image(pk, "after", after, fields, people)
    yield from _pieces_in_acts(sorted(acts), people)


def _pieces_in_image(
    pk: int, part: str, image: Mapping[str, Any], fields: list[Any], people: People
) -> Iterator[Struck]:
    for field in fields:
        column = str(field.column)
        # Words hold people as free texts do.
        is_sign = is_free(field) or getattr(field, "holds_words", False)
        for path, text in texts_in(image.get(column), (part, column)):
            for one in met(text, people):
                yield _struck(HISTORY, pk, path, one, is_sign=is_sign)


def _pieces_in_acts(act_ids: list[int], people: People) -> Iterator[Struck]:
    """Yield where people stand in why something was done, in an act or within one."""
    for some in _some(act_ids):
        acts = Act.objects.filter(pk__in=some).exclude(reason="")
        for pk, reason in acts.values_list("pk", "reason"):
            for one in met(reason, people):
                yield _struck(Act._meta.db_table, pk, ("reason",), one)
        lines = ActLine.objects.filter(act__in=some, line__reason__isnull=False)
        for pk, line in lines.values_list("pk", "line"):
            for one in met(line["reason"], people):
                yield _struck(ActLine._meta.db_table, pk, ("line", "reason"), one)


def _some(keys: Collection[Any]) -> Iterator[list[Any]]:
    found = list(keys)
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _struck(table: str, pk: int, path: Path, one: Mention, *, is_sign: bool = False) -> Struck:
    return Struck(
        table=table,
        row_id=pk,
        path=path,
        start=one.start,
        end=one.end,
        instead=freetext.gone(one.subject, one.kind) if is_sign else masks.HIDDEN,
    )
