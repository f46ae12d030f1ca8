"""Forms of call chains: their steps, starting one, saying how it went."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.rosters.choices import NotReached, RunCause, Speciality, StopCause
from primeline.rosters.rules.chains import LONGEST_WAIT
from primeline.rosters.values import Link
from primeline.web.edits import ActForm, OnceForm

Choices = Sequence[tuple[Any, Any]]
LONGEST = 300
WAIT = 10
ON_DUTY, PERSON, CONTACT = "duty", "person", "contact"


class ChainForm(ActForm):
    """A call chain: its name, and who is called in which order."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(
        self, *args: Any, called: Choices = (), rows: int = 5, units: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"called": called, "rows": rows, "units": units}
        self.row_count = rows
        if units:
            self.fields["unit"] = forms.TypedChoiceField(label=_("Unit"), coerce=int, choices=units)
        for row in range(rows):
            self.fields[f"called_{row}"] = forms.ChoiceField(
                label=_("Whom to call"), choices=[("", "–"), *called], required=False
            )
            self.fields[f"wait_{row}"] = forms.IntegerField(
                label=_("Minutes to wait"),
                required=False,
                min_value=1,
                max_value=LONGEST_WAIT,
                initial=WAIT,
            )

    def step_rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each step, in order."""
        for row in range(self.row_count):
            yield row + 1, [self[f"called_{row}"], self[f"wait_{row}"]]

    def clean(self) -> dict[str, Any]:
        """Put the steps together."""
        facts: dict[str, Any] = super().clean() or {}
        facts["links"] = tuple(
            link_of(called, facts.get(f"wait_{row}") or WAIT)
            for row in range(self.row_count)
            if (called := facts.get(f"called_{row}"))
        )
        return facts


class StartForm(OnceForm):
    """Why a chain is started, and whether only to try it."""

    cause = forms.ChoiceField(label=_("What it is about"), choices=[("", "–"), *RunCause.choices])
    reason = forms.CharField(label=_("Note"), max_length=LONGEST, required=False)
    is_drill = forms.BooleanField(label=_("Only to try the chain"), required=False)


class AnswerForm(forms.Form):
    """Why somebody was not reached."""

    why = forms.ChoiceField(
        label=_("Why were they not reached?"), choices=[("", "–"), *NotReached.choices]
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST, required=False)


class StopForm(forms.Form):
    """Why nobody is to be called any more."""

    cause = forms.ChoiceField(label=_("Why"), choices=[("", "–"), *StopCause.choices])
    reason = forms.CharField(label=_("Note"), max_length=LONGEST, required=False)


class WhyForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST)


def link_of(called: str, wait: int) -> Link:
    """Return the step that a choice names, say `duty:TECHNICIAN`."""
    kind, _sign, name = called.partition(":")
    if kind == ON_DUTY:
        return Link(speciality=name, wait_minutes=wait)
    if kind == PERSON:
        return Link(person_id=int(name), wait_minutes=wait)
    return Link(contact_id=int(name), wait_minutes=wait)


def on_duty_choices() -> Choices:
    """Return the choices of whoever is on duty."""
    words = _("on duty: %(speciality)s")
    return [(f"{ON_DUTY}:{one.value}", words % {"speciality": one.label}) for one in Speciality]
