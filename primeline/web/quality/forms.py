"""What is asked for when two accounts are told apart."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DifferenceForm(forms.Form):
    """Why two accounts that look alike are different."""

    reason = forms.CharField(
        label=_("Why are they different?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
