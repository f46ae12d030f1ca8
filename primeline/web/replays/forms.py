"""The form with which a log is brought."""

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.replays.choices import Written
from primeline.replays.gateways import ACCEPTED
from primeline.web.edits import OnceForm
from primeline.web.uploads import file_chooser


def _column(label: object, *, is_needed: bool = True) -> forms.CharField:
    found = _("Its heading in the file. Empty: found by what it is usually called.")
    left = _("Its heading in the file. Empty: found by what it is usually called, or left out.")
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=False,
        max_length=100,
        help_text=found if is_needed else left,
    )


class LogForm(OnceForm):
    """A log: its file, what it is called here, and which of its columns says what."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XES (.xes, .xes.gz), CSV or .xlsx, up to 20 MB and 200,000 events."),
        widget=file_chooser(ACCEPTED),
    )
    name = forms.CharField(
        label=_("What it is called here"),
        max_length=100,
        required=False,
        help_text=_("Empty: the name of the file."),
    )
    case = _column(_("Case (column)"))
    activity = _column(_("Activity (column)"))
    time = _column(_("Time (column)"))
    resource = _column(_("Resource (column)"), is_needed=False)
    lifecycle = _column(_("Stage of an event (column)"), is_needed=False)
    written = forms.ChoiceField(
        label=_("How moments are written"),
        choices=Written.choices,
        initial=Written.YEAR_FIRST,
        help_text=_("Moments without an offset are taken in your time zone."),
    )
