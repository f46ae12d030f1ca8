"""Forms of a meeting: an account to talk about, a decision, and its end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.meetings.rules import LONGEST
from primeline.web.days import DayField
from primeline.web.edits import OnceForm

if TYPE_CHECKING:
    from primeline.staff.models import Person


LONGEST_NAME: Final = 80


class PinForm(OnceForm):
    """An account to talk about, and why."""

    prefix = "pin"
    account = forms.CharField(
        label=_("Account"), max_length=LONGEST_NAME, help_text=_("Number, name or part of it.")
    )
    why = forms.CharField(label=_("Why we talk about it"), max_length=LONGEST)


class DecisionForm(OnceForm):
    """What is decided, who does it, by when, for which account."""

    prefix = "decision"
    what = forms.CharField(label=_("What is decided"), max_length=LONGEST)
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_date = DayField(label=_("By when"))
    account = forms.CharField(
        label=_("Account"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Number, name or part of it. Left empty, it concerns no account alone."),
    )

    def __init__(self, *args: Any, people: "Sequence[Person]" = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.pk, one.name) for one in people]
        self.fields["owner"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The meeting is over; which version of it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
