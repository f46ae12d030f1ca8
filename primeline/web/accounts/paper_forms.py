"""Forms of the papers of an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import AttachmentKind
from primeline.files.rules import ACCEPTED
from primeline.web.accounts.holding_forms import ChoosingForm, chosen
from primeline.web.edits import ActForm, OnceForm
from primeline.web.uploads import file_chooser


class AttachmentForm(ChoosingForm, OnceForm):
    """Put a file on the papers of an account."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, OFD, Word, Excel, PowerPoint, PNG or JPEG, up to 20 MB."),
        widget=file_chooser(ACCEPTED),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("", "–"), *AttachmentKind.choices],
        help_text=_(
            "Identity papers and letters of authority are opened by the manager and deputy alone."
        ),
    )
    contact_id = chosen(
        _("Whom it is about"),
        required=False,
        help_text=_(
            "What shows or names one person is kept sealed for them: it goes when they are erased."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class WithdrawalForm(ActForm):
    """Take a file off the papers."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
