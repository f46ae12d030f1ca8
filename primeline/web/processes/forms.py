"""Forms of the library: a drawing that is brought, for a new process or as a version of one."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from primeline.web.edits import EditForm, OnceForm
from primeline.web.uploads import file_chooser

CODE = RegexValidator(
    r"^[A-Z][A-Z0-9_]{1,31}$", _("Write capital letters, digits and _, for example OPENING.")
)


class DrawingForm(OnceForm):
    """A version: its drawing, and what it is to change."""

    file = forms.FileField(
        label=_("Drawing"),
        help_text=_("A BPMN 2.0 file (.bpmn or .xml) within our profile, up to 1 MB."),
        widget=file_chooser(".bpmn,.xml"),
    )
    note = forms.CharField(
        label=_("What it is to change, and why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SwitchForm(OnceForm):
    """Why running cases are to go on by another version; where they go stands beside it."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RedrawForm(EditForm):
    """A draft as it was drawn in the page."""

    xml = forms.CharField(widget=forms.HiddenInput, strip=False)


class ProcessForm(DrawingForm):
    """A new process with its first drawing."""

    code = forms.CharField(label=_("Code"), max_length=32, validators=[CODE])
    name_zh = forms.CharField(label=_("Chinese name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=64, required=False)

    field_order = ("code", "name_zh", "name_en", "file", "note")
