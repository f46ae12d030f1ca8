"""Reference data: industries, lines of business, termination reasons, deadlines."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.pages import page
from primeline.web.reference.kinds import KINDS, Kind, kind_of
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_REFERENCE)
def entries(request: PersonRequest, key: str = "industries") -> HttpResponse:
    """List one kind of reference data."""
    kind = kind_of(key)
    return _show(request, "list", kind, entries=list(kind.entries()))


@page(Permission.EDIT_REFERENCE, methods=("GET", "POST"))
def new_entry(request: PersonRequest, key: str) -> HttpResponse:
    """Add an entry."""
    kind = kind_of(key)
    if kind.new_form is None or kind.add is None:
        raise NotFound
    if request.method != "POST":
        return _form_page(request, kind, kind.new_form())
    form = kind.new_form(request.POST)
    if form.is_valid():
        form.cleaned_data.pop("version")
        try:
            added = kind.add(**form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            _put(form, refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": added.name})
            return redirect("reference", key=key)
    return _form_page(request, kind, form, status=422)


@page(Permission.VIEW_REFERENCE, methods=("GET", "POST"))
def entry(request: PersonRequest, key: str, code: str) -> HttpResponse:
    """Show an entry; whoever may, changes or closes it."""
    kind = kind_of(key)
    stored = kind.get(code)
    if request.method != "POST":
        return _form_page(request, kind, _filled(kind, stored), stored=stored)
    if not request.reach.may(Permission.EDIT_REFERENCE):
        raise PermissionDenied
    form = kind.form(request.POST)
    differences: list[edits.Difference] = []
    if form.is_valid():
        facts = dict(form.cleaned_data)
        facts["version"] = facts["version"] or 0
        try:
            kind.change(**{kind.subject: stored}, **facts, by=request.user, at=clock.now())
        except ChangedMeanwhile as meanwhile:
            differences = _differences(form, meanwhile)
            form = _rebased(form, stored.version)
        except Refused as refused:
            _put(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("reference", key=key)
    status = 409 if differences else 422
    return _form_page(request, kind, form, stored=stored, differences=differences, status=status)


def _filled(kind: Kind, stored: Any) -> forms.Form:
    held = {name: getattr(stored, name) for name in kind.form.base_fields if hasattr(stored, name)}
    return kind.form(initial=held)


def _rebased(form: forms.Form, version: int) -> forms.Form:
    """Return the form with the version stored now, so that saving again means "I have seen it"."""
    return type(form)(dict(form.data.items()) | {"version": str(version)})


def _differences(form: forms.Form, meanwhile: ChangedMeanwhile) -> list[edits.Difference]:
    return [
        edits.Difference(
            name=name,
            label=str(form.fields[name].label),
            yours=_written(yours),
            stored=_written(stored),
            yours_raw=_written(yours),
            stored_raw=_written(stored),
            is_changed_by_you=True,
        )
        for name, (yours, stored) in meanwhile.differences.items()
    ]


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _put(form: forms.Form, refused: Refused) -> None:
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, str(refused.message))


def _form_page(
    request: PersonRequest,
    kind: Kind,
    form: forms.Form,
    *,
    stored: Any = None,
    differences: list[edits.Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    return _show(
        request,
        "entry",
        kind,
        status=status,
        form=form,
        stored=stored,
        differences=differences or [],
    )


def _show(
    request: PersonRequest, name: str, kind: Kind, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {
        "kind": kind,
        "kinds": KINDS.values(),
        "may_edit": request.reach.may(Permission.EDIT_REFERENCE),
        **shown,
    }
    return render(request, f"web/reference/{name}.html", context, status=status)
