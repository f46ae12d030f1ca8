"""The record: who did what, when, why, and what changed field by field."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from primeline.audit import queries
from primeline.audit.queries import Change, FieldChange
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import moment, whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts.telling import ACCOUNTS, outline_of
from primeline.web.audit.deeds import deed_words
from primeline.web.audit.fields import field_word
from primeline.web.audit.forms import ActSearchForm
from primeline.web.audit.looks import purpose_words, subject_words
from primeline.web.audit.words import announce, title, told
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

CHANGES_AT_ONCE = 100


@page(Permission.VIEW_AUDIT)
def acts(request: PersonRequest) -> HttpResponse:
    """Search the acts, the latest first."""
    form = ActSearchForm(request.GET)
    found = _found(request, form)
    names = queries.names_in(request.reach, (c for act in found.acts for c in act.changes))
    context = {
        "form": form,
        "found": found,
        "after": f"{found.after[0].isoformat()}_{found.after[1]}" if found.after else None,
        "checked_at": clock.now(),
        "actors": staff.names_of({act.actor_name for act in found.acts}),
        "looked_at": _looked_at(request, found),
        **_words(names, (c for act in found.acts for c in act.changes)),
    }
    return render(request, "web/audit/acts.html", context, status=200 if form.is_valid() else 422)


@page(Permission.VIEW_AUDIT)
def act(request: PersonRequest, act_id: int) -> HttpResponse:
    """Show everything one act changed, a stretch at a time."""
    changes = queries.changes_of(
        request.reach,
        act_id=act_id,
        after=whole_number(request.GET.get("after", "")) or 0,
        limit=CHANGES_AT_ONCE,
    )
    if not changes:
        raise NotFound
    announce(changes)
    context = {
        "changes": changes,
        "after": changes[-1].history_id if len(changes) == CHANGES_AT_ONCE else None,
        "actors": staff.names_of({changes[0].actor_name}),
        **_words(queries.names_in(request.reach, changes), changes),
    }
    return render(request, "web/audit/act.html", context)


def _found(request: PersonRequest, form: ActSearchForm) -> queries.ActPage:
    """Return a page of acts; a question that cannot be read finds none."""
    if not form.is_valid():
        return queries.ActPage(acts=(), after=None)
    search = form.search(ZoneInfo(request.user.time_zone))
    after = _place(request.GET.get("after", ""))
    return queries.search_acts(request.reach, search, after=after, limit=30)


def _looked_at(request: PersonRequest, found: queries.ActPage) -> dict[str, str]:
    """Return the numbers of the accounts within reach that were looked at, by key."""
    keys = {
        int(look.subject_id)
        for act in found.acts
        for look in act.looks
        if look.subject_kind == "account" and look.subject_id.isdigit()
    }
    if not keys:
        return {}
    seen = customers.visible_to(request.reach, Permission.VIEW_AUDIT)
    rows = seen.filter(pk__in=keys).order_by()
    return {str(pk): number for pk, number in rows.values_list("pk", "number")}


def _words(names: queries.Names, changes: Iterable[Change]) -> dict[str, Any]:
    people = customers.individuals_among(
        [int(change.row_id) for change in changes if change.table == ACCOUNTS]
    )

    def said(change: Change, field: FieldChange, value: Any) -> str:
        is_erased = people.get(int(change.row_id)) if change.table == ACCOUNTS else None
        hidden = None
        if is_erased is not None:
            hidden = outline_of(ACCOUNTS, field.field, value, is_erased=is_erased)
        return hidden or told(change, field, value, names)

    return {
        "deed_words": deed_words,
        "subject_words": subject_words,
        "purpose_words": purpose_words,
        "title_of": lambda change: title(change, names),
        "told": said,
        "field_word": field_word,
    }


def _place(text: str) -> tuple[datetime, int] | None:
    """Return where the next page begins; a place that nobody gave out is the beginning."""
    said, _, number = text.rpartition("_")
    at, act_id = moment(said), whole_number(number)
    return None if at is None or act_id is None else (at, act_id)
