"""Lists taken out as files: on record, marked with who took them, in the form asked for."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.kit.errors import NotFound
from primeline.kit.spreadsheets import Line
from primeline.web import downloads
from primeline.web.formats import moment
from primeline.web.requests import PersonRequest

FORMS = ("csv", "xlsx")


def demand_form(form: str) -> None:
    """Refuse a form that no file has.

    :raises NotFound: if it is neither CSV nor a workbook
    """
    if form not in FORMS:
        raise NotFound


def note(request: PersonRequest, form: str, *, kind: str, count: int, at: datetime) -> None:
    """Put on record who takes out so many rows of a kind, and what was asked for."""
    audit.look(
        subject_kind=kind,
        purpose=_("Export as %(form)s: %(query)s")
        % {"form": form, "query": request.GET.urlencode()},
        rows_count=count,
        by=request.user,
        at=at,
    )


def mark(request: PersonRequest, words: str, *, count: int, at: datetime) -> str:
    """Return what stands above the rows: who took so many of them, when, by which request."""
    return words % {
        "name": request.user.name,
        "username": request.user.username,
        "at": moment(at),
        "count": f"{count:,}",
        "request": request.request_id,
    }


def answer(
    form: str, lines: Iterable[Line], *, kind: str, title: str, at: datetime
) -> HttpResponseBase:
    """Return lines as a file that is named by what they are and when they were taken."""
    name = f"{kind.replace(' ', '-')}-{timezone.localtime(at):%Y%m%d-%H%M}"
    if form == "csv":
        return downloads.as_csv(name, lines)
    return downloads.as_workbook(name, lines, title=title)
