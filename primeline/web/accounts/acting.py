"""What every form about an account has in common: shown, sent, refused, saved once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import ChangedMeanwhile
from primeline.kit.once import once, was_sent
from primeline.web import edits
from primeline.web.accounts.history import last_change
from primeline.web.edits import Edit, OnceForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

Facts = dict[str, Any]
TEMPLATE = "web/accounts/edit.html"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a form is about, and where to go when it is done."""

    customer: "Customer"
    title: str | Promise
    back: str
    about: str = ""
    row: Any = None
    """The stored row that is changed, with its `version`; None for something new."""

    @property
    def version(self) -> int:
        return 0 if self.row is None else int(self.row.version)


def change(
    request: PersonRequest,
    matter: Matter,
    kind: type[forms.Form],
    deed: Callable[[Facts], object],
    *,
    stored: Facts | None = None,
    **options: Any,
) -> HttpResponse:
    """Show a form about a stored row, or do what it says. `stored` is what its fields hold now."""
    act = deed
    if issubclass(kind, OnceForm):
        if "once" in request.POST and was_sent(kind.key_of(request.POST["once"])):
            return done(request, matter)
        act = _once(deed)
    held, version = stored or {}, matter.version
    edit = edits.edited(request, kind, act, stored=held, version=version, **options)
    return done(request, matter) if edit.is_done else show(request, matter, edit)


def add(
    request: PersonRequest,
    matter: Matter,
    kind: type[forms.Form],
    deed: Callable[[Facts], object],
    *,
    initial: Facts | None = None,
    **options: Any,
) -> HttpResponse:
    """Show a form for something new, or put it on file, once however often the form is sent."""
    if request.method != "POST":
        start = {**(initial or {}), "once": OnceForm.new_key()}
        return show(request, matter, Edit(form=kind(initial=start, **options)))
    edit = edits.save(kind(request.POST, request.FILES, **options), _once(deed))
    return done(request, matter) if edit.is_done else show(request, matter, edit)


def keeping(deed: Callable[[Facts], Any], stored: Facts, hidden: Collection[str]) -> Any:
    """Return a deed for whoever may not read some fields: left empty, they stay as they are."""

    def kept(facts: Facts) -> Any:
        try:
            return deed(facts | {name: facts[name] or stored[name] for name in hidden})
        except ChangedMeanwhile as changed:
            told = {n: both for n, both in changed.differences.items() if n not in hidden}
            raise ChangedMeanwhile(changed.message, differences=told) from changed

    return kept


def done(request: PersonRequest, matter: Matter) -> HttpResponse:
    """Say that it is saved, and go back to where it shows."""
    messages.success(request, _("Saved."))
    return redirect(matter.back)


def show(request: PersonRequest, matter: Matter, edit: Edit, **more: Any) -> HttpResponse:
    """Show the form as it is now, with what stands against saving it."""
    context = {
        "customer": matter.customer,
        "matter": matter,
        "edit": edit,
        "form": edit.form,
        "title": matter.title,
        "last": _who_was_first(request, matter) if edit.differences else None,
        **more,
    }
    return render(request, TEMPLATE, context, status=edit.status)


def _once(deed: Callable[[Facts], object]) -> Callable[[Facts], object]:
    def at_most_once(facts: Facts) -> str:
        return once(key=facts["once"], at=clock.now(), deed=lambda: str(deed(facts) or ""))

    return at_most_once


def _who_was_first(request: PersonRequest, matter: Matter) -> Any:
    table = matter.row._meta.db_table
    return last_change(request, table=table, row_id=matter.row.pk)
