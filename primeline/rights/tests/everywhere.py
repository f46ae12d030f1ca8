"""Everywhere that something of a person could still be read: stored, shown, carried away."""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver

from primeline.audit.models import HistoryRow

# A stream never ends. Of the pages of no account these lists may name one.
NOT_WALKED = ("progress",)
LISTS = ("", "accounts/", "audit/", "rights/", "equipment/", "contracts/", "papers/")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def everything_stored() -> bytes:
    """Return every row of every table as text, and on SQLite the bytes of the files."""
    tables = connection.introspection.table_names()
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str(tuple(_plain(value) for value in row)) for row in cursor.fetchall()]
    stored = "\n".join(found).encode()
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        connection.close()
        for each in file.parent.glob(f"{file.name}*"):
            stored += each.read_bytes()
    for each in Path(default_storage.path("")).glob("attachments/**/*"):
        stored += each.read_bytes() if each.is_file() else b""
    return stored


def everything_shown(browser: Client, **known: Any) -> dict[str, str]:
    """Return every page that opens for a reader, by address. `known` fills in the addresses.

    It holds a value, or a list of them, for each name that addresses have; `matters_number` is the
    number in those that begin with matters.
    """
    return shown_at(browser, sorted(set(_addresses(known))))


def shown_at(browser: Client, addresses: Iterable[str]) -> dict[str, str]:
    """Return those of these pages that open for a reader, by address."""
    found = {}
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            body = b"".join(answer) if answer.streaming else answer.content
            found[address] = body.decode(errors="ignore")
    return found


def acts_about(*tables_and_keys: tuple[str, Any]) -> list[int]:
    """Return the acts that changed these rows."""
    found: set[int] = set()
    for table, key in tables_and_keys:
        rows = HistoryRow.objects.filter(table=table, row_id=str(key))
        found |= set(rows.values_list("act_id", flat=True))
    return sorted(found)


def _addresses(known: dict[str, Any]) -> Iterator[str]:
    values = {name: one if isinstance(one, list) else [one] for name, one in known.items()}
    for route in _routes(get_resolver()):
        names = sorted(set(PLACE.findall(route)))
        is_walked = bool(names) and not any(word in route for word in NOT_WALKED)
        if set(names) <= values.keys() and (is_walked or route in LISTS):
            topic = route.partition("/")[0]
            meant = (values.get(f"{topic}_{name}", values[name]) for name in names)
            for chosen in product(*meant):
                yield "/" + _filled(route, dict(zip(names, chosen, strict=True)))


def _filled(route: str, said: dict[str, Any]) -> str:
    return PLACE.sub(lambda place: str(said[place[1]]), route)


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
