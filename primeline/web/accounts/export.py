"""A list of accounts as a file: exactly what is shown, marked with who made it, and on record."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.web import downloads, looking
from primeline.web.accounts import listing
from primeline.web.accounts.listing import Asked
from primeline.web.formats import moment
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.EXPORT_CUSTOMERS, methods=("POST",))
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """Make a file of the accounts that the address asks for."""
    if form not in ("csv", "xlsx"):
        raise NotFound
    at = clock.now()
    asked = listing.read(request.GET, request.reach)
    rows = customers.matching(request.reach, asked.wanted, Permission.EXPORT_CUSTOMERS)
    # Restricted accounts are in no file, whoever asks for it.
    rows = rows.filter(is_restricted=False)
    count = rows.order_by().count()
    audit.look(
        subject_kind="accounts",
        purpose=_("Export as %(form)s: %(query)s") % {"form": form, "query": asked.query},
        rows_count=count,
        by=request.user,
        at=at,
    )
    if granted := request.reach.granted_ids:
        looking.note_rows(
            request, rows.filter(pk__in=granted).values_list("pk", flat=True), "export"
        )
    name = f"accounts-{timezone.localtime(at):%Y%m%d-%H%M}"
    lines = _lines(request, asked, rows, count=count, at=at)
    if form == "csv":
        return downloads.as_csv(name, lines)
    return downloads.as_workbook(name, lines, title=_("Accounts"))


def _lines(
    request: PersonRequest, asked: Asked, rows: Any, *, count: int, at: datetime
) -> Iterator[list[Any]]:
    language, day = translation.get_language() or "en", today()
    mark = _("Exported by %(name)s (%(username)s) at %(at)s · %(count)s accounts · %(request)s") % {
        "name": request.user.name,
        "username": request.user.username,
        "at": moment(at),
        "count": f"{count:,}",
        "request": request.request_id,
    }
    yield [mark]
    yield [str(column.label) for column in asked.columns]
    chunks = customers.all_of(rows, asked.sorting)
    while True:
        # The file is sent when the page is long over: wall and language are opened anew.
        with walls.open_for(request.reach), translation.override(language):
            chunk = listing.completed(next(chunks, []), asked, today=day)
            made = [[column.value(row) for column in asked.columns] for row in chunk]
        if not made:
            return
        yield from made
