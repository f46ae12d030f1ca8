"""Forms for visits and calls: another day, done, cadence, limits of a day."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import DecisionRole, Tier
from primeline.products.queries import lines
from primeline.visits.choices import Manner, Occasion, Rhythm
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


class RhythmsForm(forms.Form):
    """How often something is done at each level, for whom, and from which day on."""

    T0 = forms.ChoiceField(label=Tier.DIAMOND.label, required=False)
    T1 = forms.ChoiceField(label=Tier.GOLD.label, required=False)
    T2 = forms.ChoiceField(label=Tier.SILVER.label, required=False)
    T3 = forms.ChoiceField(label=Tier.STANDARD.label, required=False)
    lines = forms.MultipleChoiceField(
        label=_("Only for accounts with one of these lines of business"),
        required=False,
        help_text=_("None chosen: for all accounts."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    is_for_postpaid = forms.BooleanField(
        label=_("Also for accounts that pay for anything after use"),
        required=False,
        help_text=_("Whatever line that is. With no line chosen, only for these accounts."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Only for people with one of these roles in decisions"),
        choices=DecisionRole.choices,
        required=False,
        help_text=_("On an occasion. None chosen: for all who have one. Only who agrees to "
                    "greetings, by a consent on file, is greeted."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    is_in_last_month = forms.BooleanField(
        label=_("Only in the last month of the stretch"), required=False
    )
    active_from = DayField(
        label=_("From which day on"),
        help_text=_("What holds until then stays on record. Never at every level: it ends then."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
    # What was shown to mean so and so: only that is saved.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        rhythms = [("", _("never")), *Rhythm.choices]
        for tier in Tier.values:
            self.fields[tier].choices = rhythms  # type: ignore[attr-defined]
        offered = [(line.code, line.name) for line in lines()]
        self.fields["lines"].choices = offered  # type: ignore[attr-defined]

    def digest(self) -> str:
        """Return what stands for all that decides about the effect."""
        names = (
            *Tier.values,
            "lines",
            "is_for_postpaid",
            "is_in_last_month",
            "roles",
            "active_from",
            "step",
            "manner",
            "occasion",
        )
        said = [str(self.cleaned_data.get(name, "")) for name in names]
        return sha256("|".join(said).encode()).hexdigest()


class StandardActionForm(RhythmsForm, EditForm):
    """How often a standard action is done from a day on: what can be said of one of its kind."""

    def __init__(self, *args: Any, occasion: str = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.made_with = {"occasion": occasion}
        for tier in Tier.values:
            field = self.fields[tier]
            field.choices = [  # type: ignore[attr-defined]
                one
                for one in field.choices  # type: ignore[attr-defined]
                if not one[0] or (one[0] == Rhythm.ON_ITS_DAY) == bool(occasion)
            ]
        del self.fields["is_in_last_month" if occasion else "roles"]


class NewStandardActionForm(RhythmsForm):
    """Something that is to be done again and again."""

    step = forms.TypedChoiceField(
        label=_("What is done"),
        coerce=int,
        help_text=_("A kind of matter that managers owe; new kinds are added to the standards."),
    )
    manner = forms.ChoiceField(label=_("How"), choices=Manner.choices)
    occasion = forms.ChoiceField(
        label=_("On which occasion of key persons"),
        choices=[("", _("on none: for the account as a whole")), *Occasion.choices],
        required=False,
    )
    field_order = ("step", "manner", "occasion")

    def __init__(self, *args: Any, steps: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


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


class PostponementForm(EditForm):
    """A day beyond the stretch, and why."""

    day = forms.TypedChoiceField(label=_("Put off to"), coerce=date.fromisoformat)
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It stays on record with the old day.")
    )

    def __init__(self, *args: Any, days: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.made_with = {"days": days}
        self.fields["day"].choices = days  # type: ignore[attr-defined]


class LimitForm(EditForm):
    """How much of one manner fits into a day."""

    most = forms.IntegerField(label=_("At most a day"), min_value=0, max_value=MOST_A_DAY)
