"""Forms of the rights desk."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from primeline.kit.sent import whole_number
from primeline.rights.choices import Proof, RightKind
from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm
from primeline.web.rights.copies import CopyForm

LONGEST_WORD = 40
CARRY_OUT, REFUSE = "carry_out", "refuse"


class RequestForm(OnceForm):
    """What a person asks for, and how they showed who they are."""

    kind = forms.ChoiceField(label=_("What they ask for"), choices=RightKind.choices)
    proof = forms.ChoiceField(label=_("How they showed who they are"), choices=Proof.choices)
    received_date = DayField(label=_("Received on"))
    wish = forms.CharField(
        label=_("What they say"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is wrong and what it should be, or what they want to have explained."),
    )


class CopyFileForm(forms.Form):
    """In which language and form a person takes their copy along."""

    language = forms.ChoiceField(label=_("Language of the copy"), choices=settings.LANGUAGES)
    form = forms.ChoiceField(
        label=_("Form of the copy"),
        choices=[
            (CopyForm.PDF, _("PDF, to read and print")),
            (CopyForm.HTML, _("web page, to read on any device")),
            (CopyForm.JSON, _("JSON, to take to another provider")),
        ],
    )


class AnyOf(forms.MultipleChoiceField):
    """What somebody ticked of what a page has found."""

    def valid_value(self, value: str) -> bool:
        """Test whether it can have stood on the page."""
        return 0 < len(value) <= LONGEST_WORD


class DecisionForm(EditForm):
    """The answer, in words that the person can be told."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        # Nothing is chosen for anybody here: some of it cannot be undone.
        choices=[("", "–"), (CARRY_OUT, _("Carry it out")), (REFUSE, _("Refuse it"))],
    )
    reason = forms.CharField(
        label=_("Reason, as the person is told"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names and numbers: the reason stays on record when the person is erased."),
    )


class ErasureForm(DecisionForm):
    """The answer to who wants to be erased, and what else of what was typed names them."""

    words = AnyOf(required=False)
    accounts = AnyOf(required=False)
    is_unbound = forms.BooleanField(required=False)
    registered = AnyOf(required=False)
    further = forms.CharField(
        label=_("Other words that mean them"),
        max_length=200,
        required=False,
        help_text=_(
            "A nickname, say; several with commas. They are taken out of all that was typed at the "
            "accounts where the person is or was on file, and at those that you tick."
        ),
    )

    @property
    def answer(self) -> list[forms.BoundField]:
        """The fields of the answer itself; what else names them is ticked in lists of its own."""
        return [self[name] for name in ("outcome", "reason", "further")]

    def clean_accounts(self) -> list[int]:
        """Return the keys of the accounts that were ticked."""
        return self._keys("accounts")

    def clean_registered(self) -> list[int]:
        """Return the keys of the accounts whose registered name was ticked."""
        return self._keys("registered")

    def _keys(self, name: str) -> list[int]:
        found = [whole_number(one) for one in self.cleaned_data[name]]
        if None in found:
            raise forms.ValidationError(_("Reload the page and try again."))
        return [one for one in found if one is not None]

    def clean_further(self) -> list[str]:
        """Return the other words, one by one."""
        said = self.cleaned_data["further"]
        return [word for part in re.split("[,，、;；]", said) if (word := part.strip())]
