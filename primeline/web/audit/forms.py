"""What the record is searched by."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from primeline.audit.queries import ActSearch
from primeline.web.audit.deeds import DEEDS
from primeline.web.audit.words import ROOMS, TABLES
from primeline.web.days import DayField


def _deeds_by_room() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """Return what can be chosen: a whole room, or one of its deeds."""
    return [
        (words, [(room, format_lazy(_("{room}: all"), room=words)), *DEEDS[room].items()])
        for room, words in ROOMS.items()
    ]


class ActSearchForm(forms.Form):
    """The filters above the list of acts; what is left empty does not narrow it."""

    text = forms.CharField(
        label=_("Reason, person or request number"), required=False, max_length=100
    )
    actor = forms.CharField(label=_("Who (name or user name)"), required=False, max_length=64)
    room = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[("", _("anything")), *_deeds_by_room()],
    )
    table = forms.ChoiceField(
        label=_("Changed"), required=False, choices=[("", _("anything")), *TABLES.items()]
    )
    row_id = forms.CharField(label=_("Row number"), required=False, max_length=64)
    from_date = DayField(label=_("From"), required=False)
    to_date = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts, and a row without its table."""
        facts: dict[str, Any] = super().clean() or {}
        start, end = facts.get("from_date"), facts.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", _("The period ends before it starts."))
        if facts.get("row_id") and not facts.get("table"):
            self.add_error("table", _("Say which kind of row this number is of."))
        return facts

    def search(self, zone: ZoneInfo) -> ActSearch:
        """Return what is looked for; days are days in the reader's time zone."""
        facts = self.cleaned_data
        start, end = facts["from_date"], facts["to_date"]
        return ActSearch(
            actor_name=facts["actor"],
            kind=facts["room"],
            table=facts["table"],
            row_id=facts["row_id"],
            text=facts["text"],
            from_at=datetime.combine(start, time.min, zone) if start else None,
            to_at=datetime.combine(end + timedelta(days=1), time.min, zone) if end else None,
        )
