"""Files to take away: templates, and the rows in error."""

from collections.abc import Iterable
from io import BytesIO, StringIO
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase

from primeline.imports import papers, queries
from primeline.imports.choices import Target
from primeline.kit import clock, spreadsheets
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import downloads, exports
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.IMPORT_CUSTOMERS)
def template(request: PersonRequest, target: str, form: str) -> HttpResponseBase:
    """Give an empty table with the headings of a target and one example."""
    try:
        wanted = Target(target.upper())
    except ValueError as unknown:
        raise NotFound from unknown
    lines = papers.template(wanted, reader=_named_in_examples(request))
    return _file(f"primeline-{target}", form, lines, title=str(wanted.label))


def _named_in_examples(request: PersonRequest) -> str:
    """Return the user name of somebody who may look after accounts: the reader, if they may."""
    managers = {
        person.username
        for path in request.reach.paths_for(Permission.IMPORT_CUSTOMERS)
        for person, _unit in staff.account_managers_under(path, today=today())
    }
    own = request.user.username
    return own if own in managers else min(managers, default=own)


@page(Permission.IMPORT_CUSTOMERS)
def errors(request: PersonRequest, batch_id: int, form: str) -> HttpResponseBase:
    """Give the rows in error back, each with what is wrong and what to do."""
    batch = queries.get_batch(request.reach, batch_id)
    exports.demand_form(form)
    name = f"{batch.file_name.rpartition('.')[0]}-errors"
    lines = papers.take_errors(
        batch=batch, by=request.user, at=clock.now(), through=request.request_id
    )
    return _file(name, form, lines, title="Errors", head=downloads.HEAD)


def _file(
    name: str, form: str, lines: Iterable[list[Any]], *, title: str, head: int = 0
) -> HttpResponseBase:
    if form == "csv":
        text = StringIO()
        spreadsheets.write_csv(text, lines)
        content, kind = BytesIO(text.getvalue().encode()), "text/csv; charset=utf-8"
    elif form == "xlsx":
        content, kind = BytesIO(), spreadsheets.WORKBOOK_TYPE
        spreadsheets.write_workbook(content, lines, title=title, head=head)
        content.seek(0)
    else:
        raise NotFound
    return FileResponse(content, as_attachment=True, filename=f"{name}.{form}", content_type=kind)
