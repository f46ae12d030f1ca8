"""Forms of accounts: they check what was typed; the rooms decide what may be."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers import queries as customers
from primeline.customers.birthdays import clean_lunar_birthday
from primeline.customers.choices import (
    Attitude,
    BusinessKind,
    CustomerKind,
    CustomerStatus,
    DecisionRole,
    IdentifierKind,
    PreferredChannel,
    Scale,
)
from primeline.customers.phones import changed_phone
from primeline.customers.rules import NEXT_STATUSES
from primeline.kit.errors import Refused
from primeline.web.days import DayField
from primeline.web.edits import ActForm, EditForm, OnceForm
from primeline.web.loads import OverloadFields

Choices = Sequence[tuple[Any, Any]]
NONE: list[tuple[Any, Any]] = [("", "–")]


def _number(text: str) -> int | None:
    return int(text) if text else None


class IdentityFields(forms.Form):
    """What an account is called and how it is classed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CustomerKind.choices)
    name = forms.CharField(label=_("Full name"), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("Lists show this one.")
    )
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    identifier_kind = forms.ChoiceField(
        label=_("Kind of identifier"), choices=NONE + IdentifierKind.choices, required=False
    )
    identifier = forms.CharField(label=_("Identifier"), max_length=40, required=False)
    industry_id = forms.TypedChoiceField(
        label=_("Industry"), coerce=_number, empty_value=None, required=False
    )
    scale = forms.ChoiceField(label=_("Scale"), choices=NONE + Scale.choices, required=False)
    business_kind = forms.ChoiceField(
        label=_("Mainly buys"), choices=NONE + BusinessKind.choices, required=False
    )
    brand = forms.CharField(label=_("Brand"), max_length=40, required=False)
    is_agent = forms.BooleanField(label=_("Is an agent (reseller)"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("industry_id")
        industries = [
            (one.pk, one.name)
            for one in customers.industries(only_active=False)
            if one.is_active or one.pk == kept
        ]
        self.fields["industry_id"].choices = NONE + industries  # type: ignore[attr-defined]


class IdentityForm(IdentityFields, EditForm):
    """Change what an account is called and how it is classed."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, is_masked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"is_masked": is_masked}
        self.fields["name"].required = not is_masked


class NewAccountForm(IdentityFields, OnceForm):
    """Open an account."""

    unit = forms.TypedChoiceField(label=_("Owner unit"), coerce=_number, empty_value=None)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (one.value, one.label) for one in (CustomerStatus.ACTIVE, CustomerStatus.PROSPECT)
        ],
    )

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*NONE, *units]  # type: ignore[attr-defined]


class ContactFields(forms.Form):
    """A person at the customer."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    job_title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    decision_role = forms.ChoiceField(
        label=_("Role in decisions"), choices=NONE + DecisionRole.choices, required=False
    )
    attitude = forms.ChoiceField(
        label=_("Attitude towards us"), choices=NONE + Attitude.choices, required=False
    )
    reports_to_id = forms.TypedChoiceField(
        label=_("Reports to"), coerce=_number, empty_value=None, required=False
    )
    phone = forms.CharField(label=_("Telephone number"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    birthday = DayField(label=_("Birthday"), required=False)
    lunar_birthday = forms.CharField(
        label=_("Lunar birthday"),
        max_length=10,
        required=False,
        help_text=_("Month and day, 8-15. Congratulations go by this one, if it is on file."),
    )
    preferred_channel = forms.ChoiceField(
        label=_("Prefers"), choices=NONE + PreferredChannel.choices, required=False
    )
    preferred_hours = forms.CharField(
        label=pgettext_lazy("contact", "Best hours"), max_length=40, required=False
    )
    is_primary = forms.BooleanField(label=_("First person to talk to"), required=False)

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports_to_id"].choices = [*NONE, *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say at once all that is wrong, also what only the room can tell."""
        facts: dict[str, Any] = super().clean() or {}
        stored = self.initial.get("phone", "")
        for name, check in (
            ("phone", lambda said: changed_phone(said, stored=stored)),
            ("lunar_birthday", clean_lunar_birthday),
        ):
            try:
                check(facts.get(name, ""))
            except Refused as refused:
                self.add_error(name, str(refused.message))
        return facts


class NewContactForm(ContactFields, OnceForm):
    """Put a person of the customer on file."""


class ContactForm(ContactFields, EditForm):
    """Change what is on file about a person of the customer.

    Whoever sees people masked starts with empty fields; what stays empty is kept as it is.
    """

    def __init__(
        self, *args: Any, is_masked: bool = False, people: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.made_with = {"is_masked": is_masked, "people": people}
        self.fields["name"].required = not is_masked


class FormerContactForm(forms.Form):
    """Mark that a person no longer works at the customer."""

    version = forms.IntegerField(required=False)
    reason = forms.CharField(max_length=300, required=False)


class ListingForm(ActForm):
    """On which named list an account stands from a day on, and whether it is a core account."""

    level = forms.ChoiceField(
        label=_("Named list"),
        required=False,
        help_text=_("A list is decided by the unit of its level, or by one above it."),
    )
    is_core = forms.BooleanField(label=_("Core account"), required=False)
    since_date = DayField(label=_("From which day on"))
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, levels: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = cast(forms.ChoiceField, self.fields["level"])
        offered.choices = [("", _("on none")), *levels]


class ManagersForm(ActForm, OverloadFields):
    """Name the manager and the deputy."""

    field_order = ("account_manager", "deputy", "is_overload_meant", "reason")

    account_manager = forms.TypedChoiceField(
        label=_("Manager"), coerce=_number, empty_value=None, required=False
    )
    deputy = forms.TypedChoiceField(
        label=_("Deputy"), coerce=_number, empty_value=None, required=False
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Needed when somebody is replaced."),
    )

    def __init__(
        self, *args: Any, people: Choices = (), named: Sequence[int | None] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.named = named
        self.made_with = {"people": people, "named": named}
        for name in ("account_manager", "deputy"):
            self.fields[name].choices = [*NONE, *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask why, when somebody who looks after the account is replaced."""
        facts = super().clean() or {}
        now = (facts.get("account_manager"), facts.get("deputy"))
        is_replaced = any(
            before and before != after for before, after in zip(self.named, now, strict=False)
        )
        if is_replaced and not facts.get("reason"):
            self.add_error("reason", _("Say why somebody is replaced, for those who come later."))
        return facts


class StatusForm(ActForm):
    """Suspend, lock, close or reopen an account."""

    status = forms.ChoiceField(label=_("New status"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"current": current}
        allowed = NEXT_STATUSES[CustomerStatus(current)]
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in CustomerStatus if one in allowed
        ]


class OwnerUnitForm(ActForm):
    """Hand an account over to another unit."""

    owner_unit = forms.TypedChoiceField(label=_("New owner unit"), coerce=_number, empty_value=None)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"units": units}
        self.fields["owner_unit"].choices = list(units)  # type: ignore[attr-defined]
