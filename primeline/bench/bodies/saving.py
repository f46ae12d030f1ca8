"""What saving an edited account costs, against the same statements by the raw driver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client

from primeline.audit.recorder import OPEN_ON_POSTGRES, OPEN_ON_SQLITE
from primeline.bench.bodies.asking import Statements, browser_at, overheard, repeat, spelled
from primeline.bench.meter import median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.customers.models import Customer

SAVES = 40
ROUNDS = 3


class NotSaved(Exception):
    """A form that is measured was not saved."""


@dataclass(frozen=True, kw_only=True)
class Save:
    """A form as it is sent: where to and what."""

    address: str
    fields: dict[str, Any]


def account_save(place: Place) -> Iterator[Result]:
    """Return the cost of saving the identity form of accounts spread over the archive."""
    browser = browser_at(place)
    warm_up, *saves = [_save(one) for one in place.some_customers(SAVES * ROUNDS + 1)]
    _send(browser, warm_up)
    rounds = [saves[start::ROUNDS] for start in range(ROUNDS)]
    asked = [[_overhear(browser, save) for save in saves] for saves in rounds]
    floor = median_cost(lambda heard: _repeat_written(place, heard), asked)
    again = [[_again(save) for save in saves] for saves in rounds]
    saved = median_cost(lambda save: _send(browser, save), again)
    for unit, value, least in (
        ("ms CPU", saved.cpu, floor.cpu),
        ("ms", saved.wall, floor.wall),
    ):
        yield Result(
            bench="account_save",
            case=place.case,
            n=place.n,
            value=value,
            floor=least,
            unit=unit,
            peak_mib=peak_mib(),
        )


def _save(customer: Customer) -> Save:
    fields = {
        "version": customer.version,
        "kind": customer.kind,
        "name": f"{customer.name}改",
        "short_name": customer.short_name,
        "notes": "",
        "reason": "bench",
    }
    return Save(address=f"/accounts/{customer.number}/identity/", fields=fields)


def _again(save: Save) -> Save:
    """Return the form as it is after the floor has written once: one version on."""
    return Save(
        address=save.address,
        fields=save.fields | {"version": save.fields["version"] + 1, "notes": "二"},
    )


def _send(browser: Client, save: Save) -> None:
    answer = browser.post(save.address, save.fields)
    if answer.status_code != 302:
        raise NotSaved(f"{save.address} answered {answer.status_code}.")


def _overhear(browser: Client, save: Save) -> Statements:
    """Return what one save asks of the database; the save itself is taken back."""
    with overheard() as heard, transaction.atomic():
        _send(browser, save)
        transaction.set_rollback(True)
    # The floor opens an act of its own in place of the one that was taken back.
    return [(sql, params) for sql, params in heard if "INTO audit_act " not in sql]


def _repeat_written(place: Place, heard: Statements) -> None:
    """Write the same once more by the driver, as one transaction under an act of its own."""
    raw = connection.connection
    raw.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    act_id = _open_act(place)
    connection.primeline_act = act_id  # type: ignore[attr-defined]
    try:
        repeat([_under(act_id, sql, params) for sql, params in heard])
        raw.execute("COMMIT")
    finally:
        connection.primeline_act = None  # type: ignore[attr-defined]


def _open_act(place: Place) -> int:
    """Open an act by the statement of the recorder."""
    is_postgres = connection.vendor == "postgresql"
    at = place.at if is_postgres else connection.ops.adapt_datetimefield_value(place.at)
    opened = connection.connection.execute(
        spelled(OPEN_ON_POSTGRES if is_postgres else OPEN_ON_SQLITE),
        ["bench.save", place.person.pk, place.person.username, at, "bench", ""],
    )
    return int(opened.fetchone()[0])


def _under(act_id: int, sql: str, params: Any) -> tuple[str, Any]:
    """Return a statement with the act that is open now; lines of an act name it first."""
    return (sql, (act_id, *params[1:])) if "INTO audit_actline" in sql else (sql, params)
