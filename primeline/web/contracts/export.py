"""The list of contracts as a file: all that the list shows, marked with who made it, on record.

Its columns are those that an import of contracts takes, called as there, so that the file can be
corrected and brought back in.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit import walls
from primeline.customers.queries import within
from primeline.imports.choices import Target
from primeline.imports.targets import LAYOUTS
from primeline.kit import clock
from primeline.products import queries
from primeline.products.choices import AgreementStatus, RenewalKind
from primeline.staff.choices import Permission
from primeline.web import exports, looking
from primeline.web.contracts.asked import listed, read
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

ROWS_AT_ONCE = 1000
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
    at, day = clock.now(), today()
    may = within(request.reach, Permission.EXPORT_CUSTOMERS, prefix="customer__", with_granted=True)
    # Restricted accounts are in no file, whoever asks for it.
    rows = listed(read(request), request.reach, today=day, terms=queries.terms_in_force())
    rows = rows.filter(may, customer__is_restricted=False)
    count = rows.order_by().count()
    exports.note(request, form, kind="contracts", count=count, at=at)
    if granted := request.reach.granted_ids:
        opened = rows.order_by().filter(customer__in=granted)
        looking.note_rows(request, opened.values_list("customer", flat=True), "export")
    lines = _lines(request, rows, count=count, day=day, at=at)
    return exports.answer(form, lines, kind="contracts", title=_("Contracts"), at=at)


def _lines(
    request: PersonRequest, rows: QuerySet[Any], *, count: int, day: date, at: datetime
) -> Iterator[list[Any]]:
    language = translation.get_language() or "en"
    words = ngettext(
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contract · %(request)s",
        "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contracts · %(request)s",
        count,
    )
    yield [exports.mark(request, words, count=count, at=at)]
    yield [str(_FIELDS[name].label) for name in COLUMNS]
    after: str | None = None
    while True:
        # The file is sent when the page is long over: wall and language are opened anew.
        with walls.open_for(request.reach), translation.override(language):
            stretch = queries.contracts_page(rows, today=day, after=after, size=ROWS_AT_ONCE)
            made = [_line(row) for row in stretch.rows]
        yield from ([line[name] for name in COLUMNS] for line in made)
        after = stretch.after
        if after is None:
            return


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
