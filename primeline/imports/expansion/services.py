"""Services held as columns of an account's row: each becomes a subscription, charges are shared."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from primeline.customers.choices import BillStatus
from primeline.imports.cells.words import YES, folded
from primeline.imports.expansion.bills import BILL_COLUMNS
from primeline.imports.expansion.sheet import Sheet, rows_of
from primeline.imports.mapping.shape import ServiceUse
from primeline.imports.references import Entry
from primeline.imports.rules import bill_amounts, bill_months, due_date, shares
from primeline.imports.staging.bills import BillStep
from primeline.imports.staging.dialects import Row, Staged
from primeline.imports.staging.relations import BILL, SUBSCRIPTION
from primeline.imports.staging.services import ServiceStep
from primeline.imports.staging.steps import Step
from primeline.products.choices import SubscriptionStatus

# Heading and line behind the number of an account still fit into that of a subscription.
MOST_HEADING: Final = 16
ENDED = SubscriptionStatus.TERMINATED.value
HELD = SubscriptionStatus.ACTIVE.value


class Held(NamedTuple):
    """One service that a row says is held."""

    suffix: str
    line: Entry
    label: str
    price_cents: int


class AccountRow(NamedTuple):
    """What one row says of services, time and money."""

    number: int
    ref: str
    held: tuple[Held, ...]
    opened: date
    left: date | None
    tenure: int | None
    monthly: int | None
    total: int | None
    reason: Entry | None

    @property
    def weights(self) -> tuple[int, ...]:
        return tuple(service.price_cents for service in self.held)

    @property
    def fees(self) -> tuple[int, ...]:
        """What each service costs a month: its share of the charge, else its usual price."""
        return self.weights if self.monthly is None else shares(self.monthly, self.weights)


def service_steps(sheet: Sheet) -> tuple[list[Step], list[int]]:
    """Return the subscriptions and bills that the rows tell of, and the monthly fee of each row."""
    if not sheet.mapping.service_columns:
        return [], [0] * len(sheet.rows.numbers)
    rows = _account_rows(sheet)
    shared = [row.fees for row in rows]
    fees = [0 if row.left else sum(of_row) for row, of_row in zip(rows, shared, strict=True)]
    steps: list[Step] = [_subscriptions(sheet, rows, shared)]
    if sheet.mapping.gives("tenure_months"):
        steps.append(_bills(sheet, rows))
    return steps, fees


def _account_rows(sheet: Sheet) -> list[AccountRow]:
    rows = sheet.rows
    services = [_held_by_meaning(sheet, position) for position in sheet.mapping.service_columns]
    held = zip(
        *(
            [None if meaning is None else found[meaning] for meaning in rows.services[column]]
            for column, found in services
        ),
        strict=True,
    )
    names = (
        "customer", "opened_date", "left_date", "tenure_months", "monthly_charge", "total_charge",
        "leaving_reason",
    )  # fmt: skip
    columns = zip(*(rows.column(name) for name in names), strict=True)
    return [
        AccountRow(
            number,
            ref,
            tuple(service for service in of_row if service is not None),
            opened or sheet.work.today,
            *rest,
        )
        for number, of_row, (ref, opened, *rest) in zip(rows.numbers, held, columns, strict=True)
    ]


def _held_by_meaning(sheet: Sheet, position: int) -> tuple[str, dict[ServiceUse, Held]]:
    """Return the heading of a service column, and what each meaning of its words is."""
    use = sheet.mapping.columns[position]
    words = {meaning: word for word, meaning in use.services.items() if meaning.line}
    lines = {meaning.line for meaning in words}
    suffix = f"/{folded(use.column)[:MOST_HEADING]}"
    found = {}
    for meaning, word in words.items():
        line = sheet.work.references.lines.find(meaning.line)
        found[meaning] = Held(
            suffix=suffix if len(lines) == 1 else f"{suffix}-{line.id}",
            line=line,
            label=use.column if word.casefold() in YES else f"{use.column}: {word}"[:100],
            price_cents=meaning.price_cents,
        )
    return use.column, found


def _subscriptions(
    sheet: Sheet, rows: Sequence[AccountRow], fees: Sequence[tuple[int, ...]]
) -> Step:
    flat = [
        (row, service, fee)
        for row, of_row in zip(rows, fees, strict=True)
        for service, fee in zip(row.held, of_row, strict=True)
    ]
    columns: dict[str, Sequence[Any]] = {
        "external_id": [row.ref + service.suffix for row, service, _ in flat],
        "line_id": [service.line.id for _, service, _ in flat],
        "label": [service.label for _, service, _ in flat],
        "fee_cents": [fee for _, _, fee in flat],
        "opened_date": [row.opened for row, _, _ in flat],
        "status": [ENDED if row.left else HELD for row, _, _ in flat],
        "terminated_date": [row.left for row, _, _ in flat],
        "reason_recorded_id": [
            row.reason.id if row.left and row.reason else None for row, _, _ in flat
        ],
        "customer_ref": [row.ref for row, _, _ in flat],
    }
    if sheet.mapping.gives("contract_months"):
        columns["agreement_number"] = columns["customer_ref"]
    columns["opened_at"] = sheet.moments(columns["opened_date"])
    columns["ended_at"] = sheet.moments(columns["terminated_date"])
    compared = ["status", "label", "fee_cents"]
    return ServiceStep(
        relation=SUBSCRIPTION,
        work=sheet.work,
        rows=rows_of(SUBSCRIPTION, [row.number for row, _, _ in flat], columns),
        compared=compared,
        written=[*compared, "terminated_date", "reason_recorded_id"],
        brings_accounts=True,
        suffixes=_suffixes(sheet),
        ends_on=sheet.as_of,
        reason_id=_constant_reason(sheet),
    )


def _suffixes(sheet: Sheet) -> frozenset[str]:
    found = (_held_by_meaning(sheet, position) for position in sheet.mapping.service_columns)
    return frozenset(held.suffix for _, meanings in found for held in meanings.values())


def _constant_reason(sheet: Sheet) -> int | None:
    text = sheet.mapping.constants.get("leaving_reason")
    return sheet.work.references.reasons.find(text).id if text else None


def _bills(sheet: Sheet, rows: Sequence[AccountRow]) -> Step:
    most, as_of = sheet.mapping.options.bill_months, sheet.as_of
    status = sheet.mapping.options.bills_are.value
    is_settled = status == BillStatus.SETTLED
    staged: list[Row] = []
    for row in rows:
        tenure = row.tenure or 0
        if not row.held or not tenure:
            continue
        months = bill_months(as_of, min(tenure, most))
        codes = tuple(service.line.code for service in row.held)
        amounts = bill_amounts(
            monthly=row.monthly, total=row.total, tenure=tenure, months=len(months)
        )
        for month, amount in zip(months, amounts, strict=False):
            due = due_date(month)
            charges = charges_text(amount, codes, row.weights)
            settled = due if is_settled else None
            staged.append((row.number, month, amount, charges, due, settled, status, row.ref))
    return BillStep(
        relation=BILL,
        work=sheet.work,
        rows=Staged(columns=BILL_COLUMNS, rows=staged),
        compared=("amount_cents", "charges"),
        written=("amount_cents", "charges"),
        brings_accounts=True,
    )


@lru_cache(maxsize=65536)
def charges_text(amount: int, codes: tuple[str, ...], weights: tuple[int, ...]) -> str:
    """Return the charges of a bill by line of business as they are stored."""
    charges: dict[str, int] = {}
    for code, share in zip(codes, shares(amount, weights), strict=True):
        charges[code] = charges.get(code, 0) + share
    return json.dumps(charges, sort_keys=True)
