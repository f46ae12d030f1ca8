"""What is asked for when two accounts are told apart, merged, or parted again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.web.edits import EditForm


class DifferenceForm(forms.Form):
    """Why two accounts that look alike are different."""

    reason = forms.CharField(
        label=_("Why are they different?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(forms.Form):
    """Which of two accounts stays, whose facts stand, and why they are one."""

    stays = forms.ChoiceField(choices=[("first", ""), ("second", "")])
    reason = forms.CharField(
        label=_("Why are they one?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_version = forms.IntegerField(widget=forms.HiddenInput)
    second_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, differing: Sequence[str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.differing = tuple(differing)
        for name in self.differing:
            self.fields[f"take_{name}"] = forms.ChoiceField(choices=[("first", ""), ("second", "")])

    def side_of(self, name: str) -> str:
        """Return whose fact is chosen: the first one's or the second one's."""
        return str(self[name].value() or "")

    def taken(self) -> list[str]:
        """Return which facts come from the account that does not stay."""
        stays = self.cleaned_data["stays"]
        return [name for name in self.differing if self.cleaned_data[f"take_{name}"] != stays]


class UndoForm(EditForm):
    """Why two accounts that were merged are two."""

    reason = forms.CharField(
        label=_("Why are they two?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
