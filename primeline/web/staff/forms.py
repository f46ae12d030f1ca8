"""Forms of the organization: they check what was typed; the room decides what may be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from primeline.customers import queries as customers
from primeline.products import queries as products
from primeline.staff.choices import Role, UnitKind
from primeline.staff.values import Bounds, Period
from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm

Choices = Sequence[tuple[Any, Any]]


def why(*, required: bool = False) -> forms.CharField:
    """Return the field in which people say why."""
    return forms.CharField(label=_("Why"), max_length=300, required=required)


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return DayField(label=label, **options)


class Chooses(forms.Form):
    """A form whose choices depend on who asks: `choices` holds them by the name of the field."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.made_with = {"choices": choices}
        for name, offered in (choices or {}).items():
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]


def chosen(label: Any, **options: Any) -> forms.TypedChoiceField:
    """Return a field that names one of the things offered, by its id."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **options)


class UnitNames(forms.Form):
    """What a unit is called."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=100)
    name_en = forms.CharField(label=_("English name"), max_length=100, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=32, help_text=_("Imports and reports use it.")
    )


class NewUnitForm(Chooses, UnitNames, OnceForm):
    """A unit under another one."""

    kind = forms.TypedChoiceField(label=_("Kind of unit"), coerce=UnitKind)


class UnitNamesForm(UnitNames, EditForm):
    """Other names for a unit."""

    reason = why()


class UnitPlaceForm(Chooses, EditForm):
    """Another place for a unit."""

    parent = chosen(_("Under"))
    reason = why(required=True)


class ReasonForm(EditForm):
    """Why a unit is closed or a person let go."""

    reason = why(required=True)


class PersonIdentity(forms.Form):
    """What a person is called and how they are reached."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=64, required=False)
    username = forms.CharField(
        label=_("User name"), max_length=64, help_text=_("They sign in with it.")
    )
    employee_number = forms.CharField(label=_("Employee number"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone number"), max_length=32, required=False)


class NewPersonForm(Chooses, PersonIdentity, OnceForm):
    """Somebody new."""

    home_unit = chosen(_("Unit"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class PersonForm(PersonIdentity, EditForm):
    """What is known of somebody."""

    reason = why()


class PersonUnitForm(Chooses, EditForm):
    """Another unit for somebody."""

    home_unit = chosen(_("Unit"))
    reason = why()


class PostingForm(Chooses, OnceForm):
    """A role at a unit, within bounds and for a time."""

    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, choices=Role.choices)
    unit = chosen(_("At unit"))
    active_from = day(_("From"))
    last_day = day(_("Last day"), required=False, help_text=_("Leave it empty if no end is known."))
    industries = forms.MultipleChoiceField(label=_("Only these industries"), required=False)
    lines = forms.MultipleChoiceField(label=_("Only these lines of business"), required=False)
    numbers = forms.CharField(
        label=_("Only these accounts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Account numbers, separated by blanks. Empty means all. For a partner counter: the "
            "partner's own account; it then sees whom the partner serves."
        ),
    )
    reason = why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        industries = [(one.code, one.name) for one in customers.industries(only_active=True)]
        lines = [(one.code, one.name) for one in products.lines()]
        self.fields["industries"].choices = industries  # type: ignore[attr-defined]
        self.fields["lines"].choices = lines  # type: ignore[attr-defined]

    def clean_numbers(self) -> frozenset[int]:
        asked = set(self.cleaned_data["numbers"].replace(",", " ").replace("，", " ").split())
        known = customers.ids_by_number(asked)
        if missing := sorted(asked - known.keys()):
            raise forms.ValidationError(
                _("There is no account with the number %(numbers)s."),
                params={"numbers": ", ".join(missing)},
            )
        return frozenset(known.values())

    @property
    def period(self) -> Period:
        """When the role holds, as the room counts days."""
        last = self.cleaned_data["last_day"]
        return Period(self.cleaned_data["active_from"], last and last + timedelta(days=1))

    @property
    def bounds(self) -> Bounds:
        """Within which bounds the role holds."""
        given = self.cleaned_data
        return Bounds(
            industries=frozenset(given["industries"]),
            lines=frozenset(given["lines"]),
            customer_ids=given["numbers"],
        )


class AbsenceForm(Chooses, OnceForm):
    """When somebody is away, and who stands in for them."""

    covered_by = chosen(_("Covered by"), required=False)
    active_from = day(_("Away from"))
    last_day = day(_("Last day away"))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    @property
    def period(self) -> Period:
        """When they are away, as the room counts days."""
        last = self.cleaned_data["last_day"]
        return Period(self.cleaned_data["active_from"], last + timedelta(days=1))


class PeopleFilter(Chooses):
    """Which people a list shows."""

    q = forms.CharField(label=_("Name, user name, number"), max_length=60, required=False)
    unit = chosen(_("Unit and below"), required=False)
    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=Role,
        empty_value=None,
        required=False,
        choices=[("", _("all")), *Role.choices],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("active")), ("left", _("have left")), ("all", _("all"))],
    )


def with_none(choices: Iterable[tuple[Any, Any]], words: Any = "–") -> list[tuple[Any, Any]]:
    """Return choices with an empty one before them."""
    return [("", words), *choices]
