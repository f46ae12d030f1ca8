"""Giving accounts to a manager."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.staff.reach import Reach
from primeline.tiers import queries as tiers
from primeline.web.loads import OverloadFields

MOST = 500


class AssignmentForm(OverloadFields):
    """Which accounts get which manager and deputy, and why."""

    account_manager = forms.ChoiceField(label=_("New manager"))
    deputy = forms.ChoiceField(label=_("New deputy"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    field_order = ("account_manager", "deputy", "reason")

    def __init__(self, data: Any = None, *, reach: Reach, today: date) -> None:
        super().__init__(data)
        people = list(tiers.assignable(reach, today=today))
        self.people = {str(person.pk): person for person in people}
        named = [(str(person.pk), person.name) for person in people]
        for name, nobody in (("account_manager", _("Choose …")), ("deputy", _("leave as it is"))):
            chosen = cast(forms.ChoiceField, self.fields[name])
            chosen.choices = [("", nobody), *named]
