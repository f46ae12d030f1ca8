"""Forms of the subscriptions of an account, with their circuits."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import PaymentMode
from primeline.products.choices import AccessKind, AssuranceLevel, Distance
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm
from primeline.web.fields import YuanField

Choices = Sequence[tuple[Any, Any]]
NONE: list[tuple[Any, Any]] = [("", "–")]
MOST_MBPS = 100_000_000
MOST_OF_ONE = 1_000_000


def _pk(text: str) -> int | None:
    return int(text) if text else None


def chosen(label: Any, **facts: Any) -> forms.TypedChoiceField:
    """Return a field that names a stored row; the form fills in which ones."""
    return forms.TypedChoiceField(label=label, coerce=_pk, empty_value=None, **facts)


def short_text(label: Any, most: int, **facts: Any) -> forms.CharField:
    """Return a field for a line of text that may be left empty."""
    return forms.CharField(label=label, max_length=most, **{"required": False} | facts)


def why(**facts: Any) -> forms.CharField:
    """Return a field for the reason of a change."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Why"), max_length=300, widget=widget, **facts)


class ChoosingForm(forms.Form):
    """A form some of whose fields name stored rows: it is made with the rows to choose from."""

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.made_with: dict[str, Any] = {"choices": choices or {}}
        for name, offered in (choices or {}).items():
            self.fields[name].choices = [*NONE, *offered]  # type: ignore[attr-defined]


class CircuitFields(ChoosingForm):
    """The technical facts of a subscription, and its papers."""

    label = short_text(_("What it is called"), 100, help_text=_("For example “Head office, main”."))
    agreement = chosen(_("Contract"), required=False)
    payment_mode = forms.ChoiceField(label=_("Paid"), choices=PaymentMode.choices)
    quantity = forms.IntegerField(
        label=_("Quantity"), min_value=1, max_value=MOST_OF_ONE, initial=1
    )
    circuit_number = short_text(_("Circuit number"), 40)
    assurance = forms.ChoiceField(
        label=_("Assurance of the circuit"),
        choices=AssuranceLevel.choices,
        initial=AssuranceLevel.NORMAL,
    )
    site_id = chosen(_("Site"), required=False)
    a_end = short_text(_("End A"), 200, help_text=_("Where it begins: site, building, floor."))
    a_end_unit_id = chosen(
        _("Unit that serves end A"),
        required=False,
        help_text=_("Who installs and repairs there sees this line and this end."),
    )
    z_end = short_text(_("End Z"), 200)
    z_end_unit_id = chosen(_("Unit that serves end Z"), required=False)
    bandwidth_mbps = forms.IntegerField(
        label=_("Bandwidth (Mbit/s)"), min_value=1, max_value=MOST_MBPS, required=False
    )
    distance = forms.ChoiceField(
        label=_("Reaches"), choices=NONE + Distance.choices, required=False
    )
    ip_addresses = short_text(_("IP addresses"), 200)
    access_kind = forms.ChoiceField(
        label=_("Access"), choices=NONE + AccessKind.choices, required=False
    )
    access_operator = short_text(_("Other operator"), 64)
    access_number = short_text(_("Their circuit number"), 40)
    access_fault_phone = short_text(_("Their fault telephone"), 32)

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Papers"), ("label", "quantity", "agreement", "payment_mode")),
        (
            _("The circuit"),
            ("circuit_number", "assurance", "bandwidth_mbps", "distance", "site_id", "ip_addresses",
             "a_end", "a_end_unit_id", "z_end", "z_end_unit_id"),
        ),
        (_("Access"), ("access_kind", "access_operator", "access_number", "access_fault_phone")),
    )  # fmt: skip


class NewSubscriptionForm(CircuitFields, OnceForm):
    """Open a subscription."""

    line = chosen(_("Line of business"))
    fee_cents = YuanField(label=_("Fee a month, in yuan"))
    opened_date = DayField(label=_("Opened on"))
    replaces = chosen(
        _("Takes the place of"),
        required=False,
        help_text=_(
            "An ending by move, swap or new papers within 60 days. Left empty, a fitting one is "
            "found by itself; such a pair counts neither as lost nor as gained."
        ),
    )
    groups = (
        (_("What and since when"), ("line", "fee_cents", "opened_date", "replaces")),
        *CircuitFields.groups,
    )


class SubscriptionForm(CircuitFields, EditForm):
    """Change the technical facts and the papers of a subscription."""

    reason = why(required=False)
    groups = (*CircuitFields.groups, ("", ("reason",)))


class FeeForm(ActForm):
    """Change the monthly fee of a subscription."""

    fee_cents = YuanField(label=_("New fee a month, in yuan"))
    changed_date = DayField(label=_("From"))
    reason = why()


class SuspensionForm(ActForm):
    """Suspend a subscription, or put it back in force."""

    reason = why()


class EndingForm(ChoosingForm, ActForm):
    """End a subscription."""

    terminated_date = DayField(label=_("Ended on"))
    reason_recorded = chosen(
        _("Reason as the customer tells it"),
        help_text=_("Whether it could have been avoided follows from the reason."),
    )
    replaced_by = chosen(
        _("Goes on as"),
        required=False,
        help_text=_(
            "Only with a move, a swap or new papers. Left empty, a fitting opening within 60 days "
            "is found by itself."
        ),
    )


class VerifiedReasonForm(ChoosingForm, ActForm):
    """Keep the reason that a second call has found."""

    reason_verified = chosen(_("Reason as the second call found it"))
    verified_date = DayField(label=_("Called on"))


class ReplacementForm(ChoosingForm, ActForm):
    """Say whose place a subscription took."""

    replaces = chosen(
        _("Took the place of"),
        help_text=_(
            "Only endings whose reason is a move, a swap or new papers. Such a pair counts "
            "neither as lost nor as gained."
        ),
    )
    reason = why()
