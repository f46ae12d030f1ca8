"""Forms of contracts, of those who take part in them and of their milestones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.files.rules import ACCEPTED
from primeline.products.choices import MilestoneKind, PartyRole, RenewalKind
from primeline.web.accounts.holding_forms import NONE, ChoosingForm, chosen, short_text, why
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm
from primeline.web.fields import YuanField
from primeline.web.uploads import file_chooser

LONGEST_TERM_MONTHS = 600
LONGEST_NOTICE_DAYS = 3660
LONGEST_CLAUSES = 20_000


class ContractFields(ChoosingForm):
    """What a contract says."""

    number = forms.CharField(label=_("Contract number"), max_length=40)
    name = short_text(_("What it is called"), 200)
    signed_date = DayField(label=_("Signed on"), required=False)
    value_cents = YuanField(label=_("Value, in yuan"))
    signing_unit = chosen(_("Signed by our unit"), required=False)
    sales_representative = chosen(_("Sold by"), required=False)
    starts_date = DayField(label=_("Runs from"))
    ends_date = DayField(
        label=_("Runs to"), required=False, help_text=_("Empty: until it is ended.")
    )
    term_months = forms.IntegerField(
        label=_("Term in months"),
        min_value=1,
        max_value=LONGEST_TERM_MONTHS,
        required=False,
        help_text=_("Where it does not agree with the days of the contract, the days hold."),
    )
    renewal_kind = forms.ChoiceField(
        label=_("When the term is over"), choices=RenewalKind.choices, initial=RenewalKind.NONE
    )
    renewal_date = DayField(
        label=_("Renewed on"),
        required=False,
        help_text=_("Empty: the day after its last day."),
    )
    renewal_months = forms.IntegerField(
        label=_("Goes on each time for, in months"),
        min_value=1,
        max_value=LONGEST_TERM_MONTHS,
        required=False,
        help_text=_("Only if it renews by itself. Empty: its term."),
    )
    notice_days = forms.IntegerField(
        label=_("Notice before, in days"),
        min_value=0,
        max_value=LONGEST_NOTICE_DAYS,
        required=False,
        help_text=_("Only if it renews by itself: until when somebody may say no."),
    )
    clauses = forms.CharField(
        label=_("What was agreed, in words"),
        max_length=LONGEST_CLAUSES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            _("The contract"),
            ("number", "name", "signed_date", "value_cents", "signing_unit",
             "sales_representative"),
        ),
        (_("Term"), ("starts_date", "ends_date", "term_months")),
        (_("Renewal"), ("renewal_kind", "renewal_date", "renewal_months", "notice_days")),
        (_("Text"), ("clauses",)),
    )  # fmt: skip


class MovedEndFields(ContractFields):
    """What a contract on file says, whose last day may move."""

    is_renewal_meant = forms.BooleanField(
        label=_("It is still renewed on this day"),
        required=False,
        help_text=_("Only if the last day moves and the day of renewal does not."),
    )
    groups = tuple(
        (title, (*names, "is_renewal_meant") if "renewal_date" in names else names)
        for title, names in ContractFields.groups
    )


class NewContractForm(ContractFields, OnceForm):
    """Put a signed contract on file."""


class ContractForm(MovedEndFields, EditForm):
    """Correct a contract, or renew it by a later last day."""

    reason = why(required=False)
    groups = (*MovedEndFields.groups, ("", ("reason",)))


class AmendmentForm(MovedEndFields, ActForm):
    """Let an amendment take the place of what a contract says."""

    amended_date = DayField(label=_("The amendment holds from"))
    reason = why()
    groups = ((_("The amendment"), ("amended_date", "reason")), *MovedEndFields.groups)


class FilingForm(ActForm):
    """Mark a contract as filed."""

    filed_date = DayField(label=_("Filed on"))


class ContractEndForm(ActForm):
    """End a contract."""

    ends_date = DayField(label=_("Ended on"))
    reason = why()


class PartyForm(OnceForm):
    """Name somebody else who takes part in a contract."""

    role = forms.ChoiceField(label=_("Takes part as"), choices=NONE + PartyRole.choices)
    name = short_text(_("Name"), 200)
    customer_number = short_text(
        _("Number of the account"),
        20,
        help_text=_("If they are an account of ours. Then leave the name empty."),
    )


class ReasonForm(ActForm):
    """An act that needs nothing but its reason."""

    reason = why()


class MilestoneFields(forms.Form):
    """What is to be accepted or paid by when."""

    kind = forms.ChoiceField(label=_("Kind of milestone"), choices=MilestoneKind.choices)
    name = forms.CharField(label=_("What is due"), max_length=100)
    due_date = DayField(label=_("Due by"))
    amount_cents = YuanField(
        label=_("Amount, in yuan"), required=False, help_text=_("For payments only.")
    )


class NewMilestoneForm(MilestoneFields, OnceForm):
    """Plan a milestone."""


class MilestoneForm(MilestoneFields, ActForm):
    """Change a milestone."""

    reason = why()


class MilestoneDoneForm(ActForm):
    """Record that a milestone is reached."""

    done_date = DayField(label=_("Done on"))
    proof = short_text(
        _("What shows it"), 200, help_text=_("For example the number of the payment.")
    )
    file = forms.FileField(
        label=_("File that shows it"),
        required=False,
        help_text=_("PDF, OFD, Word, Excel, PowerPoint, PNG or JPEG, up to 20 MB."),
        widget=file_chooser(ACCEPTED),
    )
