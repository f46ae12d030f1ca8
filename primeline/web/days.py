"""Days as people write them: within what a calendar of business can hold."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from primeline.kit import clock

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)


def is_usual(day: date) -> bool:
    """Test whether a day is one that business is done on; others are slips of the keyboard.

    Beyond them, moments and neighboring months soon cannot be written any more.
    """
    return EARLIEST <= day <= LATEST


def day_in(text: str) -> date | None:
    """Return the day that an address names; None if it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_usual(day) else None


class DayField(forms.DateField):
    """A day of business."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """Return the day, if it lies between 1900 and 2199."""
        day: date | None = super().clean(value)
        if day is not None and not is_usual(day):
            raise ValidationError(_("Write a day between 1900 and 2199."), code="unusual")
        return day


def moment_chooser() -> forms.DateTimeInput:
    """Return what a moment is chosen with, to the minute."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment of business; others could not be shown by the clocks of all time zones."""

    def clean(self, value: Any) -> datetime | None:
        """Return the moment, if it lies between 1900 and 2199."""
        moment: datetime | None = super().clean(value)
        if moment is not None and not is_usual(moment.date()):
            raise ValidationError(_("Write a day between 1900 and 2199."), code="unusual")
        return moment


MEANT: Final = "is_moment_meant"
FAR_OFF: Final = timedelta(days=30)


class FarOffForm(forms.Form):
    """A form that asks once more whether a moment is meant that lies far off: a slip of the year.

    What lies beyond the bound that stands with its field is refused by the deed, so not asked for.
    """

    far_off: ClassVar[Mapping[str, timedelta]] = {}

    def clean(self) -> dict[str, Any]:
        """Ask at a tick that stands after the moment, from now on."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for name, bound in self.far_off.items():
            moment = facts.get(name)
            away = moment - clock.now() if isinstance(moment, datetime) else timedelta()
            if FAR_OFF < abs(away) <= bound:
                self._ask_after(name)
                if not self.data.get(self.add_prefix(MEANT)):
                    self.add_error(MEANT, _question(away))
        return facts

    def _ask_after(self, name: str) -> None:
        tick = forms.BooleanField(label=_("The moment is meant as it is written"), required=False)
        fields = list(self.fields.items())
        place = [one for one, _field in fields].index(name) + 1
        self.fields = dict([*fields[:place], (MEANT, tick), *fields[place:]])


def _question(away: timedelta) -> str:
    if away < timedelta():
        said = _("This is %(days)s days ago. Put it right, or tick that it is meant.")
    else:
        said = _("This is %(days)s days ahead. Put it right, or tick that it is meant.")
    return said % {"days": abs(away).days}


class SaidField(MomentField):
    """When a customer said what is taken down now."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("When the customer said it"))
        options.setdefault("required", False)
        options.setdefault("help_text", _("Left empty: just now. The time limits count from then."))
        options.setdefault("widget", moment_chooser())
        super().__init__(**options)
