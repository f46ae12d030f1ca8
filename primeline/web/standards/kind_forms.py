"""What people fill in about a kind of thing that is owed, or a reason to pause."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.staff.choices import Role
from primeline.standards.choices import Clock, PauseParty, Tells
from primeline.standards.values import Rung
from primeline.web.standards.forms import MOST, TIMES, UNITS_OF_TIME

CODE = RegexValidator(
    r"^[A-Z][A-Z0-9_]*$",
    _("Use capital letters, digits and underscores, starting with a letter: INTERNET_LINE."),
)
BETWEEN = re.compile(r"[\s,;，、；%]+")


class NameFields(forms.Form):
    """What all kinds have in common. `version` is the one that the editor saw."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=64)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class StepForm(NameFields):
    """A kind of thing that is owed."""

    owed_by = forms.ChoiceField(label=pgettext_lazy("step", "Who owes it"), choices=Role.choices)
    clock = forms.ChoiceField(label=_("Clock"), choices=Clock.choices)
    may_pause = forms.BooleanField(label=_("Its clock may stand still"), required=False)
    may_snooze = forms.BooleanField(label=_("May be put off by who owes it"), required=False)
    field_order: Sequence[str] = ("code", "name_zh", "name_en", "owed_by", "clock")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for told in Tells:
            self.fields[_name(told)] = forms.CharField(
                label=told.label,
                required=False,
                max_length=40,
                help_text=_("Percent of the time, say 75, 100. Empty: not told."),
            )

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields that say at how much of the limit somebody is told."""
        return [self[_name(told)] for told in Tells]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The other fields."""
        told = {_name(one) for one in Tells}
        return [one for one in self if one.name not in told]

    def clean(self) -> None:
        """Read the percentages."""
        for told in Tells:
            parts = [one for one in BETWEEN.split(self.cleaned_data.get(_name(told), "")) if one]
            if not all(one.isdecimal() and one.isascii() and len(one) <= 4 for one in parts):
                self.add_error(_name(told), _("Write whole numbers: 75, 100."))
            else:
                self.cleaned_data[_name(told)] = [int(one) for one in parts]

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the deeds take it."""
        said = self.cleaned_data
        by_percent: dict[int, list[str]] = {}
        for told in Tells:
            for percent in dict.fromkeys(said[_name(told)]):
                by_percent.setdefault(percent, []).append(told.value)
        rungs = tuple(Rung(percent=one, tells=tuple(by_percent[one])) for one in sorted(by_percent))
        names = ("name_zh", "name_en", "is_active", "owed_by", "clock", "may_pause", "may_snooze")
        return {"rungs": rungs, **{name: said[name] for name in names}}


class NewStepForm(StepForm):
    """A new kind also needs its code, which stays for ever."""

    code = forms.CharField(label=_("Code"), max_length=32, validators=[CODE])
    counts_back = forms.BooleanField(
        label=_("Counted back from a moment that is fixed, say the start of works"), required=False
    )

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the deeds take it."""
        said = self.cleaned_data
        new = {"code": said["code"], "counts_back": said["counts_back"]}
        return super().facts() | new


class PauseReasonForm(NameFields):
    """Why a clock may stand still, for whom we wait, and how long at most."""

    party = forms.ChoiceField(label=_("For whom we wait"), choices=PauseParty.choices)
    longest = forms.IntegerField(label=_("At most"), min_value=1, max_value=MOST)
    unit_of_time = forms.ChoiceField(label=_("Counted in"), choices=TIMES)
    needs_evidence = forms.BooleanField(
        label=_("Asks for evidence: a message, a photo, a name"), required=False, initial=True
    )
    field_order: Sequence[str] = ("code", "name_zh", "name_en", "party", "longest")

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the deeds take it."""
        said = self.cleaned_data
        names = ("name_zh", "name_en", "is_active", "party", "needs_evidence")
        seconds = said["longest"] * UNITS_OF_TIME[said["unit_of_time"]]
        return {"longest_seconds": seconds, **{name: said[name] for name in names}}


class NewPauseReasonForm(PauseReasonForm):
    """A new reason also needs its code, which stays for ever."""

    code = forms.CharField(label=_("Code"), max_length=32, validators=[CODE])

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the deeds take it."""
        return super().facts() | {"code": self.cleaned_data["code"]}


def told_at(rungs: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return at how much of the limit each is told, as the form shows it."""
    return {
        _name(told): ", ".join(str(one["percent"]) for one in rungs if told.value in one["tells"])
        for told in Tells
    }


def _name(told: Tells) -> str:
    return f"tells_{told.lower()}"
