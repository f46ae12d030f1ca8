"""Taking somebody who is erased out of what was typed before anybody knew them.

What is typed while they are on file holds them sealed. What was typed before, or into columns that
stay as typed, is looked through once more, before their key goes: it could not be found afterwards.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Model, QuerySet, UniqueConstraint

from primeline.audit.models import Grant
from primeline.privacy import freetext, masks
from primeline.privacy.columns import (
    accounts_table,
    is_free,
    registered_columns,
    typed_columns,
)
from primeline.privacy.mentions import Mention, People, mentions
from primeline.privacy.values import is_sealed

AT_ONCE: Final = 1000
# What our units and people are called in both languages is no word about the customer.
OF_OURS: Final = ("_zh", "_en")
# Rows of one model, and the fields of it that people type into.
Typed = tuple[QuerySet[Any], list[Any]]
Path = tuple[str | int, ...]


def take_out(known: Mapping[int, People], registered_ids: Collection[int]) -> dict[int, int]:
    """Take people out of all that was typed at these accounts, and out of what some of them are
    registered as.

    It is part of the deed that erases them, and returns in how many rows of which accounts they
    stood. Whoever edits such a row is told that it has changed: their form holds the name still.
    """
    found = {
        account: sum(
            take_out_of(rows, fields, people) for rows, fields in typed_at(account, registered_ids)
        )
        for account, people in known.items()
    }
    return {account: count for account, count in found.items() if count}


def typed_at(account: int, registered_ids: Collection[int]) -> Iterator[Typed]:
    """Yield what `rows_at` does, and of some accounts what they are registered as."""
    yield from rows_at(account)
    if account in registered_ids:
        yield registered_at(account)


def registered_at(account: int) -> Typed:
    """Return the row of an account, with what it is registered as."""
    model, fields = registered_columns()
    return model._default_manager.filter(pk=account), fields


def rows_at(account: int) -> Iterator[Typed]:
    """Yield the rows that hang on an account, with the fields that people type into, if any."""
    for model, ways in typed_columns():
        for way, fields in ways.items():
            yield model._default_manager.filter(**{way: account}), fields
    # What the account was opened to somebody for.
    opened = Grant.objects.filter(table=accounts_table(), row_id=account)
    yield opened, [Grant._meta.get_field("purpose")]


def take_out_of(rows: QuerySet[Any], fields: list[Any], people: People) -> int:
    """Take people out of what was typed into rows, and return in how many they stood."""
    count = 0
    for pk, *said in stretches(rows, *(field.name for field in fields)) if fields else ():
        if changes := _changes(fields, said, people):
            if any(field.name == "version" for field in rows.model._meta.local_concrete_fields):
                changes["version"] = F("version") + 1
            count += _save(rows.model, pk, changes)
    return count


def _save(model: type[Model], pk: Any, changes: dict[str, Any]) -> int:
    """Save what is left of a row; where another is called the same by now, its key tells it."""
    row = model._default_manager.filter(pk=pk)
    once = {
        name
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint)
        for name in one.fields
        if name in changes
    }
    if not once:
        return row.update(**changes)
    try:
        with transaction.atomic():
            return row.update(**changes)
    except IntegrityError:
        return row.update(**changes | {name: _apart(model, name, changes, pk) for name in once})


def _apart(model: type[Model], name: str, changes: dict[str, Any], pk: Any) -> str:
    field: Any = model._meta.get_field(name)
    text, key = changes[name], f" {pk}"
    if is_free(field):
        return freetext.Kept(str.__add__(text, key))
    return str(text)[: field.max_length - len(key)] + key


def texts_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the texts in a stored value, and the ways to them; what is sealed whole is none."""
    if isinstance(value, str):
        if value and not is_sealed(value):
            yield path, freetext.plain(value)
    elif isinstance(value, dict):
        for name, said in value.items():
            if not name.endswith(OF_OURS):
                yield from texts_in(said, (*path, name))
    elif isinstance(value, list):
        for place, said in enumerate(value):
            yield from texts_in(said, (*path, place))


def stretches(rows: QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of rows and what these columns hold, some at a time."""
    last: Any = None
    while True:
        later = rows if last is None else rows.filter(pk__gt=last)
        some = list(later.order_by("pk").values_list("pk", *names)[:AT_ONCE])
        if not some:
            return
        yield from some
        last = some[-1][0]


def _changes(fields: list[Any], said: list[Any], people: People) -> dict[str, Any]:
    return {
        field.name: left
        for field, value in zip(fields, said, strict=True)
        if value and (left := without(field, value, people)) != value
    }


def without(field: Any, value: Any, people: People) -> Any:
    """Return what a column holds without these people."""
    if getattr(field, "holds_words", False):
        return _words_without(value, people)
    if is_sealed(value):
        return value
    if is_free(field):
        return freetext.Kept(_text_without(freetext.plain(value), people))
    return _stars_for(value, people)


def _words_without(value: Any, people: People) -> Any:
    """Return words, or whatever they stand in, without these people."""
    if isinstance(value, str):
        return _text_without(freetext.plain(value), people)
    if isinstance(value, dict):
        return {
            name: said if name.endswith(OF_OURS) else _words_without(said, people)
            for name, said in value.items()
        }
    if isinstance(value, list):
        return [_words_without(one, people) for one in value]
    return value


def _text_without(stored: str, people: People) -> str:
    """Return a free text as it is stored, with whoever is met in it gone."""
    found: list[str] = []
    end = 0
    for one in met(stored, people):
        found += [stored[end : one.start], freetext.gone(one.subject, one.kind)]
        end = one.end
    return "".join([*found, stored[end:]])


def _stars_for(text: str, people: People) -> str:
    """Return a text that stays as typed with stars for these people; it grows no longer."""
    for one in mentions(text, people):
        stars = masks.HIDDEN[: one.end - one.start].ljust(one.end - one.start, "\0")
        text = text[: one.start] + stars + text[one.end :]
    return text.replace("\0", "")


def met(stored: str, people: People) -> Iterator[Mention]:
    """Yield where people stand in a stored text in clear; who is sealed in it already does not."""
    for start, end in freetext.typed_stretches(stored):
        for one in mentions(stored[start:end], people):
            yield Mention(start + one.start, start + one.end, one.subject, one.kind)
