"""Forms of the directory, of assessments and of trainings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.competences.choices import Level, Result
from primeline.files.rules import ACCEPTED
from primeline.staff.choices import Role
from primeline.web.days import DayField
from primeline.web.edits import ActForm, OnceForm
from primeline.web.staff.forms import Chooses, chosen
from primeline.web.uploads import file_chooser


class DirectoryFilter(Chooses):
    """Who is looked for in the directory."""

    q = forms.CharField(label=_("Name, number, telephone or e-mail"), max_length=64, required=False)
    unit = chosen(_("Unit"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("all")), *Role.choices], required=False
    )
    competence = forms.ChoiceField(label=_("Confirmed in"), required=False)
    level = forms.TypedChoiceField(
        label=_("At least"), coerce=int, choices=Level.choices[1:], required=False, empty_value=None
    )


class AssessmentForm(Chooses, OnceForm):
    """Say how well somebody does something."""

    competence = forms.ChoiceField(label=_("Competence"))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=Level.choices)
    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Where a certificate stands behind it that runs out."),
    )
    remark = forms.CharField(
        label=pgettext_lazy("answer", "Remark"), max_length=200, required=False
    )


class TrainingForm(Chooses, OnceForm):
    """Put a training on record."""

    course = forms.ChoiceField(label=_("Course"))
    held_date = DayField(label=_("Day"), help_text=_("The last one, if it took several."))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=400, initial=8)
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("Empty: as long as the course says.")
    )
    file = forms.FileField(
        label=_("Certificate"),
        required=False,
        help_text=_("PDF, OFD, Word, Excel, PowerPoint, PNG or JPEG, up to 20 MB."),
        widget=file_chooser(ACCEPTED),
    )


class WithdrawTrainingForm(ActForm):
    """Withdraw a training."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
