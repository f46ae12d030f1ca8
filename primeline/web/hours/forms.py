"""Forms for days, years and the hours of units."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.calendars.values import Shifts
from primeline.hours import queries, rules
from primeline.hours.choices import DayKind
from primeline.hours.shipped import ZONES
from primeline.hours.values import Hours
from primeline.kit.errors import Refused
from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm
from primeline.web.hours import lines

WEEKDAY_LABELS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class DayForm(EditForm):
    """What one day is."""

    kind = forms.ChoiceField(
        label=_("This day is"),
        choices=DayKind.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    name_zh = forms.CharField(label=_("Holiday, Chinese name"), max_length=64, required=False)
    name_en = forms.CharField(label=_("Holiday, English name"), max_length=64, required=False)
    source = forms.CharField(
        label=_("According to"),
        max_length=200,
        required=False,
        help_text=_("A notice with its number, or who said so."),
    )


def _lines(rows: int, example: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "placeholder": example})


class YearForm(OnceForm):
    """The days of a year as they were published."""

    days_off = forms.CharField(
        label=_("Days off"),
        max_length=4000,
        widget=_lines(10, "2027-02-05 – 2027-02-11 春节 / Spring Festival"),
        help_text=_(
            "One line for each run of days: the first and the last day, then the holiday in "
            "Chinese / in English."
        ),
    )
    make_up_days = forms.CharField(
        label=_("Make-up working days"),
        max_length=4000,
        required=False,
        widget=_lines(6, "2027-01-31 春节 / Spring Festival"),
        help_text=_("Saturdays and Sundays that are worked, in the same way."),
    )
    source = forms.CharField(
        label=_("According to"),
        max_length=200,
        help_text=_("The notice of the State Council, with its number."),
    )

    def clean_days_off(self) -> list[Any]:
        """Return the days themselves."""
        return self._days("days_off", DayKind.HOLIDAY)

    def clean_make_up_days(self) -> list[Any]:
        """Return the days themselves."""
        return self._days("make_up_days", DayKind.WORKDAY)

    def _days(self, name: str, kind: DayKind) -> list[Any]:
        known = queries.proposed(timezone.localdate().year)
        english = {one.name_zh: one.name_en for one in known}
        return lines.days_in(self.cleaned_data[name], kind, english)


def _shifts(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )


class HoursForm(EditForm):
    """When a unit works."""

    active_from = DayField(label=_("From"))
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "zones"})
    )
    keeps_public_days = forms.BooleanField(
        label=_("Keeps the public calendar of days off and make-up days"), required=False
    )
    monday = _shifts(_("Monday"))
    tuesday = _shifts(_("Tuesday"))
    wednesday = _shifts(_("Wednesday"))
    thursday = _shifts(_("Thursday"))
    friday = _shifts(_("Friday"))
    saturday = _shifts(_("Saturday"))
    sunday = _shifts(_("Sunday"))
    on_holidays = _shifts(_("Days off"), _("Empty: closed."))
    on_make_up_days = _shifts(_("Make-up days"), _("Empty: like a Monday."))

    zones = ZONES

    def clean(self) -> dict[str, Any]:
        """Put the hours together, or say at which field they cannot be."""
        facts: dict[str, Any] = super().clean() or {}
        read = {name: self._read(name) for name in (*rules.WEEKDAYS, *SPECIAL)}
        if not self.errors:
            try:
                facts["hours"] = rules.hours_from(
                    zone=facts["zone"].strip(),
                    keeps_public_days=facts["keeps_public_days"],
                    days=[read[name] for name in rules.WEEKDAYS],
                    on_holidays=read["on_holidays"],
                    on_make_up_days=read["on_make_up_days"] or None,
                )
            except Refused as refused:
                self.add_error(refused.field, str(refused.message))
        return facts

    def _read(self, name: str) -> Shifts:
        try:
            return rules.shifts_in(self.cleaned_data.get(name, ""), field=name)
        except Refused as refused:
            self.add_error(name, str(refused.message))
            return ()


SPECIAL = ("on_holidays", "on_make_up_days")


def as_written(hours: Hours) -> dict[str, Any]:
    """Return hours as the form writes them."""
    week = hours.week
    days = zip(rules.WEEKDAYS, week.days, strict=True)
    return {
        "zone": hours.zone,
        "keeps_public_days": hours.keeps_public_days,
        **{name: rules.text_of(shifts) for name, shifts in days},
        "on_holidays": rules.text_of(week.on_holidays),
        "on_make_up_days": rules.text_of(week.on_make_up_days or ()),
    }


def in_lines(hours: Hours) -> list[tuple[str, str]]:
    """Return hours as lines to be read, days alike in a row together: "Monday – Friday"."""
    labels, texts = list(WEEKDAY_LABELS), [rules.text_of(one) for one in hours.week.days]
    found: list[tuple[str, str]] = []
    first = 0
    for number, text in enumerate(texts):
        if number == 6 or texts[number + 1] != text:
            days = str(labels[first])
            found.append((days if first == number else f"{days} – {labels[number]}", text))
            first = number + 1
    return found
