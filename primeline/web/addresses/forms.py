"""Forms of prefixes and addresses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.addresses.rules import LONGEST_NETWORK, LONGEST_QUARANTINE
from primeline.web.accounts.holding_forms import ChoosingForm, short_text, why
from primeline.web.edits import ActForm, EditForm, OnceForm


def _pk(text: str) -> int | None:
    return int(text) if text else None


class PrefixFields(ChoosingForm):
    """Whose a prefix is and what it is for."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    line = forms.TypedChoiceField(
        label=_("Line of business"),
        coerce=_pk,
        empty_value=None,
        required=False,
        help_text=_("Leave it empty where addresses are for any."),
    )
    name = short_text(_("What it is called"), 59)
    quarantine_days = forms.IntegerField(
        label=_("Days of quarantine"),
        min_value=0,
        max_value=LONGEST_QUARANTINE,
        initial=30,
        help_text=_("For so long nobody is given what somebody else has just had."),
    )


class NewPrefixForm(PrefixFields, OnceForm):
    """Put a prefix on file."""

    network = forms.CharField(
        label=_("Network"),
        max_length=LONGEST_NETWORK,
        help_text=_("For example 203.0.113.0/24 or 2001:db8:40::/48."),
    )
    field_order = ("network",)


class PrefixForm(PrefixFields, EditForm):
    """Change a prefix."""


class EndForm(ActForm):
    """Give a prefix up, or release an address."""

    reason = why()


class ReserveForm(OnceForm):
    """Reserve an address or a network."""

    account = short_text(
        _("Number of the account"), 20, help_text=_("Leave it empty for our own use.")
    )
    purpose = short_text(_("What for"), 200, help_text=_("For our own use it has to be said."))
    network = short_text(
        _("Address or network"), LONGEST_NETWORK, help_text=_("Empty: the next that is free.")
    )
    length = forms.IntegerField(
        label=_("Length of the next free network"),
        min_value=1,
        max_value=128,
        required=False,
        help_text=_("For example 29. Empty: a single address."),
    )


class AssignForm(ActForm):
    """Assign what was reserved."""

    subscription = short_text(
        _("Number of the subscription"), 24, help_text=_("The address is written to it.")
    )
