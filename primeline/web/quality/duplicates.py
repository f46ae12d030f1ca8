"""Likely duplicates: the list, and two accounts side by side."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.quality import actions, queries
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.pages import page
from primeline.web.quality.comparing import rows_of
from primeline.web.quality.forms import DifferenceForm
from primeline.web.requests import PersonRequest

MAY = Permission.MERGE_CUSTOMERS
SIZE = 50
MOST = 10**6


@page(MAY)
def duplicates(request: PersonRequest) -> HttpResponse:
    """List the pairs of accounts that look like one, the likeliest first."""
    start = whole_number(request.GET.get("start") or "0", most=MOST)
    if start is None:
        raise NotFound
    pairs = queries.pairs_within(request.reach)
    found = list(pairs[start : start + SIZE + 1])
    count = pairs.order_by().count()
    searched = queries.found_at()
    context = {
        "pairs": [(pair, queries.evidence_in(pair.because)) for pair in found[:SIZE]],
        "count": count,
        "start": start,
        "next_start": start + SIZE if len(found) > SIZE else None,
        "answer": _answer(count, clock.now()),
        "searched_at": searched,
        "size": SIZE,
    }
    return render(request, "web/quality/duplicates.html", context)


@page(MAY)
def pair(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Show two accounts side by side."""
    found = queries.get_pair(request.reach, one, other)
    return show_pair(request, found, Edit(form=DifferenceForm()))


@page(MAY, methods=("POST",))
def difference(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Remember that these two are different."""
    found = queries.get_pair(request.reach, one, other)

    def tell_apart(facts: dict[str, Any]) -> None:
        actions.tell_apart(
            one=found.first,
            other=found.second,
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(DifferenceForm(request.POST), tell_apart)
    if not edit.is_done:
        return show_pair(request, found, edit)
    messages.success(request, _("Remembered: they are different. They are not shown again."))
    return redirect("quality:duplicates")


@page(MAY, methods=("POST",))
def sameness(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Take back that these two are different."""
    found = queries.get_pair(request.reach, one, other)
    if found.difference is None:
        raise NotFound
    actions.take_back_difference(difference=found.difference, by=request.user, at=clock.now())
    messages.success(request, _("Taken back. They may be shown again."))
    return redirect("quality:pair", one, other)


def show_pair(request: PersonRequest, found: queries.Pair, edit: Edit) -> HttpResponse:
    """Show two accounts side by side, with a form that is being filled in."""
    context = {
        "pair": found,
        "rows": rows_of(found.first, found.second, request.reach),
        "edit": edit,
        "form": edit.form,
        "least": queries.duplicate_score(),
    }
    return render(request, "web/quality/pair.html", context, status=edit.status)


def _answer(count: int, at: datetime) -> str:
    if not count:
        return _("%(time)s · no two accounts within your reach look like one.") % {
            "time": f"{timezone.localtime(at):%H:%M}"
        }
    return ngettext(
        "%(count)s pair looks like one account.",
        "%(count)s pairs look like one account each.",
        count,
    ) % {"count": count}
