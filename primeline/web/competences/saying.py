"""What the forms about a person's profile have in common: shown, sent, refused, saved once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import once
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Person

Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a form is about, and where to go when it is done."""

    person: "Person"
    title: str | Promise
    back: str
    about: str = ""


def add(
    request: PersonRequest,
    matter: Matter,
    kind: type[forms.Form],
    deed: Callable[[Facts], str],
    *,
    initial: Facts,
    **options: Any,
) -> HttpResponse:
    """Show a form for something new, or put it on file, once however often the form is sent."""
    if request.method != "POST":
        start = {**initial, "once": OnceForm.new_key()}
        return _show(request, matter, Edit(form=kind(initial=start, **options)))

    def at_most_once(facts: Facts) -> str:
        return once(key=facts["once"], at=clock.now(), deed=lambda: deed(facts))

    edit = edits.save(kind(request.POST, request.FILES, **options), at_most_once)
    return done(request, matter.back) if edit.is_done else _show(request, matter, edit)


def change(
    request: PersonRequest,
    matter: Matter,
    kind: type[forms.Form],
    deed: Callable[[Facts], object],
    *,
    version: int,
) -> HttpResponse:
    """Show a form about a stored row, or do what it says."""
    edit = edits.edited(request, kind, deed, stored={}, version=version)
    return done(request, matter.back) if edit.is_done else _show(request, matter, edit)


def done(request: PersonRequest, back: str) -> HttpResponse:
    """Say that it is saved, and go back to where it shows."""
    messages.success(request, _("Saved."))
    return redirect(back)


def _show(request: PersonRequest, matter: Matter, edit: Edit) -> HttpResponse:
    context = {"matter": matter, "person": matter.person, "edit": edit, "form": edit.form}
    return render(request, "web/competences/form.html", context, status=edit.status)
