"""Accounts: one a row, with the people, contract, services and bills that the row tells of."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from primeline.customers.choices import CustomerStatus
from primeline.imports.cells.contact import as_identifier
from primeline.imports.expansion.services import service_steps
from primeline.imports.expansion.sheet import Sheet, ids, rows_of
from primeline.imports.problems import Unreadable
from primeline.imports.rules import current_term_end, opened_by_tenure
from primeline.imports.staging.accounts import AccountStep
from primeline.imports.staging.agreements import AgreementStep
from primeline.imports.staging.people import ContactStep
from primeline.imports.staging.relations import AGREEMENT, CONTACT, CUSTOMER
from primeline.imports.staging.steps import Step
from primeline.products.choices import AgreementStatus

# What is made of an account's number, for its contract and services, has to fit too.
MOST_NUMBER: Final = 40
_STATED = (
    "name",
    "short_name",
    "name_en",
    "kind",
    "identifier",
    "identifier_kind",
    "scale",
    "business_kind",
    "brand",
    "is_agent",
    "status",
    "address",
    "opened_date",
    "notes",
)
_LOOKED_UP = {
    "industry": "industry_id",
    "owner_unit": "owner_unit_id",
    "account_manager": "account_manager_id",
    "deputy": "deputy_id",
}


def account_steps(sheet: Sheet) -> list[Step]:
    """Return the accounts that the rows name, and all that the rows tell of them."""
    _judge(sheet)
    sheet.rows = sheet.rows.sound_with(sheet.rows.problems)
    steps: list[Step] = []
    if sheet.mapping.gives("contact_name"):
        steps.append(_contacts(sheet))
    if sheet.mapping.gives("contract_months"):
        steps.append(_agreements(sheet))
    services, fees = service_steps(sheet)
    return [_accounts(sheet, fees), *steps, *services]


def _judge(sheet: Sheet) -> None:
    rows = sheet.rows
    sheet.refuse_repeated("account", rows.column("customer"), "customer")
    if sheet.mapping.service_columns or sheet.mapping.gives("contract_months"):
        for number, ref in zip(rows.numbers, rows.column("customer"), strict=True):
            if ref is not None and len(ref) > MOST_NUMBER:
                sheet.trouble(number, "TOO_LONG", "customer", most=MOST_NUMBER)
    if sheet.mapping.gives("identifier"):
        _judge_identifiers(sheet)
    _find_days(sheet)
    days = zip(rows.numbers, rows.column("opened_date"), rows.column("left_date"), strict=True)
    for number, opened, left in days:
        if left is not None and opened is not None and left < opened:
            sheet.trouble(number, "ENDS_BEFORE_START", "left_date")


def _judge_identifiers(sheet: Sheet) -> None:
    rows = sheet.rows
    kinds, texts = list(rows.column("identifier_kind")), list(rows.column("identifier"))
    for index, (kind, text) in enumerate(zip(kinds, texts, strict=True)):
        if text is None:
            # A kind without an identifier says nothing.
            kinds[index] = None
            continue
        try:
            kinds[index], texts[index] = as_identifier(text, kind=kind or "")
        except Unreadable as wrong:
            sheet.trouble(rows.numbers[index], wrong.code, "identifier", **wrong.words)
    rows.columns |= {"identifier_kind": kinds, "identifier": texts}
    sheet.refuse_repeated("identifier", texts, "identifier", "IDENTIFIER_REPEATED")


def _find_days(sheet: Sheet) -> None:
    """Work out since when and until when; what is stated counts before what follows."""
    rows, as_of = sheet.rows, sheet.as_of
    rows.columns["opened_date"] = [
        opened if opened or tenure is None else opened_by_tenure(as_of, tenure)
        for opened, tenure in zip(
            rows.column("opened_date"), rows.column("tenure_months"), strict=True
        )
    ]
    gives_flag = sheet.mapping.gives("has_left")
    rows.columns["left_date"] = [
        (day or as_of) if has_left or (day and not gives_flag) else None
        for has_left, day in zip(rows.column("has_left"), rows.column("left_date"), strict=True)
    ]


def _accounts(sheet: Sheet, fees: Sequence[int]) -> Step:
    rows, today = sheet.rows, sheet.work.today
    columns: dict[str, Sequence[Any]] = {name: rows.column(name) for name in _STATED}
    columns |= {column: ids(rows.column(name)) for name, column in _LOOKED_UP.items()}
    columns["external_id"] = rows.column("customer")
    columns["monthly_fee_cents"] = fees
    columns["status"] = _statuses(rows.column("status"), rows.column("left_date"))
    columns["closed_date"] = [
        (left or today) if status == CustomerStatus.CLOSED else None
        for status, left in zip(columns["status"], rows.column("left_date"), strict=True)
    ]
    columns["happened_at"] = sheet.moments([day or today for day in rows.column("opened_date")])
    compared = sheet.given(*_STATED)
    if "identifier" in compared and "identifier_kind" not in compared:
        compared.append("identifier_kind")
    if "status" not in compared and any(columns["status"]):
        compared.append("status")
    compared += [column for name, column in _LOOKED_UP.items() if sheet.mapping.gives(name)]
    return AccountStep(
        relation=CUSTOMER,
        work=sheet.work,
        rows=rows_of(CUSTOMER, rows.numbers, columns),
        compared=compared,
        written=compared,
    )


def _statuses(statuses: Sequence[Any], left_dates: Sequence[date | None]) -> list[Any]:
    return [
        CustomerStatus.CLOSED.value if left else status
        for status, left in zip(statuses, left_dates, strict=True)
    ]


def _contacts(sheet: Sheet) -> Step:
    rows = sheet.rows
    chosen = [i for i, name in enumerate(rows.column("contact_name")) if name]
    named = {
        "name": rows.column("contact_name"),
        "phone": rows.column("contact_phone"),
        "email": rows.column("contact_email"),
        "customer_ref": rows.column("customer"),
    }
    columns: dict[str, Sequence[Any]] = {
        column: [values[i] for i in chosen] for column, values in named.items()
    }
    columns["is_primary"] = [True] * len(chosen)
    given = [("phone", "contact_phone"), ("email", "contact_email")]
    compared = [column for column, name in given if sheet.mapping.gives(name)]
    return ContactStep(
        relation=CONTACT,
        work=sheet.work,
        rows=rows_of(CONTACT, [rows.numbers[i] for i in chosen], columns),
        compared=compared,
        written=compared,
        brings_accounts=True,
    )


def _agreements(sheet: Sheet) -> Step:
    rows, staged = sheet.rows, []
    today, as_of = sheet.work.today, sheet.as_of
    names = ("customer", "contract_months", "opened_date", "left_date")
    for number, ref, term, opened, left in zip(
        rows.numbers, *(rows.column(name) for name in names), strict=True
    ):
        if not term:
            continue
        starts = opened or today
        status = AgreementStatus.TERMINATED if left else AgreementStatus.ACTIVE
        ends = left or current_term_end(starts, term, max(as_of, starts))
        staged.append((number, ref, starts, ends, term, status.value, ref))
    wanted = ("number", "starts_date", "ends_date", "term_months", "status", "customer_ref")
    by_name = dict(zip(("row", *wanted), zip(*staged, strict=True), strict=False))
    by_name["happened_at"] = tuple(sheet.moments(by_name.get("starts_date", ())))
    return AgreementStep(
        relation=AGREEMENT,
        work=sheet.work,
        rows=rows_of(AGREEMENT, by_name.get("row", ()), by_name),
        compared=("term_months", "status"),
        written=("term_months", "status", "ends_date"),
        brings_accounts=True,
    )
