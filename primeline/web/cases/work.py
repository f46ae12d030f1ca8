"""The work list: steps of cases that are the reader's, or that their roles may take, due first."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments.choices import State
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.processes import queries
from primeline.staff.choices import Permission
from primeline.web.cases.words import name_of
from primeline.web.matters.lines import Line, lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from primeline.processes.models import WorkItem

SEE = Permission.VIEW_COMMITMENTS
AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One step as a list shows it."""

    item: "WorkItem"
    name: str
    line: Line
    whole: Line | None = None
    """What its role owes for the case as a whole, where that is due before the step."""

    @property
    def first(self) -> Line:
        """What is due first: the step itself, or what is owed for the whole case."""
        return self.whole or self.line

    @property
    def is_late(self) -> bool:
        return self.first.state is State.OVERDUE

    @property
    def is_taken(self) -> bool:
        return self.item.commitment.person_id is not None


@page(SEE)
def mine(request: PersonRequest) -> HttpResponse:
    """Show what is to be done in cases by the reader, and what their roles may take."""
    at = clock.now()
    work = queries.work_of(request.reach)
    count = work.count()
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    rows = rows_of(request, work[start : start + AT_ONCE], at)
    context = {
        "rows": rows,
        "count": count,
        "start": start,
        "size": AT_ONCE,
        "answer": _answer(count, sum(1 for row in rows if row.is_late), start),
        "may_start": request.reach.may(Permission.EDIT_CUSTOMERS),
        "may_lead": request.reach.may(Permission.LEAD_COMMITMENTS),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/cases/mine.html", context)


def rows_of(request: PersonRequest, items: "Iterable[WorkItem]", at: datetime) -> list[Row]:
    """Return the rows of a list of steps. A few queries, however long it is."""
    found = list(items)
    whole = queries.due_with(found)
    matters = {one.pk: one for one in (*(one.commitment for one in found), *whole.values())}
    lines = {line.matter.pk: line for line in lines_of(request, matters.values(), at)}
    return [
        Row(
            item=one,
            name=name_of(queries.drawn(one.case.edition), one.node),
            line=lines[one.commitment_id],
            whole=lines[whole[one.pk].pk] if one.pk in whole else None,
        )
        for one in found
    ]


def _answer(count: int, late: int, start: int) -> str:
    if not count:
        return _("Nothing waits for you in any case.")
    said = ngettext("%(count)s step waits.", "%(count)s steps wait.", count) % {
        "count": f"{count:,}"
    }
    if late and not start:
        return said + " " + _("%(late)s of those shown are late.") % {"late": late}
    return said
