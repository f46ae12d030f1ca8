"""Forms for what is done with a matter: done, paused, offered, let off; and letters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.commitments.choices import AskedBy
from primeline.commitments.rules import EXPECTED_AT_MOST, SAID_AT_MOST
from primeline.files.rules import ACCEPTED
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.web.days import FarOffForm, MomentField, SaidField
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


class GivingForm(forms.Form):
    """Who sees to a matter from now on: somebody near, or somebody elsewhere; and why."""

    to_person = forms.TypedChoiceField(
        label=_("Colleague"), coerce=int, required=False, empty_value=None
    )
    elsewhere = forms.CharField(
        label=_("Or somebody elsewhere, by user name"),
        max_length=150,
        required=False,
        help_text=_("The account opens to them while they hold the matter, on record."),
    )
    reason = forms.CharField(label=_("Why"), max_length=LONGEST)

    def __init__(self, *args: Any, people: "Sequence[Person]" = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        named = [(one.pk, one.name) for one in people]
        self.fields["to_person"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take one of the two, and find who it is."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        near, elsewhere = facts.get("to_person"), facts.get("elsewhere", "").strip()
        if self.errors:
            return facts
        if bool(near) == bool(elsewhere):
            self.add_error("to_person", _("Choose a colleague, or name one elsewhere."))
            return facts
        facts["receiver"] = self.people[near] if near else self._somebody(elsewhere)
        return facts

    def _somebody(self, username: str) -> "Person | None":
        try:
            found = staff.person_of_username(username)
        except NotFound:
            found = None
        if found is None or not found.is_active:
            self.add_error("elsewhere", _("Nobody who works here has this user name."))
            return None
        return found


class OfferForm(GivingForm):
    """To whom a matter is offered, and why."""


class ReasonForm(forms.Form):
    """Why: a wish to be let off, a refusal."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST)


class RemarkForm(forms.Form):
    """An approval, with a remark if one is wanted."""

    reason = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=LONGEST, required=False
    )


class AssignmentForm(GivingForm):
    """Who sees to the matters that are ticked, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_person"].label = _("Give to")


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


class InquiryForm(FarOffForm, OnceForm):
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
    said_at = SaidField()
    field_order = ("account", "asked_by", "text", "said_at")
    far_off: ClassVar = {"said_at": SAID_AT_MOST}


class SuggestionForm(OnceForm):
    """What a customer suggests, of which account, and which department is to answer."""

    account = forms.CharField(
        label=_("Account number"),
        max_length=32,
        help_text=_("As its page shows it; from there the form knows it."),
    )
    to_unit = forms.TypedChoiceField(
        label=_("Department that answers"),
        coerce=int,
        help_text=_(
            "Where it does not lie above the account, the account opens to its lead until the "
            "answer is given, on record."
        ),
    )
    text = forms.CharField(
        label=_("What the customer suggests"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In their words. Name no more of people than is needed."),
    )
    field_order = ("account", "to_unit", "text")

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].choices = [("", _("Choose …")), *units]  # type: ignore[attr-defined]


class EstimateForm(FarOffForm):
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
    far_off: ClassVar = {"expected_at": EXPECTED_AT_MOST}


class AnswerForm(forms.Form):
    """The answer to a letter, as text, as a file, or both."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = _file(_("Answer as a file"))
