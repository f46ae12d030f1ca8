"""Forms of partners, and of whom they serve."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.partners.choices import PartnerKind, PartnerStatus, RetailGrade
from primeline.partners.rules import provinces_in
from primeline.web.accounts.holding_forms import ChoosingForm
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm


def _pk(text: str) -> int | None:
    return int(text) if text else None


def _why(*, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Why"), max_length=300, required=required, widget=widget)


class PartnerFields(ChoosingForm):
    """What a partner is."""

    kind = forms.ChoiceField(label=_("Kind of partner"), choices=PartnerKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=PartnerStatus.choices)
    since_date = DayField(label=_("Partner since"))
    contact_id = forms.TypedChoiceField(
        label=_("Whom to ask there"), coerce=_pk, empty_value=None, required=False
    )
    is_international = forms.BooleanField(label=_("International background"), required=False)
    provinces = forms.CharField(
        label=_("Provinces where it is at home"),
        max_length=400,
        required=False,
        help_text=_("Separated by commas. The grade of a retail chain follows from them."),
    )

    def clean_provinces(self) -> tuple[str, ...]:
        """Return the provinces, each once."""
        return tuple(provinces_in(self.cleaned_data["provinces"]))


class NewPartnerForm(PartnerFields, OnceForm):
    """Put on file that an account is a partner."""


class PartnerForm(PartnerFields, EditForm):
    """Change what a partner is."""

    reason = _why(required=False)


class GradeForm(EditForm):
    """Confirm the grade of a retail chain."""

    grade = forms.ChoiceField(label=_("Grade"), choices=RetailGrade.choices)
    reason = _why(required=False)


class ServingForm(OnceForm):
    """Put on file that a partner serves an account."""

    number = forms.CharField(
        label=_("Number of the account"),
        max_length=20,
        help_text=_("C-0000001. It must be one that you may change."),
    )
    from_date = DayField(label=_("From"))


class ServingEndForm(ActForm):
    """End that a partner serves an account."""

    to_date = DayField(label=_("Last day"))
    reason = _why(required=True)
