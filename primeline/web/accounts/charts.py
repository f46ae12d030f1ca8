"""What the charts of an account draw. The figures stand beside each chart as a table, too."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from primeline.web.formats import month

if TYPE_CHECKING:
    from primeline.customers.models import Bill
    from primeline.products.models import LineOfBusiness

# Colors that stay apart for the colorblind (after Okabe and Ito), darkened for white ground.
COLORS = (
    "#1857b6", "#c66a00", "#00785a", "#8a4a86", "#a88a00", "#3f8fc4", "#b0413e", "#5a6b85",
)  # fmt: skip


def bills_chart(bills: Sequence["Bill"], *, lines: Sequence["LineOfBusiness"]) -> dict[str, Any]:
    """Return stacked bars of bills by month and line of business, in yuan."""
    shown = _largest(bills, lines)
    series = [
        {
            "name": line.name,
            "type": "bar",
            "stack": "bills",
            "data": [bill.charges.get(line.code, 0) / 100 for bill in bills],
        }
        for line in shown
    ]
    rest = [_rest(bill, shown) / 100 for bill in bills]
    if any(rest) or not series:
        series.append({"name": _("Other"), "type": "bar", "stack": "bills", "data": rest})
    return {
        "color": COLORS,
        "grid": {"left": 70, "right": 10, "top": 40, "bottom": 30},
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [month(bill.bill_month) for bill in bills]},
        "yAxis": {"type": "value"},
        "series": series,
    }


def _largest(bills: Sequence["Bill"], lines: Sequence["LineOfBusiness"]) -> list["LineOfBusiness"]:
    """Return the lines that were billed most, in their own order; more colors say nothing."""
    sums = {line.code: sum(bill.charges.get(line.code, 0) for bill in bills) for line in lines}
    by_sum = sorted((code for code in sums if sums[code]), key=lambda code: -sums[code])
    return [line for line in lines if line.code in by_sum[: len(COLORS) - 1]]


def _rest(bill: "Bill", shown: Sequence["LineOfBusiness"]) -> int:
    named: int = sum(bill.charges.get(line.code, 0) for line in shown)
    return bill.amount_cents - named
