"""The form with which a file is brought in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import Target
from primeline.imports.reading.files import ACCEPTED
from primeline.staff.choices import Permission
from primeline.staff.queries import units_within
from primeline.staff.reach import Reach
from primeline.web.uploads import file_chooser


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units, each set in under the one above."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{chr(0x3000) * obj.depth}{obj.name}"


class UploadForm(forms.Form):
    """Which file, what its rows are, and whose accounts they are."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 20 MB. The first line with headings is found."),
        widget=file_chooser(ACCEPTED),
    )
    target = forms.ChoiceField(
        label=_("What the rows are"),
        choices=[("", _("Found out from the headings")), *Target.choices],
        required=False,
    )
    unit = UnitField(
        label=_("Owner unit"),
        queryset=None,
        empty_label=_("Choose a unit"),
        help_text=_("For rows that name no unit of their own."),
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_within(reach, Permission.IMPORT_CUSTOMERS).filter(is_active=True)
        unit = self.fields["unit"]
        unit.queryset = units.order_by("path")  # type: ignore[attr-defined]
        unit.initial = unit.queryset.first()  # type: ignore[attr-defined]
