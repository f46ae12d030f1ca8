"""Forms of what people at customers become and agree to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import ConsentProof, ConsentPurpose
from primeline.files.rules import ACCEPTED
from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm
from primeline.web.uploads import file_chooser


class PostForm(EditForm):
    """Give a person of the customer a new post, here or at another account."""

    customer_number = forms.CharField(
        label=_("Number of the account"),
        max_length=20,
        help_text=_("Another account's, if that is where they work now."),
    )
    job_title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    from_date = DayField(label=_("In this post from"))


class ConsentForm(OnceForm):
    """Put on file what a person of the customer has agreed to."""

    purpose = forms.ChoiceField(label=_("Agrees to"), choices=ConsentPurpose.choices)
    given_date = DayField(label=_("Given on"))
    proof = forms.ChoiceField(label=_("Shown by"), choices=ConsentProof.choices)
    proof_place = forms.CharField(
        label=_("Where the proof lies"),
        max_length=200,
        help_text=_("A file, a mailbox, the number of a recording."),
    )
    file = forms.FileField(
        label=_("The proof itself"),
        required=False,
        help_text=_("A scan or picture. It is kept sealed and goes when the person is erased."),
        widget=file_chooser(ACCEPTED),
    )


class WithdrawalForm(EditForm):
    """Mark from which day a person no longer agrees."""

    withdrawn_date = DayField(label=_("Withdrawn on"))
