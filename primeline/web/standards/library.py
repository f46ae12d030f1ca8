"""The library of standards: what rules cite, which edition replaces which."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.kit import clock
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.standards import actions, queries
from primeline.standards.choices import Mark, StandardKind
from primeline.web import edits
from primeline.web.days import DayField
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


class StandardForm(forms.Form):
    """One edition of a standard."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=StandardKind.choices)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=64)
    edition = forms.CharField(label=gettext_lazy("Edition"), max_length=32, required=False)
    title_zh = forms.CharField(label=gettext_lazy("Chinese title"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("English title"), max_length=200, required=False)
    issuer_zh = forms.CharField(label=gettext_lazy("Issued by, in Chinese"), max_length=100)
    issuer_en = forms.CharField(
        label=gettext_lazy("Issued by, in English"), max_length=100, required=False
    )
    scope_zh = forms.CharField(
        label=gettext_lazy("What it is about, in Chinese"), max_length=300, required=False
    )
    scope_en = forms.CharField(
        label=gettext_lazy("What it is about, in English"), max_length=300, required=False
    )
    valid_from = DayField(label=gettext_lazy("In force from"), required=False)
    valid_to = DayField(label=gettext_lazy("Until before"), required=False)
    replaces = forms.TypedChoiceField(
        label=gettext_lazy("Replaces"), coerce=int, empty_value=None, required=False
    )
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Only for"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("A province or branch that deviates."),
    )
    mark = forms.ChoiceField(
        label=gettext_lazy("How it is known"), choices=Mark.choices, initial=Mark.OWN
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._standards = {one.pk: one for one in queries.standards()}
        self._units = {one.pk: one for one in staff.units_to_name()}
        offered = [(pk, f"{one.title} {one.edition}") for pk, one in self._standards.items()]
        self.fields["replaces"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]
        units = [(pk, "　" * one.depth + one.name) for pk, one in self._units.items()]
        self.fields["unit"].choices = [("", _("everywhere")), *units]  # type: ignore[attr-defined]

    def clean_replaces(self) -> Any:
        """Return the edition itself."""
        return self._standards.get(self.cleaned_data["replaces"])

    def clean_unit(self) -> Any:
        """Return the unit itself."""
        return self._units.get(self.cleaned_data["unit"])


@page(Permission.VIEW_REFERENCE)
def library(request: PersonRequest) -> HttpResponse:
    """List the standards with their validity, what replaced them, and how many rules cite them."""
    found = queries.standards()
    cited = queries.citations_of(queries.matrix_at(clock.now()))
    context = {
        "groups": [
            (kind.label, [(one, cited.get(one.pk, 0)) for one in found if one.kind == kind])
            for kind in StandardKind
        ],
        "today": today(),
        "may_edit": request.reach.may(Permission.EDIT_POLICY),
    }
    return render(request, "web/standards/library.html", context)


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def new_standard(request: PersonRequest) -> HttpResponse:
    """Add an edition of a standard."""

    def add(said: dict[str, Any]) -> None:
        said.pop("version")
        actions.add_standard(**said, by=request.user, at=clock.now())

    if request.method == "POST":
        edit = edits.save(StandardForm(request.POST), add)
    else:
        edit = Edit(form=StandardForm())
    if edit.is_done:
        messages.success(request, _("Added."))
        return redirect("standards:library")
    context = {"form": edit.form, "standard": None, "differences": edit.differences}
    return render(request, "web/standards/standard.html", context, status=edit.status)


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def standard(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is on file of a standard."""
    shown = queries.get_standard(pk)

    def change(said: dict[str, Any]) -> None:
        version = said.pop("version") or 0
        actions.change_standard(
            standard=shown, version=version, **said, by=request.user, at=clock.now()
        )

    if request.method == "POST":
        edit = edits.save(StandardForm(request.POST), change, version=shown.version)
    else:
        initial = {name: getattr(shown, name) for name in StandardForm.base_fields}
        initial |= {"replaces": shown.replaces_id or "", "unit": shown.unit_id or ""}
        edit = Edit(form=StandardForm(initial=initial))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("standards:library")
    context = {"form": edit.form, "standard": shown, "differences": edit.differences}
    return render(request, "web/standards/standard.html", context, status=edit.status)
