"""Forms for visits and calls: another day, done, cadence, limits of a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import Tier
from primeline.products.queries import lines
from primeline.visits.choices import Rhythm
from primeline.web.days import DayField
from primeline.web.edits import EditForm

MOST_A_DAY = 50
Choices = Sequence[tuple[Any, str]]


class DayForm(forms.Form):
    """Another day for a visit or call."""

    day = DayField(label=_("Move to"))
    version = forms.IntegerField(min_value=1)


class DoneForm(forms.Form):
    """That it is done, in short."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class StandardActionForm(EditForm):
    """How often something is done at each level, and for whom."""

    T0 = forms.ChoiceField(label=Tier.DIAMOND.label, required=False)
    T1 = forms.ChoiceField(label=Tier.GOLD.label, required=False)
    T2 = forms.ChoiceField(label=Tier.SILVER.label, required=False)
    T3 = forms.ChoiceField(label=Tier.STANDARD.label, required=False)
    lines = forms.MultipleChoiceField(
        label=_("Only for accounts with one of these lines of business"),
        required=False,
        help_text=_("None chosen: for all accounts."),
        widget=forms.CheckboxSelectMultiple,
    )
    is_in_last_month = forms.BooleanField(
        label=_("Only in the last month of the stretch"), required=False
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        rhythms = [("", _("never")), *Rhythm.choices]
        for tier in Tier.values:
            self.fields[tier].choices = rhythms  # type: ignore[attr-defined]
        offered = [(line.code, line.name) for line in lines()]
        self.fields["lines"].choices = offered  # type: ignore[attr-defined]

    def rhythms(self) -> dict[str, str]:
        """Return how often at each level."""
        return {tier: self.cleaned_data[tier] for tier in Tier.values}


class StaffingForm(EditForm):
    """Who does what is unstaffed, and in which week."""

    person = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    monday = forms.TypedChoiceField(label=_("In which week"), coerce=date.fromisoformat)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, people: Choices = (), weeks: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.made_with = {"people": people, "weeks": weeks}
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["monday"].choices = weeks  # type: ignore[attr-defined]


class LimitForm(EditForm):
    """How much of one manner fits into a day."""

    most = forms.IntegerField(label=_("At most a day"), min_value=0, max_value=MOST_A_DAY)
