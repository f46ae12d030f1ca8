"""The form of a plan: the plan itself, and one form for each line of its lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers.choices import Attitude
from primeline.plans.choices import Stage
from primeline.web.days import DayField
from primeline.web.edits import EditForm
from primeline.web.fields import YuanField

Choices = Mapping[str, Sequence[tuple[Any, str]]]
MOST_LINES = 40
NOBODY = [("", "–")]


def _list_of(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One thing a line."),
    )


class PlanForm(EditForm):
    """What lies on the plan itself."""

    from_date = DayField(label=_("Holds from"))
    to_date = DayField(label=_("Holds until"))
    situation = forms.CharField(
        label=_("Situation"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the customer does and wants, what they have of us and of others."),
    )
    strengths = _list_of(_("Strengths"))
    weaknesses = _list_of(_("Weaknesses"))
    chances = _list_of(pgettext_lazy("SWOT", "Opportunities"))
    threats = _list_of(_("Threats"))


class LineForm(forms.Form):
    """One line of a list; a stored one carries its id."""

    row_id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = [*NOBODY, *offered]  # type: ignore[attr-defined]


def _chosen(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **options)


class StakeholderForm(LineForm):
    """Somebody at the customer who counts."""

    contact_id = _chosen(_("Contact"))
    wanted_attitude = forms.ChoiceField(
        label=_("Where we want them"), choices=[*NOBODY, *Attitude.choices], required=False
    )
    cared_for_by_id = _chosen(_("Cared for by"), required=False)


class GoalForm(LineForm):
    """What is to be reached."""

    what = forms.CharField(label=_("Goal"), max_length=200)
    measure = forms.CharField(label=_("Measured by"), max_length=100, required=False)
    target = forms.CharField(label=_("Target"), max_length=60, required=False)
    due_date = DayField(label=_("By when"))


class OpportunityForm(LineForm):
    """Business that could be won."""

    what = forms.CharField(label=_("Opportunity"), max_length=200)
    line_id = _chosen(_("Line of business"), required=False)
    value_cents = YuanField(label=_("Yuan a month"))
    probability_percent = forms.IntegerField(
        label=_("Probability in percent"),
        min_value=0,
        max_value=100,
        initial=50,
    )
    expected_date = DayField(label=_("Expected on"), required=False)
    stage = forms.ChoiceField(
        label=pgettext_lazy("opportunity", "Stage"),
        choices=Stage.choices,
        initial=Stage.IDENTIFIED,
    )


class ActionForm(LineForm):
    """What somebody will do."""

    what = forms.CharField(label=pgettext_lazy("plan", "Action"), max_length=200)
    who_id = _chosen(pgettext_lazy("plan", "Who"), required=False)
    due_date = DayField(label=_("By when"))


class AnswerForm(EditForm):
    """Approve a plan, or send it back."""

    reason = forms.CharField(
        label=_("What is to be done about it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DoneForm(EditForm):
    """Tick an action, or take the tick away."""

    is_done = forms.BooleanField(required=False)


FORMS: dict[str, type[LineForm]] = {
    "stakeholders": StakeholderForm,
    "goals": GoalForm,
    "opportunities": OpportunityForm,
    "actions": ActionForm,
}
TITLES = {
    "stakeholders": _("Stakeholders"),
    "goals": _("Goals"),
    "opportunities": _("Sales opportunities"),
    "actions": _("Actions"),
}
FORMSETS: dict[str, "type[forms.BaseFormSet[Any]]"] = {
    name: forms.formset_factory(
        kind, extra=0, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES + 1,
        validate_max=True,
    )
    for name, kind in FORMS.items()
}  # fmt: skip
