"""Forms for handing accounts over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm
from primeline.web.loads import OverloadFields

Choices = Sequence[tuple[Any, str]]
NOBODY = ("", _("leave as it is"))


class OfferForm(OverloadFields, OnceForm):
    """To whom the accounts that are ticked go, from when on, and why."""

    to = forms.TypedChoiceField(label=_("New manager"), coerce=int)
    deputy = forms.TypedChoiceField(
        label=_("New deputy"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Left as it is, an account whose deputy is the new manager has none then."),
    )
    effective_date = DayField(
        label=_("From which day"),
        help_text=_("They change hands on this day, or when they are accepted if that is later."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("to", "deputy", "effective_date", "reason")

    def __init__(
        self, *args: Any, receivers: Choices = (), deputies: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"receivers": receivers, "deputies": deputies}
        self.fields["to"].choices = [("", _("Choose …")), *receivers]  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [NOBODY, *deputies]  # type: ignore[attr-defined]


class AcceptForm(EditForm):
    """Take the accounts over."""

    is_rest_wanted = forms.BooleanField(
        label=_("Take over the others, though some cannot be handed over any more"), required=False
    )
    are_open_points_meant = forms.BooleanField(
        label=_("Accept with points of the checklist left open"), required=False
    )
    # What it says of a limit stands in front of it.
    reason = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=200, required=False
    )


class RefuseForm(EditForm):
    """Refuse the accounts, and say why."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class TakeBackForm(EditForm):
    """Take an offer back; what was accepted already is called off with a reason."""

    reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TickForm(EditForm):
    """Tick a point, or take the tick away."""

    is_done = forms.BooleanField(required=False)


class NoteForm(EditForm):
    """What the other one should know of an account."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)
