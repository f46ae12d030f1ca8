"""The list of contracts as a file: all that the list shows, marked with who made it, on record.

Its columns are those that an import of contracts takes, called as there, so that the file can be
corrected and brought back in.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers.queries import within
from primeline.imports.choices import Target
from primeline.imports.targets import LAYOUTS
from primeline.products import queries
from primeline.products.choices import AgreementStatus, RenewalKind
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.web import exports, looking
from primeline.web.contracts.asked import listed, read
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

_FIELDS = LAYOUTS[Target.AGREEMENTS].by_name
# Fields of the import that stand in the file as they are stored.
_PLAIN = (
    "number", "name", "signed_date", "starts_date", "ends_date", "term_months", "filed_date",
    "renewal_date", "renewal_months", "notice_days", "clauses",
)  # fmt: skip

COLUMNS = (
    "customer", *_PLAIN, "value_cents", "renewal_kind", "status", "sales_representative",
    "signing_unit",
)  # fmt: skip


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the contracts that the address asks for."""
    exports.demand_form(form)
    day, asked, terms = today(), read(request), queries.terms_in_force()

    def rows(reach: Reach) -> QuerySet[Any]:
        may = within(reach, Permission.EXPORT_CUSTOMERS, prefix="customer__", with_granted=True)
        # Restricted accounts are in no file, whoever asks for it.
        found = listed(asked, reach, today=day, terms=terms)
        return queries.contracts_in_order(found.filter(may, customer__is_restricted=False))

    if granted := request.reach.granted_ids:
        opened = rows(request.reach).filter(customer__in=granted)
        looking.note_rows(request, opened.order_by().values_list("customer", flat=True), "export")
    wanted = exports.Export(
        kind="contracts",
        title=_("Contracts"),
        mark=_mark,
        heads=[str(_FIELDS[name].label) for name in COLUMNS],
        rows=rows,
        told=_lines,
    )
    return exports.sent(request, form, wanted)


def _mark(count: int) -> str:
    return ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contract · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contracts · %(request)s",
        count,
    )


def _lines(stretch: list[Any], _reach: Reach) -> Iterator[list[Any]]:
    for line in map(_line, stretch):
        yield [line[name] for name in COLUMNS]


def _line(row: Any) -> dict[str, Any]:
    seller, unit = row.sales_representative, row.signing_unit
    return {
        "customer": row.customer.number,
        **{name: getattr(row, name) for name in _PLAIN},
        "value_cents": None if row.value_cents is None else row.value_cents / 100,
        "renewal_kind": RenewalKind(row.renewal_kind).label if row.renewal_kind else "",
        "status": AgreementStatus(row.status).label,
        "sales_representative": seller.username if seller else "",
        "signing_unit": unit.code if unit else "",
    }
