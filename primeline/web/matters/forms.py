"""Forms for what is done with a matter: done, paused, offered, let off; and letters."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.commitments.choices import AskedBy
from primeline.files.rules import ACCEPTED
from primeline.web.days import MomentField
from primeline.web.edits import OnceForm
from primeline.web.uploads import file_chooser

if TYPE_CHECKING:
    from primeline.staff.models import Person

Choices = Sequence[tuple[Any, str]]
LONGEST = 300


class NoteForm(forms.Form):
    """It is done, in a few words."""

    note = forms.CharField(
        label=_("What was done, in a few words"), max_length=LONGEST, required=False
    )


class PauseForm(forms.Form):
    """Why the clock stands still, and what shows it."""

    reason = forms.ChoiceField(label=_("Whom do we wait for, and why"))
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=LONGEST,
        required=False,
        help_text=_("A message, a photo, whom you have spoken to and when."),
    )

    def __init__(self, *args: Any, reasons: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Choose …")), *reasons]  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """To whom a matter is offered, and why."""

    to_person = forms.TypedChoiceField(label=_("Colleague"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST)

    def __init__(self, *args: Any, people: "Sequence[Person]" = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        named = [(one.pk, one.name) for one in people]
        self.fields["to_person"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why: a wish to be let off, a refusal."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST)


class RemarkForm(forms.Form):
    """An approval, with a remark if one is wanted."""

    reason = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=LONGEST, required=False
    )


class AssignmentForm(forms.Form):
    """Who sees to the matters that are ticked, and why."""

    to_person = forms.TypedChoiceField(label=_("Give to"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST)

    def __init__(
        self,
        *args: Any,
        people: "Sequence[Person]" = (),
        labels: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        named = [(one.pk, (labels or {}).get(one.pk, one.name)) for one in people]
        self.fields["to_person"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined]


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=_("PDF, OFD, Word, Excel, PowerPoint, PNG or JPEG, up to 20 MB."),
        widget=file_chooser(ACCEPTED),
    )


class LetterForm(OnceForm):
    """What an instruction and a report have in common."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("What is to be done or answered"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = _file(_("File, say a list"))
    due_at = MomentField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Left empty, the rules of the matrix say by when."),
    )
    field_order = ("to_unit", "title", "text", "file", "due_at")


class ReportForm(LetterForm):
    """A report to a unit above."""

    to_unit = forms.ChoiceField(label=_("To which unit"))

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].choices = [("", _("Choose …")), *units]  # type: ignore[attr-defined]

    def clean_to_unit(self) -> list[str]:
        """Return the unit as a list of one."""
        return [self.cleaned_data["to_unit"]]


class InstructionForm(LetterForm):
    """An instruction to one unit below, or to many at once."""

    to_unit = forms.MultipleChoiceField(
        label=_("To which units"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Several with Ctrl or Shift. Each of them owes an answer of its own."),
    )

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].choices = units  # type: ignore[attr-defined]


class InquiryForm(OnceForm):
    """What a customer asked, of which account, on which way."""

    account = forms.CharField(
        label=_("Account number"),
        max_length=32,
        help_text=_("As its page shows it; from there the form knows it."),
    )
    asked_by = forms.ChoiceField(label=_("How it was asked"), choices=AskedBy.choices)
    text = forms.CharField(
        label=_("What the customer asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In their words. Name no more of people than is needed."),
    )
    field_order = ("account", "asked_by", "text")


class EstimateForm(forms.Form):
    """By when it is expected now, and why."""

    expected_at = MomentField(
        label=_("Expected by"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=_("By the clock of your time zone. The due moment stays what it is."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, help_text=_("The customer may read this.")
    )


class AnswerForm(forms.Form):
    """The answer to a letter, as text, as a file, or both."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = _file(_("Answer as a file"))
