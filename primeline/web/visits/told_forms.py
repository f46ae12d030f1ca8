"""Forms for what was told of a visit, call or meeting, and what was promised in it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.visits.choices import ConversationKind
from primeline.visits.values import Promised, Told
from primeline.web.days import DayField, MomentField
from primeline.web.edits import EditForm, OnceForm

Choices = Sequence[tuple[Any, str]]
LONGEST_OUTCOME: Final = 10_000
LONGEST_PROMISE: Final = 200
PROMISES: Final = (1, 2, 3)


class ToldForm(forms.Form):
    """What was told: when, how, where, with whom, what for, and what was said."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("conversation", "Kind"), choices=ConversationKind.choices
    )
    held_at = MomentField(
        label=_("When it was"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(
        label=pgettext_lazy("conversation", "Place"), max_length=200, required=False
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who was met"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("People of the account. Their names stay with them and are not copied."),
    )
    purpose = forms.CharField(label=_("What it was for"), max_length=300, required=False)
    outcome = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Problems, suggestions, plans, opportunities. Name no more of people than is "
                    "needed."),
    )  # fmt: skip
    next_date = DayField(
        label=_("Next one proposed for"),
        required=False,
        help_text=_("The next one that the cadence asks for moves to this day; no other is added."),
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"people": people}
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class ConversationForm(ToldForm, OnceForm):
    """What was told, what was planned and is done by it, and up to three promises."""

    action = forms.TypedChoiceField(
        label=_("What was planned and is done by it"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, planned: Choices = (), takers: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("It was not planned")), *planned]  # type: ignore[attr-defined]
        for number in PROMISES:
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("What was promised"), max_length=LONGEST_PROMISE, required=False
            )
            self.fields[f"due_{number}"] = DayField(label=_("By when"), required=False)
            self.fields[f"person_{number}"] = forms.TypedChoiceField(
                label=_("Who sees to it"), choices=takers, coerce=int, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of every promise, and for what was promised on every day."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for number in PROMISES:
            what, due = facts.get(f"what_{number}"), facts.get(f"due_{number}")
            if what and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Say by when it was promised."))
            if due and not what and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", _("Say what was promised."))
        return facts

    def promise_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each promise together, for the page."""
        return [
            (self[f"what_{number}"], self[f"due_{number}"], self[f"person_{number}"])
            for number in PROMISES
        ]


class CorrectionForm(ToldForm, EditForm):
    """What was told, put right, and why."""

    reason = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.TextInput)


def told_in(facts: dict[str, Any]) -> Told:
    """Return what a form says was told."""
    return Told(
        kind=ConversationKind(facts["kind"]),
        held_at=facts["held_at"],
        place=facts["place"],
        purpose=facts["purpose"],
        outcome=facts["outcome"],
        contact_ids=frozenset(facts["people"]),
        next_date=facts["next_date"],
    )


def promised_in(facts: dict[str, Any], *, by_id: int) -> Iterator[Promised]:
    """Return what a form says was promised; whoever writes sees to it unless another is named."""
    for number in PROMISES:
        if facts[f"what_{number}"]:
            yield Promised(
                what=facts[f"what_{number}"],
                due_date=facts[f"due_{number}"],
                person_id=facts[f"person_{number}"] or by_id,
            )
