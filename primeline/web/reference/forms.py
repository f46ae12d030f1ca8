"""Forms for reference data. What they mean is decided by the rooms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from primeline.competences.choices import CompetenceKind, Level
from primeline.competences.queries import competences
from primeline.customers.queries import industries
from primeline.papers.choices import LifeEvent
from primeline.products.choices import Influence, LineFamily, ReplacementKind
from primeline.products.queries import lines
from primeline.web.days import DayField
from primeline.web.pages import today

MOST_DAYS = 1000
CODE = RegexValidator(
    r"^[A-Z][A-Z0-9_]*$",
    _("Use capital letters, digits and underscores, starting with a letter: INTERNET_LINE."),
)


class EntryForm(forms.Form):
    """What every kind of reference data has. `version` is the one that the editor saw."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class NewEntryForm(EntryForm):
    """A new entry also needs its code, which stays for ever."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        validators=[CODE],
        help_text=_("Imports and other systems use it. It cannot be changed later."),
    )
    field_order: Sequence[str] = ("code", "name_zh", "name_en")


class NewIndustryForm(NewEntryForm):
    """A new industry."""


class IndustryForm(EntryForm):
    """An industry that is there."""

    is_active = forms.BooleanField(label=_("Open to new accounts"), required=False)


class NewPointForm(NewEntryForm):
    """A new point of the checklist of hand-overs."""


class PointForm(EntryForm):
    """A point of the checklist that is there."""

    is_active = forms.BooleanField(label=_("On new hand-overs"), required=False)


class NewLineForm(NewEntryForm):
    """A new line of business."""

    family = forms.ChoiceField(label=_("Family"), choices=LineFamily.choices)
    is_leased_line = forms.BooleanField(
        label=_("Leased line"),
        required=False,
        help_text=_("Leased lines are counted together in lost ÷ gained."),
    )


class LineForm(EntryForm):
    """A line of business that is there."""

    is_open_to_new = forms.BooleanField(label=_("Open to new subscriptions"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)


class NewReasonForm(NewEntryForm):
    """A new reason for terminations."""

    influence = forms.ChoiceField(label=_("Could we have done something?"), choices=Influence)
    replacement_kind = forms.ChoiceField(
        label=_("Nets out as"),
        choices=[("", _("Nothing: it counts as lost")), *ReplacementKind.choices],
        required=False,
        help_text=_("With one of these, an opening within 60 days is looked for."),
    )


class ReasonForm(EntryForm):
    """A reason for terminations that is there."""

    influence = forms.ChoiceField(label=_("Could we have done something?"), choices=Influence)
    is_active = forms.BooleanField(label=_("In use"), required=False)


class DeadlineForm(forms.Form):
    """A number of days for something."""

    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=MOST_DAYS)
    is_in_workdays = forms.BooleanField(
        label=_("Working days"),
        required=False,
        help_text=_("Those of the public calendar."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class LimitForm(forms.Form):
    """A number for how data of people are handled."""

    value = forms.IntegerField(label=_("At most"), min_value=1, max_value=MOST_DAYS)
    from_date = DayField(label=_("In force from"), help_text=_("Today or later."), initial=today)
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class NewRequiredPaperForm(NewEntryForm):
    """A new paper that a life event asks for."""

    event = forms.ChoiceField(label=_("Life event"), choices=LifeEvent.choices)
    line = forms.ChoiceField(
        label=_("Line of business"),
        required=False,
        help_text=_("Empty: asked for with every line."),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._lines = {line.code: line for line in lines()}
        offered = [(code, line.name) for code, line in self._lines.items()]
        self.fields["line"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean_line(self) -> Any:
        """Return the line itself."""
        return self._lines.get(self.cleaned_data["line"])


class RequiredPaperForm(EntryForm):
    """A paper that is asked for."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


def _asked(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, choices=Level.choices, initial=0)


class AskedLevels(forms.Form):
    """How much of a competence accounts of each tier ask for."""

    diamond_level = _asked(_("Diamond accounts ask for"))
    gold_level = _asked(_("Gold accounts ask for"))
    silver_level = _asked(_("Silver accounts ask for"))
    standard_level = _asked(_("Standard accounts ask for"))


class NewCompetenceForm(AskedLevels, NewEntryForm):
    """A new competence."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CompetenceKind.choices)
    industry = forms.ChoiceField(
        label=_("Industry"),
        required=False,
        help_text=_("Asked for by its accounts alone. For the kind industry."),
    )
    line = forms.ChoiceField(
        label=_("Line of business"),
        required=False,
        help_text=_("Asked for by accounts that hold it. For the kind line of business."),
    )
    field_order = ("code", "name_zh", "name_en", "kind", "industry", "line")

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._industries = {one.code: one for one in industries()}
        self._lines = {line.code: line for line in lines()}
        for name, rows in (("industry", self._industries), ("line", self._lines)):
            offered = [(code, row.name) for code, row in rows.items()]
            self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean_industry(self) -> Any:
        """Return the industry itself."""
        return self._industries.get(self.cleaned_data["industry"])

    def clean_line(self) -> Any:
        """Return the line itself."""
        return self._lines.get(self.cleaned_data["line"])


class CompetenceForm(AskedLevels, EntryForm):
    """A competence that is there."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
    field_order = ("name_zh", "name_en")


class CourseFacts(forms.Form):
    """How long a course takes, how long it holds, and by when managers pass it."""

    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=400, initial=8)
    valid_months = forms.IntegerField(
        label=_("Holds for months"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Empty: for ever."),
    )
    within_days = forms.IntegerField(
        label=_("Account managers pass it within days"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Counted from their first day as one. Empty: nobody has to."),
    )


class NewCourseForm(CourseFacts, NewEntryForm):
    """A new course."""

    competence = forms.ChoiceField(label=_("Trains the competence"), required=False)
    field_order = ("code", "name_zh", "name_en", "competence")

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._competences = {one.code: one for one in competences()}
        offered = [(code, one.name) for code, one in self._competences.items()]
        self.fields["competence"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean_competence(self) -> Any:
        """Return the competence itself."""
        return self._competences.get(self.cleaned_data["competence"])


class CourseForm(CourseFacts, EntryForm):
    """A course that is there."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
    field_order = ("name_zh", "name_en")
