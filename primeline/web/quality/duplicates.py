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
from primeline.web import edits, formats
from primeline.web.audit.words import table_word
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.quality.comparing import rows_of
from primeline.web.quality.forms import DifferenceForm, MergeForm
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
        "merges": queries.latest_merges(request.reach) if not start else [],
        "size": SIZE,
    }
    return render(request, "web/quality/duplicates.html", context)


@page(MAY)
def pair(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Show two accounts side by side."""
    if merged := told_of_merge(request, one, other):
        return merged
    found = queries.get_pair(request.reach, one, other, today=today())
    return show_pair(request, found)


@page(MAY, methods=("POST",))
def difference(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Remember that these two are different."""
    if merged := told_of_merge(request, one, other):
        return merged
    found = queries.get_pair(request.reach, one, other, today=today())

    def tell_apart(facts: dict[str, Any]) -> None:
        actions.tell_apart(
            one=found.first,
            other=found.second,
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(DifferenceForm(request.POST, prefix="apart"), tell_apart)
    if not edit.is_done:
        return show_pair(request, found, difference=edit)
    messages.success(request, _("Remembered: they are different. They are not shown again."))
    return redirect("quality:duplicates")


@page(MAY, methods=("POST",))
def sameness(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Take back that these two are different."""
    found = queries.get_pair(request.reach, one, other, today=today())
    if found.difference is None:
        raise NotFound
    actions.take_back_difference(difference=found.difference, by=request.user, at=clock.now())
    messages.success(request, _("Taken back. They may be shown again."))
    return redirect("quality:pair", one, other)


def told_of_merge(request: PersonRequest, one: str, other: str) -> HttpResponse | None:
    """Lead to the merge by which two accounts are one already, if they are."""
    if (merge := queries.merge_between(request.reach, one, other)) is None:
        return None
    messages.info(
        request,
        _("%(name)s merged these two at %(at)s. Nothing was changed now.")
        % {"name": merge.merged_by.name, "at": formats.moment(merge.merged_at)},
    )
    return redirect("quality:merge", merge.pk)


def show_pair(
    request: PersonRequest,
    found: queries.Pair,
    *,
    difference: Edit | None = None,
    merge: Edit | None = None,
) -> HttpResponse:
    """Show two accounts side by side, with a form that is being filled in."""
    counts = queries.counts_of(found.first.pk, found.second.pk)
    edits_open = [edit for edit in (difference, merge) if edit]
    context = {
        "pair": found,
        "rows": rows_of(found.first, found.second, request.reach),
        "counts": [(table_word(table), *counted) for table, counted in counts.items()],
        "difference_form": difference.form if difference else DifferenceForm(prefix="apart"),
        "merge_form": merge.form if merge else merge_form(found),
        "least": queries.duplicate_score(today=today()),
    }
    status = max([edit.status for edit in edits_open], default=200)
    return render(request, "web/quality/pair.html", context, status=status)


def merge_form(found: queries.Pair, data: Any = None) -> MergeForm:
    """Return the form in which two accounts become one, filled with what seems right."""
    first, second = found.first, found.second
    differing = queries.differing(first, second)
    is_second = queries.stays_rather(second, first)
    stays, other = ("second", "first") if is_second else ("first", "second")
    pair = (second, first) if is_second else (first, second)
    start = {
        "stays": stays,
        "first_version": first.version,
        "second_version": second.version,
        **{
            f"take_{name}": other if queries.prefers_other(name, *pair) else stays
            for name in differing
        },
    }
    return MergeForm(data, differing=differing, initial=start)


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
