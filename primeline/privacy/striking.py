"""Striking somebody who is erased from the record: what it holds of them is shown no more.

The record is sealed and stays as it is. A strike says where in it somebody stands, not who.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from primeline.audit.models import Act, ActLine, Grant, HistoryRow
from primeline.audit.strikes import strike
from primeline.audit.values import Struck
from primeline.kit.keeping import Keeping
from primeline.privacy import freetext, masks
from primeline.privacy.columns import accounts_table, is_free, typed_columns
from primeline.privacy.mentions import Mention, People
from primeline.privacy.takingout import AT_ONCE, OF_OURS, hanging, met, stretches
from primeline.privacy.values import is_sealed

HISTORY: Final = HistoryRow._meta.db_table
Path = tuple[str | int, ...]


def strike_out(known: Mapping[int, People]) -> int:
    """Strike people from what the record holds of their accounts; return how many pieces.

    It is part of the deed that erases them, and comes last: that deed is on record as well.
    """
    return sum(strike(_pieces_at(account, people)) for account, people in known.items())


def _pieces_at(account: int, people: People) -> Iterator[Struck]:
    acts: set[int] = set()
    for table, keys, fields in _rows_at(account):
        changes = HistoryRow.objects.filter(table=table, row_id__in=keys)
        acts.update(changes.values_list("act_id", flat=True).distinct())
        if not fields:
            continue
        for pk, before, after in changes.values_list("pk", "before", "after"):
            for part, image in (("before", before), ("after", after)):
                yield from _pieces_in_image(pk, part, image or {}, fields, people)
    yield from _pieces_in_acts(sorted(acts), people)


def _rows_at(account: int) -> Iterator[tuple[str, list[str], list[Any]]]:
    """Yield the rows that hang on an account, some keys of a table at a time."""
    for model, ways in typed_columns():
        if getattr(model, "keeping", None) is Keeping.ARCHIVE:
            for rows, fields in hanging(model, ways, account):
                for keys in _some([str(pk) for (pk,) in stretches(rows)]):
                    yield model._meta.db_table, keys, fields
    opened = Grant.objects.filter(table=accounts_table(), row_id=account)
    keys = [str(pk) for pk in opened.values_list("pk", flat=True)]
    yield Grant._meta.db_table, keys, [Grant._meta.get_field("purpose")]


def _pieces_in_image(
    pk: int, part: str, image: Mapping[str, Any], fields: list[Any], people: People
) -> Iterator[Struck]:
    for field in fields:
        column = str(field.column)
        # Words hold people as free texts do.
        is_sign = is_free(field) or getattr(field, "holds_words", False)
        for path, text in _texts_in(image.get(column), (part, column)):
            for one in met(text, people):
                yield _struck(HISTORY, pk, path, one, is_sign=is_sign)


def _texts_in(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts in a value of the record, and the ways to them."""
    if isinstance(value, str):
        if value and not is_sealed(value):
            yield path, value
    elif isinstance(value, dict):
        for name, said in value.items():
            if not name.endswith(OF_OURS):
                yield from _texts_in(said, (*path, name))
    elif isinstance(value, list):
        for place, said in enumerate(value):
            yield from _texts_in(said, (*path, place))


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
