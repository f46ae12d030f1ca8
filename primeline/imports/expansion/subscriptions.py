"""Subscriptions and terminations, one a row."""

from collections.abc import Sequence
from typing import Any

from primeline.imports.conversion import Rows
from primeline.imports.expansion.sheet import Sheet, ids, rows_of
from primeline.imports.staging.relations import SUBSCRIPTION
from primeline.imports.staging.steps import Step
from primeline.imports.staging.subscriptions import SubscriptionStep, TerminationStep
from primeline.products.choices import SubscriptionStatus

ENDED = SubscriptionStatus.TERMINATED.value
_LOOKED_UP = {"line": "line_id", "reason_recorded": "reason_recorded_id"}


def subscription_steps(sheet: Sheet) -> list[Step]:
    """Return the subscriptions that the rows name."""
    keys = _keys(sheet.rows)
    field = "external_id" if sheet.mapping.gives("external_id") else "circuit_number"
    for number, key in zip(sheet.rows.numbers, keys, strict=True):
        if key is None and number not in sheet.rows.problems:
            sheet.trouble(number, "MISSING", field)
    sheet.refuse_repeated("subscription", keys, field)
    _judge_endings(sheet)
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in SUBSCRIPTION.columns}
    columns["external_id"] = _keys(rows)
    columns["line_id"] = ids(rows.column("line"))
    columns["reason_recorded_id"] = ids(rows.column("reason_recorded"))
    columns["status"] = _statuses(rows)
    columns["customer_ref"] = rows.column("customer")
    columns["agreement_number"] = rows.column("agreement")
    columns["opened_at"] = sheet.moments(rows.column("opened_date"))
    columns["ended_at"] = sheet.moments(rows.column("terminated_date"))
    compared = _compared(sheet)
    return [
        SubscriptionStep(
            relation=SUBSCRIPTION,
            work=sheet.work,
            rows=rows_of(SUBSCRIPTION, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def termination_steps(sheet: Sheet) -> list[Step]:
    """Return the endings that the rows name."""
    sheet.refuse_repeated("subscription", sheet.rows.column("subscription"), "subscription")
    rows = sheet.rows.sound()
    columns: dict[str, Sequence[Any]] = {
        "external_id": rows.column("subscription"),
        "status": [ENDED] * len(rows.numbers),
        "terminated_date": rows.column("terminated_date"),
        "reason_recorded_id": ids(rows.column("reason_recorded")),
        "reason_verified_id": ids(rows.column("reason_verified")),
        "reason_verified_date": rows.column("reason_verified_date"),
        "ended_at": sheet.moments(rows.column("terminated_date")),
    }
    compared = ["status", "terminated_date", "reason_recorded_id"]
    if sheet.mapping.gives("reason_verified"):
        compared += ["reason_verified_id", "reason_verified_date"]
    return [
        TerminationStep(
            relation=SUBSCRIPTION,
            work=sheet.work,
            rows=rows_of(SUBSCRIPTION, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def _keys(rows: Rows) -> list[str | None]:
    """Return what each subscription is found again by: its number, else its circuit's."""
    pairs = zip(rows.column("external_id"), rows.column("circuit_number"), strict=True)
    return [number or circuit for number, circuit in pairs]


def _statuses(rows: Rows) -> list[str | None]:
    pairs = zip(rows.column("status"), rows.column("terminated_date"), strict=True)
    return [ENDED if ended else status for status, ended in pairs]


def _judge_endings(sheet: Sheet) -> None:
    rows = sheet.rows
    for number, status, opened, ended, verified in zip(
        rows.numbers,
        rows.column("status"),
        rows.column("opened_date"),
        rows.column("terminated_date"),
        rows.column("reason_recorded"),
        strict=True,
    ):
        if number in rows.problems:
            continue
        if status == ENDED and ended is None:
            sheet.trouble(number, "END_WITHOUT_DAY", "terminated_date")
        elif ended is not None and status not in (None, ENDED):
            sheet.trouble(number, "ENDED_YET_HELD", "status")
        elif ended is not None and verified is None:
            sheet.trouble(number, "END_WITHOUT_REASON", "reason_recorded")
        elif ended is not None and opened is not None and ended < opened:
            sheet.trouble(number, "ENDS_BEFORE_START", "terminated_date")


def _compared(sheet: Sheet) -> list[str]:
    given = sheet.mapping.gives
    names = [name for name in SUBSCRIPTION.columns if given(name) and not name.endswith("_id")]
    names += [column for field, column in _LOOKED_UP.items() if given(field)]
    if given("terminated_date") and "status" not in names:
        names.append("status")
    if given("agreement"):
        names.append("agreement_id")
    return names
