"""Forms of the sites of an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers.choices import SiteKind
from primeline.web.accounts.holding_forms import ChoosingForm
from primeline.web.edits import ActForm, EditForm, OnceForm


def _pk(text: str) -> int | None:
    return int(text) if text else None


class SiteFields(ChoosingForm):
    """A place of an account."""

    name = forms.CharField(
        label=_("What the site is called"),
        max_length=100,
        help_text=_("As people there call it, for example “Riverside shop”."),
    )
    kind = forms.ChoiceField(label=_("Kind of site"), choices=[("", "–"), *SiteKind.choices])
    province = forms.CharField(
        label=pgettext_lazy("address", "Province"), max_length=40, required=False
    )
    city = forms.CharField(label=_("City"), max_length=40, required=False)
    district = forms.CharField(label=_("District"), max_length=40, required=False)
    street = forms.CharField(label=_("Street and building"), max_length=200, required=False)
    way_in = forms.CharField(
        label=_("Way in"),
        max_length=200,
        required=False,
        help_text=_("Entry permit, escort, hours, parking."),
    )
    served_by_id = forms.TypedChoiceField(
        label=_("Served by"),
        coerce=_pk,
        empty_value=None,
        required=False,
        help_text=_("The unit whose people go there."),
    )
    contact_id = forms.TypedChoiceField(
        label=_("Contact at the site"), coerce=_pk, empty_value=None, required=False
    )


class NewSiteForm(SiteFields, OnceForm):
    """Put a place of an account on file."""


class SiteForm(SiteFields, EditForm):
    """Change what is on file about a place of an account.

    Whoever may not read an individual's places starts with empty fields; those are kept.
    """

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, is_masked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {**self.made_with, "is_masked": is_masked}
        self.fields["name"].required = not is_masked
        if is_masked:
            kept = _("Hidden from you. Left empty, it stays as it is.")
            self.fields["name"].help_text = kept


class GivenUpForm(ActForm):
    """Mark that the customer has given a place up."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
