"""Targets whose rows are the facts themselves: contacts, contracts, payments, managers, sites."""

from typing import Any

from primeline.imports.expansion.sheet import Sheet, ids, rows_of
from primeline.imports.staging.accounts import ManagerStep
from primeline.imports.staging.agreements import RENEWAL, AgreementStep
from primeline.imports.staging.consents import ConsentStep
from primeline.imports.staging.payments import PaymentStep
from primeline.imports.staging.people import ContactStep
from primeline.imports.staging.relations import (
    AGREEMENT,
    CONSENT,
    CONTACT,
    CUSTOMER,
    PAYMENT,
    SITE,
)
from primeline.imports.staging.sites import SiteStep
from primeline.imports.staging.steps import Step
from primeline.kit.errors import Refused
from primeline.products.renewals import renewal_of
from primeline.products.values import AgreementTerms


def contact_steps(sheet: Sheet) -> list[Step]:
    """Return the contacts that the rows name."""
    rows = sheet.rows
    keys = zip(rows.column("customer"), rows.column("name"), strict=True)
    sheet.refuse_repeated("contact", keys, "name")
    rows = rows.sound()
    columns = {name: rows.column(name) for name in CONTACT.columns}
    columns |= {"customer_ref": rows.column("customer"), "superior": rows.column("reports_to")}
    compared = sheet.given(*(name for name in CONTACT.columns if name != "name"))
    compared += [f"{name}_id" for name in sheet.given("reports_to")]
    return [
        ContactStep(
            relation=CONTACT,
            work=sheet.work,
            rows=rows_of(CONTACT, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def consent_steps(sheet: Sheet) -> list[Step]:
    """Return the consents that the rows name."""
    sheet.refuse_unborn("given_date", "withdrawn_date")
    names = ("customer", "name", "purpose", "given_date")
    keys = zip(*map(sheet.rows.column, names), strict=True)
    sheet.refuse_repeated("consent", keys, "purpose")
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in CONSENT.columns}
    columns |= {"customer_ref": rows.column("customer"), "person": rows.column("name")}
    compared = sheet.given("proof", "proof_place", "withdrawn_date")
    return [
        ConsentStep(
            relation=CONSENT,
            work=sheet.work,
            rows=rows_of(CONSENT, rows.numbers, columns),
            compared=compared,
            written=[*compared, "subject"],
        )
    ]


def agreement_steps(sheet: Sheet) -> list[Step]:
    """Return the contracts that the rows name."""
    sheet.refuse_repeated("agreement", sheet.rows.column("number"), "number")
    renewals = _renewals(sheet)
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in AGREEMENT.columns}
    columns["sales_representative_id"] = ids(rows.column("sales_representative"))
    columns["signing_unit_id"] = ids(rows.column("signing_unit"))
    for name in RENEWAL:
        columns[name] = [renewals.get(number, {}).get(name) for number in rows.numbers]
    signed, starts = rows.column("signed_date"), rows.column("starts_date")
    # A contract of which only the day of signature is known starts on that day.
    columns["starts_date"] = [b or a for a, b in zip(signed, starts, strict=True)]
    columns["customer_ref"] = rows.column("customer")
    told = [a or b for a, b in zip(signed, columns["starts_date"], strict=True)]
    columns["happened_at"] = sheet.moments(told)
    names = ("name", "signed_date", "starts_date", "ends_date", "term_months", "value_cents")
    compared = sheet.given(*names, "filed_date", "clauses", "status")
    compared += [f"{name}_id" for name in sheet.given("sales_representative", "signing_unit")]
    if sheet.mapping.gives("renewal_kind"):
        compared += ["renewal_kind", *RENEWAL]
    # The day of notice follows from the others; nobody gives it.
    shown = [name for name in compared if name != "notice_date"]
    return [
        AgreementStep(
            relation=AGREEMENT,
            work=sheet.work,
            rows=rows_of(AGREEMENT, rows.numbers, columns),
            compared=shown,
            written=compared,
        )
    ]


def _renewals(sheet: Sheet) -> dict[int, dict[str, Any]]:
    """Return how the contracts of the rows renew, where the file says so and it can be."""
    if not sheet.mapping.gives("renewal_kind"):
        return {}
    names = ("renewal_kind", "renewal_date", "renewal_months", "notice_days")
    given = ("signed_date", "starts_date", "ends_date", "term_months", *names)
    rows, found = sheet.rows, {}
    for number, *cells in zip(rows.numbers, *map(rows.column, given), strict=True):
        said = dict(zip(given, cells, strict=True))
        starts = said["starts_date"] or said.pop("signed_date")
        if said["renewal_kind"] is None or starts is None:
            continue
        said.pop("signed_date", None)
        terms = AgreementTerms(number="", **said | {"starts_date": starts})
        try:
            found[number] = {name: getattr(terms, name) for name in names} | renewal_of(terms)
        except Refused as refused:
            sheet.trouble(number, "RENEWAL_UNCLEAR", refused.field or "renewal_kind")
    return found


def site_steps(sheet: Sheet) -> list[Step]:
    """Return the places that the rows name."""
    keys = zip(sheet.rows.column("customer"), sheet.rows.column("name"), strict=True)
    sheet.refuse_repeated("site", keys, "name")
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in SITE.columns}
    columns |= {
        "served_by_id": ids(rows.column("served_by")),
        "customer_ref": rows.column("customer"),
    }
    compared = sheet.given("kind", "province", "city", "district", "street", "way_in")
    compared += [f"{name}_id" for name in sheet.given("served_by")]
    return [
        SiteStep(
            relation=SITE,
            work=sheet.work,
            rows=rows_of(SITE, rows.numbers, columns),
            compared=[*compared, "is_active"],
            written=[*compared, "is_active"],
        )
    ]


def payment_steps(sheet: Sheet) -> list[Step]:
    """Return the payments that the rows name."""
    sheet.refuse_repeated("payment", sheet.rows.column("payment"), "payment")
    rows = sheet.rows.sound()
    fields = {
        "paid_date": "paid_date",
        "amount_cents": "paid_cents",
        "bill_month": "bill_month",
        "method": "method",
        "status": "payment_status",
        "payer": "payer",
    }
    columns = {column: rows.column(field) for column, field in fields.items()}
    columns |= {"external_id": rows.column("payment"), "customer_ref": rows.column("customer")}
    compared = [column for column, field in fields.items() if sheet.mapping.gives(field)]
    return [
        PaymentStep(
            relation=PAYMENT,
            work=sheet.work,
            rows=rows_of(PAYMENT, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def manager_steps(sheet: Sheet) -> list[Step]:
    """Return the accounts whose manager or deputy the rows name."""
    sheet.refuse_repeated("account", sheet.rows.column("customer"), "customer")
    pairs = zip(
        sheet.rows.numbers,
        sheet.rows.column("account_manager"),
        sheet.rows.column("deputy"),
        strict=True,
    )
    for number, manager, deputy in pairs:
        if number in sheet.rows.problems:
            continue
        if manager is None and deputy is None:
            sheet.trouble(number, "NOBODY_NAMED", "account_manager")
        elif manager is not None and manager is deputy:
            sheet.trouble(number, "DEPUTY_IS_MANAGER", "deputy")
    rows = sheet.rows.sound()
    columns = {f"{name}_id": ids(rows.column(name)) for name in ("account_manager", "deputy")}
    columns["external_id"] = rows.column("customer")
    compared = [f"{name}_id" for name in sheet.given("account_manager", "deputy")]
    return [
        ManagerStep(
            relation=CUSTOMER,
            work=sheet.work,
            rows=rows_of(CUSTOMER, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]
