"""Forms of groups: who belongs to whom, who pays, which branches have promised what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import BranchPart
from primeline.web.accounts.holding_forms import ChoosingForm
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm

LONGEST_NUMBER = 20


def _pk(text: str) -> int | None:
    return int(text) if text else None


def _why(*, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Why"), max_length=300, required=required, widget=widget)


class PlaceForm(OnceForm):
    """Make an account the subsidiary of another."""

    number = forms.CharField(
        label=_("Number of the account above"),
        max_length=LONGEST_NUMBER,
        help_text=_("C-0000001. It must be one that you may change."),
    )
    from_date = DayField(label=_("From"))
    reason = _why(required=False)


class SubsidiaryForm(OnceForm):
    """Add a subsidiary below an account."""

    number = forms.CharField(
        label=_("Number of the subsidiary"),
        max_length=LONGEST_NUMBER,
        help_text=_("C-0000001. It must be one that you may change."),
    )
    from_date = DayField(label=_("From"))
    reason = _why(required=False)


class LeaveForm(ActForm):
    """Take an account out of its group."""

    reason = _why()


class PayerForm(ChoosingForm, EditForm):
    """Say who pays for a subsidiary."""

    payer = forms.TypedChoiceField(
        label=_("Paid by"),
        coerce=_pk,
        empty_value=None,
        required=False,
        help_text=_("Unified payment: another account of the group pays. Empty: it pays itself."),
    )
    reason = _why(required=False)


class BranchForm(ChoosingForm, OnceForm):
    """Name a unit that hosts the account and its group, or assists."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=_pk, empty_value=None)
    part = forms.ChoiceField(label=_("Part"), choices=BranchPart.choices)


class ReleaseForm(ActForm):
    """End that a unit hosts or assists."""

    reason = _why()


class DutyForm(OnceForm):
    """Put on file what a branch has committed to."""

    text = forms.CharField(label=_("Commits to"), max_length=300)
    due_date = DayField(label=_("To be done by"))


class DoneForm(ActForm):
    """Record that a commitment was kept."""

    done_date = DayField(label=_("Done on"))


class FrameworkForm(ChoosingForm, EditForm):
    """Say how a contract hangs together with framework contracts."""

    is_framework = forms.BooleanField(
        label=_("Is a framework contract of the group"), required=False
    )
    framework = forms.TypedChoiceField(
        label=_("Called off from"),
        coerce=_pk,
        empty_value=None,
        required=False,
        help_text=_("A framework contract of an account above this one in its group."),
    )
