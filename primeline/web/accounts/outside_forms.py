"""Forms of services from others, and of equipment at the customer and in stock."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.products.choices import (
    EquipmentExit,
    EquipmentKind,
    EquipmentOwner,
    KnowledgeSource,
    OutsideOutcome,
)
from primeline.web.accounts.holding_forms import ChoosingForm, chosen, short_text, why
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm
from primeline.web.fields import YuanField


class OutsideFields(ChoosingForm):
    """What we know of a service that the customer has from others."""

    operator = forms.CharField(label=_("Operator"), max_length=64)
    line = chosen(_("Line of business"))
    what = short_text(
        _("What the service is"), 100, help_text=_("For example “200 Mbit/s to the plant”.")
    )
    from_cents = YuanField(label=_("A month from, in yuan"))
    to_cents = YuanField(label=_("to, in yuan"))
    ends_date = DayField(
        label=_("Ends on"), required=False, help_text=_("As far as we know. It is told before.")
    )
    source = forms.ChoiceField(label=_("How we know"), choices=KnowledgeSource.choices)
    source_note = short_text(_("More about that"), 200)
    learned_date = DayField(label=_("Known since"))


class NewOutsideForm(OutsideFields, OnceForm):
    """Put down what the customer has from others."""


class OutsideForm(OutsideFields, EditForm):
    """Correct what we know."""


class OutsideEndForm(ActForm):
    """Say what became of a service from others."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=OutsideOutcome.choices)
    over_date = DayField(label=_("On"))


class DeviceFields(ChoosingForm):
    """What is known of equipment at the customer."""

    serial = forms.CharField(label=_("Serial number"), max_length=64)
    kind = forms.ChoiceField(label=_("Kind of equipment"), choices=EquipmentKind.choices)
    make = short_text(_("Make and model"), 100)
    owner = forms.ChoiceField(label=_("Whose it is"), choices=EquipmentOwner.choices)
    place = forms.CharField(
        label=_("Where it stands"), max_length=200, help_text=_("Building, floor, room, rack.")
    )
    subscription = chosen(
        _("For the circuit"),
        required=False,
        help_text=_("When it is terminated, our equipment is to be fetched."),
    )
    installed_date = DayField(label=_("Installed on"))
    warranty_date = DayField(label=_("Warranty until"), required=False)


class NewDeviceForm(DeviceFields, OnceForm):
    """Put equipment on file."""


class DeviceForm(DeviceFields, EditForm):
    """Correct what is known of equipment."""

    reason = why(required=False)

    def __init__(self, *args: Any, is_masked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {**self.made_with, "is_masked": is_masked}
        self.fields["place"].required = not is_masked


class DeviceGoneForm(ChoosingForm, ActForm):
    """Say how equipment left."""

    gone_how = forms.ChoiceField(label=_("How it left"), choices=EquipmentExit.choices)
    gone_date = DayField(label=_("On"))
    unit = chosen(
        _("In stock at"), required=False, help_text=_("Only if it was fetched into stock.")
    )
    city = short_text(_("City"), 32)


class SpareForm(ChoosingForm, OnceForm):
    """Take a device into stock."""

    serial = forms.CharField(label=_("Serial number"), max_length=64)
    kind = forms.ChoiceField(label=_("Kind of equipment"), choices=EquipmentKind.choices)
    make = short_text(_("Make and model"), 100)
    unit = chosen(_("In stock at"))
    city = forms.CharField(label=_("City"), max_length=32)
