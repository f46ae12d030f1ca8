"""Forms for asking, answering and hiding."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.web.edits import EditForm, OnceForm

Choices = Sequence[tuple[Any, str]]
REASON = {"rows": 2}
# How many days at most, the limits for personal data say.
MOST_DAYS = 1000
REMARK = pgettext_lazy("answer", "Remark")


class AskForm(OnceForm):
    """Ask for an account by its number."""

    number = forms.CharField(
        label=_("Number of the account"),
        max_length=20,
        help_text=_("Exactly as it is written, for example C-0001234."),
    )
    reason = forms.CharField(
        label=_("What for"),
        max_length=300,
        widget=forms.Textarea(attrs=REASON),
        help_text=_("Whoever answers reads this, and so does whoever looks after the account."),
    )
    days_count = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=7
    )
    with_contacts = forms.BooleanField(label=_("With the people at the customer"), required=False)


class AnswerForm(EditForm):
    """Approve a request, for as long as was asked for or shorter."""

    days_count = forms.IntegerField(label=_("For how many days"), min_value=1)
    with_contacts = forms.BooleanField(label=_("With the people at the customer"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=300, required=False
    )


class ReasonForm(EditForm):
    """Refuse or end something, and say why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands beside another form that asks for a reason.
        super().__init__(*args, **{"auto_id": "id_why_%s"} | options)

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs=REASON))


class RemarkForm(EditForm):
    """Do something, and say why if there is anything to say."""

    reason = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=300, required=False
    )


class RestrictForm(forms.Form):
    """Propose to hide an account."""

    cover_name = forms.CharField(
        label=_("Cover name"),
        max_length=40,
        help_text=_("What the people named here will call it. It must tell nothing."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Cleared people"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("Nobody else sees the account any more, whatever their role."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs=REASON))

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"people": people}
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Propose to show an account again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands beside the form that clears one more person.
        super().__init__(*args, **{"auto_id": "id_why_%s"} | options)

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs=REASON))


class ClearForm(forms.Form):
    """Clear one more person."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)
    days_count = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=3660,
        required=False,
        help_text=_("Empty: until it is withdrawn."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"people": people}
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]
