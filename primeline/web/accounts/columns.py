"""The columns that a list of accounts may have, on the page and in files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers.choices import CustomerKind, CustomerStatus, Order, Scale, Tier
from primeline.kit.words import in_language
from primeline.products.choices import AssuranceLevel

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its head, what it is sorted by if at all, and what a file holds in it."""

    key: str
    label: str | Promise
    value: Callable[[Row], Any]
    order: Order | None = None
    is_numeric: bool = False
    needs_holdings: bool = False


def _named(field: str) -> Callable[[Row], str]:
    def name(row: Row) -> str:
        return in_language(zh=row[f"{field}__name_zh"] or "", en=row[f"{field}__name_en"] or "")

    return name


def _label(choices: Any, field: str) -> Callable[[Row], str]:
    def label(row: Row) -> str:
        return str(choices(row[field]).label) if row[field] else ""

    return label


def _holding(field: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row["holding"], field)


ALL: dict[str, Column] = {
    column.key: column
    for column in (
        Column(key="name", label=_("Account"), order=Order.NAME, value=lambda r: r["name"]),
        Column(key="number", label=_("Number"), order=Order.NUMBER, value=lambda r: r["number"]),
        Column(key="tier", label=_("Service tier"), value=_label(Tier, "tier")),
        Column(
            key="key",
            label=_("Key account"),
            value=lambda r: now("yes") if r["is_key_account"] else now("no"),
        ),
        Column(
            key="assurance",
            label=_("Highest assurance"),
            needs_holdings=True,
            value=lambda r: (
                str(AssuranceLevel(r["holding"].assurance).label) if r["holding"].assurance else ""
            ),
        ),
        Column(
            key="fee",
            label=_("Monthly fee (yuan)"),
            order=Order.FEE,
            is_numeric=True,
            value=lambda r: r["monthly_fee_cents"] / 100,
        ),
        Column(
            key="arrears",
            label=_("Arrears"),
            is_numeric=True,
            value=lambda r: r["arrears_cents"] / 100,
        ),
        Column(key="manager", label=_("Manager"), value=_named("account_manager")),
        Column(key="deputy", label=_("Deputy"), value=_named("deputy")),
        Column(key="unit", label=_("Owner unit"), value=_named("owner_unit")),
        Column(
            key="lines",
            label=_("Lines of business"),
            needs_holdings=True,
            value=lambda r: ", ".join(r["line_names"]),
        ),
        Column(
            key="circuits",
            label=pgettext_lazy("column", "Subscriptions"),
            needs_holdings=True,
            is_numeric=True,
            value=_holding("circuits_count"),
        ),
        Column(
            key="ends",
            label=_("Next contract end"),
            needs_holdings=True,
            value=_holding("next_end_date"),
        ),
        Column(key="status", label=_("Status"), value=_label(CustomerStatus, "status")),
        Column(key="industry", label=_("Industry"), value=_named("industry")),
        Column(key="kind", label=_("Kind"), value=_label(CustomerKind, "kind")),
        Column(key="scale", label=_("Scale"), value=_label(Scale, "scale")),
        Column(
            key="opened",
            label=_("On file since"),
            order=Order.OPENED,
            value=lambda r: r["opened_date"],
        ),
    )
}
USUAL = ("name", "tier", "assurance", "fee", "manager", "unit", "ends", "status")


def chosen(keys: Iterable[str], *, also: Iterable[str] = ()) -> list[Column]:
    """Return the columns chosen, in their usual order; the account itself is always there.

    `also` stands beside the usual ones where none are chosen. Their labels are in the reader's
    language by now: a page shows each of them many times.
    """
    wanted = ({key for key in keys if key in ALL} or {*USUAL, *also}) | {"name"}
    return [
        replace(column, label=str(column.label)) for column in ALL.values() if column.key in wanted
    ]


def in_files(columns: list[Column]) -> list[Column]:
    """Return what a file holds: also the number, by which an import finds the account again."""
    if any(column.key == "number" for column in columns):
        return columns
    return [columns[0], ALL["number"], *columns[1:]]
