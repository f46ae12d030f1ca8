"""What people fill in about a rule, a case, a version, a standard."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers import queries as customers
from primeline.customers.choices import Tier
from primeline.kit.errors import NotFound, Refused
from primeline.products import queries as products
from primeline.products.choices import AssuranceLevel, Distance
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.standards import queries
from primeline.standards.choices import Area, Clock, Mark, Priority, Severity, Tells
from primeline.standards.values import RuleFacts, Rung
from primeline.web.days import DayField, MomentField
from primeline.web.edits import OnceForm

UNITS_OF_TIME: Final = {"MINUTES": 60, "HOURS": 3_600, "DAYS": 86_400}
TIMES: Final = [("MINUTES", _("minutes")), ("HOURS", _("hours")), ("DAYS", _("days"))]
MOST = 1_000_000


def choice(label: Any, choices: Any, blank: Any, **more: Any) -> forms.ChoiceField:
    """Return a choice of one thing, or of none."""
    return forms.ChoiceField(label=label, choices=[("", blank), *choices], required=False, **more)


class CaseFields(forms.Form):
    """What says which rules apply; empty means any in a rule, and not known in a case."""

    step = forms.ChoiceField(label=_("Step"))
    tier = choice(_("Service tier"), Tier.choices, _("any"))
    assurance = choice(_("Assurance of the circuit"), AssuranceLevel.choices, _("any"))
    line = choice(_("Line of business"), [], _("any"))
    distance = choice(_("Distance"), Distance.choices, _("any"))
    area = choice(_("Area"), Area.choices, _("any"))
    priority = choice(_("Priority"), Priority.choices, _("any"))
    unit = choice(_("Unit"), [], _("everywhere"))
    customer = forms.CharField(
        label=_("Account number"),
        max_length=32,
        required=False,
        help_text=_("Only where a contract says so."),
    )

    # What somebody must be allowed to do with an account to name it here.
    asks = Permission.VIEW_CUSTOMERS

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reach = reach
        self.made_with = {"reach": reach}
        self._offer("step", [(step.code, step.name) for step in queries.steps()])
        self._lines = {line.code: line for line in products.lines()}
        lines = [(code, line.name) for code, line in self._lines.items()]
        self._offer("line", lines, blank=_("any"))
        self.units = {unit.pk: unit for unit in staff.units_to_name()}
        units = [(pk, "　" * unit.depth + unit.name) for pk, unit in self.units.items()]
        self._offer("unit", units, blank=_("everywhere"))

    def clean_customer(self) -> Any:
        """Return the account itself, if this person sees it."""
        number = self.cleaned_data["customer"].strip()
        if not number:
            return None
        try:
            return customers.get_customer(self._reach, number, self.asks)
        except NotFound as absent:
            raise forms.ValidationError(
                _("There is no such account within your reach.")
            ) from absent
        except Refused as merged:
            raise forms.ValidationError(str(merged.message)) from merged

    def clean_unit(self) -> int | None:
        """Return the id of the unit."""
        return int(self.cleaned_data["unit"]) if self.cleaned_data["unit"] else None

    def _offer(self, name: str, offered: list[tuple[Any, Any]], *, blank: Any = None) -> None:
        first = [("", blank)] if blank is not None else []
        self.fields[name].choices = [*first, *offered]  # type: ignore[attr-defined]


class RuleForm(CaseFields):
    """One rule of a draft."""

    asks = Permission.EDIT_CUSTOMERS

    limit = forms.IntegerField(label=_("Limit"), min_value=1, max_value=MOST)
    unit_of_time = forms.ChoiceField(label=_("Counted in"), choices=TIMES)
    clock = forms.ChoiceField(label=_("Clock"), choices=Clock.choices)
    average = forms.IntegerField(
        label=_("Average to aim at"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("Counted like the limit. It sets no deadline."),
    )
    target = forms.IntegerField(
        label=_("Share to be kept in time, in percent"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Kept and owed shows whether it is reached. It sets no deadline."),
    )
    severity = forms.ChoiceField(label=_("How bad a breach is"), choices=Severity.choices)
    standard = choice(_("Standard"), [], _("none"))
    citation = forms.CharField(
        label=_("Where it says so"),
        max_length=200,
        required=False,
        help_text=_("Article, clause, page of the contract."),
    )
    mark = forms.ChoiceField(label=_("How the number is known"), choices=Mark.choices)
    is_statutory = forms.BooleanField(
        label=_("Statutory: no province and no contract may loosen it"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards = [(one.pk, f"{one.title} {one.edition}".strip()) for one in queries.standards()]
        self._offer("standard", standards, blank=_("none"))
        for told in Tells:
            self.fields[f"tells_{told.lower()}"] = forms.IntegerField(
                label=told.label, min_value=1, max_value=1_000, required=False
            )

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields that say at how much of the limit somebody is told."""
        return [self[f"tells_{told.lower()}"] for told in Tells]

    def facts(self) -> RuleFacts:
        """Return what was said, as the deed takes it."""
        said = self.cleaned_data
        seconds = UNITS_OF_TIME[said["unit_of_time"]]
        line = self._lines.get(said["line"])
        return RuleFacts(
            step_id=queries.get_step(said["step"]).pk,
            limit_seconds=said["limit"] * seconds,
            average_seconds=said["average"] * seconds if said["average"] else None,
            target_percent=said["target"],
            line_id=line.pk if line else None,
            unit_id=said["unit"],
            customer_id=said["customer"].pk if said["customer"] else None,
            standard_id=int(said["standard"]) if said["standard"] else None,
            rungs=self._rungs(),
            **{name: said[name] for name in _AS_SAID},
        )

    def _rungs(self) -> tuple[Rung, ...]:
        by_percent: dict[int, list[str]] = {}
        for told in Tells:
            percent = self.cleaned_data[f"tells_{told.lower()}"]
            if percent:
                by_percent.setdefault(percent, []).append(told.value)
        return tuple(Rung(percent=one, tells=tuple(by_percent[one])) for one in sorted(by_percent))


_AS_SAID: Final = (
    "tier",
    "assurance",
    "distance",
    "area",
    "priority",
    "clock",
    "severity",
    "is_statutory",
    "mark",
    "citation",
)


class TrialForm(CaseFields):
    """A case to be tried."""

    opened_at = MomentField(
        label=_("Begins"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=_(
            "Empty: now. What is counted back is counted from here, say the start of works."
        ),
    )
    version = choice(_("Version"), [], _("in force"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tier", "assurance", "line", "distance", "area", "priority"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", _("not known")),
                *self.fields[name].choices[1:],  # type: ignore[attr-defined]
            ]
        numbers = [
            (one.number, _("version %(number)s") % {"number": one.number})
            for one in queries.versions()
        ]
        self._offer("version", numbers, blank=_("in force"))
        units = self.fields["unit"].choices[1:]  # type: ignore[attr-defined]
        self._offer("unit", units, blank=_("headquarters"))


class NewRuleForm(RuleForm, OnceForm):
    """A rule that is added to a draft."""


class NoteForm(OnceForm):
    """What a new version is to change."""

    note = forms.CharField(
        label=_("What it is to change, and why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why, and which version of the row was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label=pgettext_lazy("decision", "Remark"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProposalForm(forms.Form):
    """From when a version is to hold."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    effective_date = DayField(label=_("Takes effect on"), help_text=_("Today or later."))


class ReturnForm(ProposalForm):
    """From when an older version is to hold again, and why."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
