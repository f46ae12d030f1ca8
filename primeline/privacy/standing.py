"""Texts that an earlier release stored as they were typed: whoever is on file is sealed in them."""

from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import Model, Q

from primeline.kit.deeds import Actor, deed
from primeline.privacy import freetext, onfile, telling
from primeline.privacy.columns import free_columns
from primeline.privacy.fields import EncryptedField

AT_ONCE: Final = 1000


@deed("privacy.look_through_texts")
def look_through_texts(*, by: Actor, at: datetime) -> int:
    """Seal whoever is on file in the texts that stand; return how many rows that were.

    Numbers of people who are not on file stay: nobody is there to be told. The history before stays
    as it is.
    """
    return sum(_look_through(model, names) for model, names in free_columns())


def _look_through(model: type[Model], ways: dict[str, list[Any]]) -> int:
    return sum(_look_along(model, way, fields) for way, fields in ways.items())


def _look_along(model: type[Model], way: str, fields: list[Any]) -> int:
    names = [field.name for field in fields]
    rows = model._default_manager.filter(_says_something(fields)).order_by("pk")
    count, last = 0, 0
    while some := list(rows.filter(pk__gt=last).values_list("pk", *names)[:AT_ONCE]):
        last = some[-1][0]
        accounts = _accounts(model, way, [pk for pk, *_texts in some])
        onfile.announce(chain.from_iterable(accounts.values()))
        for pk, *texts in some:
            if changes := _changes(accounts[pk], dict(zip(names, texts, strict=True))):
                model._default_manager.filter(pk=pk).update(**changes)
                count += 1
    return count


def _accounts(model: type[Model], way: str, keys: list[Any]) -> dict[Any, list[int]]:
    """Return the accounts that rows are about, by their keys."""
    found: dict[Any, list[int]] = {key: [] for key in keys}
    rows = model._default_manager.filter(pk__in=keys).order_by("pk", way).values_list("pk", way)
    for key, account in rows:
        if account is not None:
            found[key].append(account)
    return found


def _says_something(fields: list[Any]) -> Q:
    says = Q()
    for field in fields:
        said = ~Q(**{field.name: ""})
        if isinstance(field, EncryptedField):
            said &= Q(**{f"{field.subject.replace('.', '__')}__isnull": True})
        says |= said
    return says


def _changes(accounts: list[int], texts: dict[str, Any]) -> dict[str, Any]:
    if not accounts:
        return {}
    found = {}
    for name, stored in texts.items():
        text = freetext.plain(stored or "")
        # What was looked through already stays; nothing else holds this sign.
        if text and freetext.OPEN not in text:
            kept = telling.looked_through(text, account=accounts)
            if freetext.plain(kept) != text:
                found[name] = kept
    return found
