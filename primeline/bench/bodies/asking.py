"""Asking for pages inside this process, and repeating by hand what they asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from primeline.bench.place import Place
from primeline.testing.doors import signed_in

BRACKETS = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")

# Each statement with what was bound to it.
Statements = list[tuple[str, Any]]


class NoPage(Exception):
    """A page that is measured did not come."""


def browser_at(place: Place) -> Client:
    """Return a browser in which the person of the place is signed in."""
    return signed_in(place.person)


def ask(browser: Client, address: str) -> None:
    """Fetch a page.

    :raises NoPage: if anything but the page comes
    """
    answer = browser.get(address)
    if answer.status_code != 200:
        raise NoPage(f"{address} answered {answer.status_code}.")


@contextmanager
def overheard() -> Iterator[Statements]:
    """Collect the statements that are asked of the database meanwhile, without their brackets."""
    heard: Statements = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(BRACKETS):
            heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield heard


def repeat(statements: Statements) -> None:
    """Ask the same of the database by its own driver, and read all answers."""
    cursor = connection.connection.cursor()
    try:
        for sql, params in statements:
            cursor.execute(spelled(sql), params or ())
            if cursor.description is not None:
                cursor.fetchall()
    finally:
        cursor.close()


def spelled(sql: str) -> str:
    """Return a statement with its marks as the driver of this database writes them."""
    return sql if connection.vendor == "postgresql" else sql.replace("%s", "?").replace("%%", "%")
