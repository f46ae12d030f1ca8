"""Bills: the rows of one account and month make one bill, its charges by line of business."""

import json
from typing import Any, Final

from primeline.customers.choices import BillStatus
from primeline.imports.expansion.sheet import Sheet
from primeline.imports.rules import due_date
from primeline.imports.staging.bills import BillStep
from primeline.imports.staging.dialects import Row, Staged
from primeline.imports.staging.relations import BILL
from primeline.imports.staging.steps import Step

BILL_COLUMNS: Final = (
    "row_number", "bill_month", "amount_cents", "charges", "due_date", "settled_date", "status",
    "customer_ref",
)  # fmt: skip


def bill_steps(sheet: Sheet) -> list[Step]:
    """Return the bills that the rows make up."""
    heads = list(zip(sheet.rows.column("customer"), sheet.rows.column("bill_month"), strict=True))
    lines = (None if line is None else line.code for line in sheet.rows.column("line"))
    keys = [(*head, line) for head, line in zip(heads, lines, strict=True)]
    sheet.refuse_repeated("bill", keys, "line")
    sheet.refuse_apart("bill head", heads, "bill_month", "BILL_APART")
    _fail_together(sheet)
    compared = ["amount_cents", "charges", *sheet.given("due_date", "settled_date", "status")]
    return [
        BillStep(
            relation=BILL,
            work=sheet.work,
            rows=Staged(columns=BILL_COLUMNS, rows=_bills(sheet)),
            compared=compared,
            written=compared,
            companions=_companions(sheet),
        )
    ]


def _companions(sheet: Sheet) -> dict[int, list[int]]:
    """Return which rows share the fate of the first row of their bill."""
    rows = sheet.rows.sound()
    bills: dict[tuple[Any, Any], list[int]] = {}
    for ref, month, number in zip(
        rows.column("customer"), rows.column("bill_month"), rows.numbers, strict=True
    ):
        bills.setdefault((ref, month), []).append(number)
    return {first: others for first, *others in bills.values() if others}


def _fail_together(sheet: Sheet) -> None:
    """Let no bill be written of which one row is in error."""
    rows = sheet.rows
    bills = list(zip(rows.column("customer"), rows.column("bill_month"), strict=True))
    broken = {
        bill: number
        for bill, number in zip(bills, rows.numbers, strict=True)
        if number in rows.problems
    }
    if not broken:
        return
    for bill, number in zip(bills, rows.numbers, strict=True):
        if bill in broken and number not in rows.problems:
            sheet.trouble(number, "SAME_BILL", "amount_cents", row=broken[bill])


def _bills(sheet: Sheet) -> list[Row]:
    rows = sheet.rows.sound()
    names = ("customer", "bill_month", "line", "amount_cents", "due_date", "settled_date", "status")
    columns = [rows.column(name) for name in names]
    bills: dict[tuple[str, Any], list[Any]] = {}
    for number, ref, month, line, amount, due, settled, status in zip(
        rows.numbers, *columns, strict=True
    ):
        bill = bills.setdefault((ref, month), [number, {}, due, settled, status])
        bill[1][line.code] = amount
    return [
        (
            number,
            month,
            sum(charges.values()),
            json.dumps(charges, sort_keys=True),
            due or due_date(month),
            settled,
            status or (BillStatus.SETTLED.value if settled else BillStatus.SENT.value),
            ref,
        )
        for (ref, month), (number, charges, due, settled, status) in bills.items()
    ]
