"""Targets whose rows are the facts themselves: contacts and contracts."""

from primeline.imports.expansion.sheet import Sheet, ids, rows_of
from primeline.imports.staging.agreements import AgreementStep
from primeline.imports.staging.people import ContactStep
from primeline.imports.staging.relations import AGREEMENT, CONTACT
from primeline.imports.staging.steps import Step


def contact_steps(sheet: Sheet) -> list[Step]:
    """Return the contacts that the rows name."""
    rows = sheet.rows
    keys = zip(rows.column("customer"), rows.column("name"), strict=True)
    sheet.refuse_repeated("contact", keys, "name")
    rows = rows.sound()
    columns = {name: rows.column(name) for name in CONTACT.columns}
    columns["customer_ref"] = rows.column("customer")
    compared = sheet.given(*(name for name in CONTACT.columns if name != "name"))
    return [
        ContactStep(
            relation=CONTACT,
            work=sheet.work,
            rows=rows_of(CONTACT, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def agreement_steps(sheet: Sheet) -> list[Step]:
    """Return the contracts that the rows name."""
    rows = sheet.rows
    sheet.refuse_repeated("agreement", rows.column("number"), "number")
    rows = rows.sound()
    columns = {name: rows.column(name) for name in AGREEMENT.columns}
    columns["sales_representative_id"] = ids(rows.column("sales_representative"))
    signed, starts = rows.column("signed_date"), rows.column("starts_date")
    # A contract of which only the day of signature is known starts on that day.
    columns["starts_date"] = [b or a for a, b in zip(signed, starts, strict=True)]
    columns["customer_ref"] = rows.column("customer")
    told = [a or b for a, b in zip(signed, columns["starts_date"], strict=True)]
    columns["happened_at"] = sheet.moments(told)
    names = ("name", "signed_date", "starts_date", "ends_date", "term_months", "value_cents")
    compared = sheet.given(*names, "filed_date", "status")
    if sheet.mapping.gives("sales_representative"):
        compared.append("sales_representative_id")
    return [
        AgreementStep(
            relation=AGREEMENT,
            work=sheet.work,
            rows=rows_of(AGREEMENT, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]
