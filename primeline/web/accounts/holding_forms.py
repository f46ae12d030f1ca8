"""Forms of what an account has: subscriptions with their circuits, and contracts."""

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
LONGEST_TERM_MONTHS = 600


def _pk(text: str) -> int | None:
    return int(text) if text else None


def _chosen(label: Any, **facts: Any) -> forms.TypedChoiceField:
    """Return a field that names a stored row; the form fills in which ones."""
    return forms.TypedChoiceField(label=label, coerce=_pk, empty_value=None, **facts)


def _words(label: Any, most: int, **facts: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **{"required": False} | facts)


def _why(**facts: Any) -> forms.CharField:
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

    label = _words(_("What it is called"), 100, help_text=_("For example “Head office, main”."))
    agreement = _chosen(_("Contract"), required=False)
    payment_mode = forms.ChoiceField(label=_("Paid"), choices=PaymentMode.choices)
    quantity = forms.IntegerField(
        label=_("Quantity"), min_value=1, max_value=MOST_OF_ONE, initial=1
    )
    circuit_number = _words(_("Circuit number"), 40)
    assurance = forms.ChoiceField(
        label=_("Assurance of the circuit"),
        choices=AssuranceLevel.choices,
        initial=AssuranceLevel.NORMAL,
    )
    site_id = _chosen(_("Site"), required=False)
    a_end = _words(_("End A"), 200, help_text=_("Where it begins: site, building, floor."))
    z_end = _words(_("End Z"), 200)
    bandwidth_mbps = forms.IntegerField(
        label=_("Bandwidth (Mbit/s)"), min_value=1, max_value=MOST_MBPS, required=False
    )
    distance = forms.ChoiceField(
        label=_("Reaches"), choices=NONE + Distance.choices, required=False
    )
    ip_addresses = _words(_("IP addresses"), 200)
    access_kind = forms.ChoiceField(
        label=_("Access"), choices=NONE + AccessKind.choices, required=False
    )
    access_operator = _words(_("Other operator"), 64)
    access_number = _words(_("Their circuit number"), 40)
    access_fault_phone = _words(_("Their fault telephone"), 32)

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Papers"), ("label", "quantity", "agreement", "payment_mode")),
        (
            _("The circuit"),
            ("circuit_number", "assurance", "bandwidth_mbps", "distance", "site_id", "ip_addresses",
             "a_end", "z_end"),
        ),
        (_("Access"), ("access_kind", "access_operator", "access_number", "access_fault_phone")),
    )  # fmt: skip


class NewSubscriptionForm(CircuitFields, OnceForm):
    """Open a subscription."""

    line = _chosen(_("Line of business"))
    fee_cents = YuanField(label=_("Fee a month, in yuan"))
    opened_date = DayField(label=_("Opened on"))
    replaces = _chosen(
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

    reason = _why(required=False)
    groups = (*CircuitFields.groups, ("", ("reason",)))


class FeeForm(ActForm):
    """Change the monthly fee of a subscription."""

    fee_cents = YuanField(label=_("New fee a month, in yuan"))
    changed_date = DayField(label=_("From"))
    reason = _why()


class SuspensionForm(ActForm):
    """Suspend a subscription, or put it back in force."""

    reason = _why()


class EndingForm(ChoosingForm, ActForm):
    """End a subscription."""

    terminated_date = DayField(label=_("Ended on"))
    reason_recorded = _chosen(
        _("Reason as the customer tells it"),
        help_text=_("Whether it could have been avoided follows from the reason."),
    )
    replaced_by = _chosen(
        _("Goes on as"),
        required=False,
        help_text=_(
            "Only with a move, a swap or new papers. Left empty, a fitting opening within 60 days "
            "is found by itself."
        ),
    )


class VerifiedReasonForm(ChoosingForm, ActForm):
    """Keep the reason that a second call has found."""

    reason_verified = _chosen(_("Reason as the second call found it"))
    verified_date = DayField(label=_("Called on"))


class ReplacementForm(ChoosingForm, ActForm):
    """Say whose place a subscription took."""

    replaces = _chosen(
        _("Took the place of"),
        help_text=_(
            "Only endings whose reason is a move, a swap or new papers. Such a pair counts "
            "neither as lost nor as gained."
        ),
    )
    reason = _why()


class ContractFields(forms.Form):
    """What a contract says."""

    number = forms.CharField(label=_("Contract number"), max_length=40)
    name = _words(_("What it is called"), 200)
    signed_date = DayField(label=_("Signed on"), required=False)
    value_cents = YuanField(label=_("Value, in yuan"))
    starts_date = DayField(label=_("Runs from"))
    ends_date = DayField(
        label=_("Runs to"), required=False, help_text=_("Empty: until it is ended.")
    )
    term_months = forms.IntegerField(
        label=_("Term in months"), min_value=1, max_value=LONGEST_TERM_MONTHS, required=False
    )


class NewContractForm(ContractFields, ChoosingForm, OnceForm):
    """Put a signed contract on file."""

    sales_representative = _chosen(_("Sold by"), required=False)


class ContractForm(ContractFields, ChoosingForm, EditForm):
    """Correct a contract, or renew it by a later last day."""

    sales_representative = _chosen(_("Sold by"), required=False)
    reason = _why(required=False)


class FilingForm(ActForm):
    """Mark a contract as filed."""

    filed_date = DayField(label=_("Filed on"))


class ContractEndForm(ActForm):
    """End a contract."""

    ends_date = DayField(label=_("Ended on"))
    reason = _why()
