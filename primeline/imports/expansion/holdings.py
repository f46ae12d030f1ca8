"""Targets whose rows stand beside what customers have from us: devices, services from others."""

from primeline.imports.expansion.sheet import Sheet, ids, rows_of
from primeline.imports.staging.holdings import EquipmentStep, OutsideStep
from primeline.imports.staging.relations import EQUIPMENT, OUTSIDE_SERVICE
from primeline.imports.staging.steps import Step


def equipment_steps(sheet: Sheet) -> list[Step]:
    """Return the devices that the rows name."""
    sheet.refuse_repeated("equipment", sheet.rows.column("serial"), "serial")
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in EQUIPMENT.columns}
    columns |= {
        "customer_ref": rows.column("customer"),
        "subscription_ref": rows.column("subscription"),
    }
    compared = sheet.given("kind", "make", "owner", "place", "installed_date", "warranty_date")
    compared += [f"{name}_id" for name in sheet.given("subscription")]
    return [
        EquipmentStep(
            relation=EQUIPMENT,
            work=sheet.work,
            rows=rows_of(EQUIPMENT, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]


def outside_steps(sheet: Sheet) -> list[Step]:
    """Return the services from other operators that the rows name."""
    sheet.refuse_unborn("learned_date", "over_date")
    pairs = zip(sheet.rows.column("outcome"), sheet.rows.column("over_date"), strict=True)
    for number, (outcome, over) in zip(sheet.rows.numbers, pairs, strict=True):
        if (outcome is None) != (over is None) and number not in sheet.rows.problems:
            sheet.trouble(number, "OVER_UNCLEAR", "outcome" if outcome is None else "over_date")
    names = ("customer", "operator", "line", "what")
    keys = zip(*map(sheet.rows.column, names), strict=True)
    told = ((account, who, line and line.id, what or "") for account, who, line, what in keys)
    sheet.refuse_repeated("outside", told, "operator")
    rows = sheet.rows.sound()
    columns = {name: rows.column(name) for name in OUTSIDE_SERVICE.columns}
    # One price is a band without width.
    least, most = columns["from_cents"], columns["to_cents"]
    columns["from_cents"] = [a if a is not None else b for a, b in zip(least, most, strict=True)]
    columns["to_cents"] = [b if b is not None else a for a, b in zip(least, most, strict=True)]
    columns |= {"line_id": ids(rows.column("line")), "customer_ref": rows.column("customer")}
    compared = sheet.given("ends_date", "source", "source_note", "learned_date")
    compared += sheet.given("outcome", "over_date")
    if sheet.given("from_cents", "to_cents"):
        compared += ["from_cents", "to_cents"]
    return [
        OutsideStep(
            relation=OUTSIDE_SERVICE,
            work=sheet.work,
            rows=rows_of(OUTSIDE_SERVICE, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]
