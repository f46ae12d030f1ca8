"""The list of contracts as a file: all that the list shows, marked with who made it, on record.

Its columns are those that an import of contracts takes, called as there, so that the file can be
corrected and brought back in.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.customers.queries import within
from primeline.imports.choices import Target
from primeline.imports.targets import LAYOUTS
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.products import queries
from primeline.products.choices import AgreementStatus, RenewalKind
from primeline.staff.choices import Permission
from primeline.web import downloads
from primeline.web.contracts.asked import listed, read
from primeline.web.formats import moment
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

FORMS = ("csv", "xlsx")
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
    if form not in FORMS:
        raise NotFound
    at, day = clock.now(), today()
    may = within(request.reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
    # Restricted accounts are in no file, whoever asks for it.
    rows = listed(read(request), request.reach, today=day, terms=queries.terms_in_force())
    rows = rows.filter(may, customer__is_restricted=False)
    count = rows.order_by().count()
    audit.look(
        subject_kind="contracts",
        purpose=_("Export as %(form)s: %(query)s")
        % {"form": form, "query": request.GET.urlencode()},
        rows_count=count,
        by=request.user,
        at=at,
    )
    name = f"contracts-{timezone.localtime(at):%Y%m%d-%H%M}"
    lines = _lines(request, rows, count=count, day=day, at=at)
    if form == "csv":
        return downloads.as_csv(name, lines)
    return downloads.as_workbook(name, lines, title=_("Contracts"))


def _lines(
    request: PersonRequest, rows: QuerySet[Any], *, count: int, day: date, at: datetime
) -> Iterator[list[Any]]:
    language = translation.get_language() or "en"
    yield [
        ngettext(
            "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contract · %(request)s",
            "Exported by %(name)s (%(username)s) at %(at)s · %(count)s contracts · %(request)s",
            count,
        )
        % {
            "name": request.user.name,
            "username": request.user.username,
            "at": moment(at),
            "count": f"{count:,}",
            "request": request.request_id,
        }
    ]
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
