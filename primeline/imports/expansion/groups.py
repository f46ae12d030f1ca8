"""The target whose rows say which account is the subsidiary of which."""

from primeline.imports.expansion.sheet import Sheet, rows_of
from primeline.imports.staging.groups import GroupStep
from primeline.imports.staging.relations import GROUP_LINK
from primeline.imports.staging.steps import Step


def group_steps(sheet: Sheet) -> list[Step]:
    """Return the subsidiaries that the rows name."""
    sheet.refuse_unborn("active_from")
    sheet.refuse_repeated("group", sheet.rows.column("customer"), "customer")
    rows = sheet.rows.sound()
    columns = {
        "customer_ref": rows.column("customer"),
        "parent_ref": rows.column("parent"),
        "payer_ref": rows.column("payer"),
        "active_from": rows.column("active_from"),
    }
    compared = ["parent_id", *sheet.given("active_from")]
    compared += [f"{name}_id" for name in sheet.given("payer")]
    return [
        GroupStep(
            relation=GROUP_LINK,
            work=sheet.work,
            rows=rows_of(GROUP_LINK, rows.numbers, columns),
            compared=compared,
            written=compared,
        )
    ]
