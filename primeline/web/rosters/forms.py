"""Forms of rosters: what one is, its rotation, single shifts, giving a shift away."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.rosters.choices import MOST_REST_HOURS, REST_HOURS, Days, Needed, Speciality
from primeline.rosters.values import MINUTES_A_DAY, Slot, Turns, Wanted
from primeline.staff.choices import Role
from primeline.web.days import DayField
from primeline.web.edits import EditForm, OnceForm

if TYPE_CHECKING:
    from primeline.staff.models import Person

Choices = Sequence[tuple[Any, str]]
LONGEST = 300
SPARE = 2
ON_DUTY = (Role.TECHNICIAN, Role.DEDICATED_SEAT, Role.BRANCH_LEAD, Role.PROVINCE_SUPERVISOR)
ROLES = [("", _("nobody else's")), *((one.value, one.label) for one in ON_DUTY)]


def minute_of(time: Any) -> int:
    """Return the minute of a day."""
    return int(time.hour) * 60 + int(time.minute)


def text_of(minute: int) -> str:
    """Return a minute of a day as a clock writes it."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def length_between(start: int, end: int) -> int:
    """Return how long it is from one minute to another, over midnight if need be."""
    return (end - start) % MINUTES_A_DAY or MINUTES_A_DAY


def _time(label: Any = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


class SettingsForm(EditForm):
    """What a roster is called, when somebody has to be there, and its rules."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=64, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=64, required=False)
    needed = forms.ChoiceField(label=_("Somebody has to be there"), choices=Needed.choices)
    stands_for_role = forms.ChoiceField(
        label=_("Takes the reminders of"),
        choices=ROLES,
        required=False,
        help_text=_("Whoever is on duty is told instead of all who hold this role at the unit."),
    )
    allows_double = forms.BooleanField(label=_("Two may be on duty at once"), required=False)
    needs_approval = forms.BooleanField(
        label=_("Swaps hold only once the lead has approved them"), required=False
    )
    rest_hours = forms.IntegerField(
        label=_("Rest between two duties, in hours"),
        min_value=0,
        max_value=MOST_REST_HOURS,
        initial=REST_HOURS,
        help_text=_("Whoever swaps so that somebody has less is asked once more. 0 asks for none."),
    )

    def wanted(self, facts: dict[str, Any], speciality: Speciality) -> Wanted:
        """Return what the form holds as a value."""
        return Wanted(
            speciality=speciality,
            name_zh=facts["name_zh"].strip(),
            name_en=facts["name_en"].strip(),
            stands_for_role=facts["stands_for_role"],
            needed=Needed(facts["needed"]),
            allows_double=facts["allows_double"],
            needs_approval=facts["needs_approval"],
            rest_hours=facts["rest_hours"],
        )


class NewRosterForm(SettingsForm, OnceForm):
    """A roster to be opened at a unit."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    speciality = forms.ChoiceField(label=_("On duty for"), choices=Speciality.choices)
    field_order = ("unit", "speciality")

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"], self.fields["seen"]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class RotationForm(EditForm):
    """The shifts of a week, and the people in the order in which they take turns."""

    active_from = DayField(label=_("From"))

    def __init__(
        self,
        *args: Any,
        people: "Sequence[Person]" = (),
        rows: int = 4,
        turns: int = 4,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"people": people, "rows": rows, "turns": turns}
        self.row_count, self.turn_count = rows, turns
        days = [("", "–"), *Days.choices]
        order = [(number, str(number + 1)) for number in range(turns)]
        named = [("", "–"), *((one.pk, one.name) for one in people)]
        for row in range(rows):
            self.fields[f"days_{row}"] = forms.ChoiceField(
                label=_("On"), choices=days, required=False
            )
            self.fields[f"start_{row}"] = _time(_("From"), required=False)
            self.fields[f"end_{row}"] = _time(_("Until"), required=False)
            self.fields[f"turn_{row}"] = forms.TypedChoiceField(
                label=_("Turn"), choices=order, coerce=int, required=False, empty_value=""
            )
        for place in range(turns):
            self.fields[f"person_{place}"] = forms.TypedChoiceField(
                label=str(place + 1), choices=named, coerce=int, required=False, empty_value=None
            )

    def slot_rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each shift, by row."""
        for row in range(self.row_count):
            yield row, [self[f"{name}_{row}"] for name in ("days", "start", "end", "turn")]

    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields of the people, in the order of turns."""
        return [self[f"person_{place}"] for place in range(self.turn_count)]

    def clean(self) -> dict[str, Any]:
        """Put the rotation together."""
        facts: dict[str, Any] = super().clean() or {}
        if self.errors:
            return facts
        slots = tuple(one for row in range(self.row_count) if (one := self._slot(facts, row)))
        people = [facts[f"person_{place}"] for place in range(self.turn_count)]
        if not self.errors:
            facts["turns"] = Turns(
                slots=slots,
                people=tuple(one for one in people if one is not None),
                active_from=facts["active_from"],
            )
        return facts

    def _slot(self, facts: dict[str, Any], row: int) -> Slot | None:
        if not facts[f"days_{row}"]:
            return None
        start, end = facts[f"start_{row}"], facts[f"end_{row}"]
        if start is None or end is None:
            self.add_error(f"start_{row}", str(_("Say from when until when.")))
            return None
        first = minute_of(start)
        return Slot(
            days=Days(facts[f"days_{row}"]),
            start=first,
            length=length_between(first, minute_of(end)),
            turn=facts[f"turn_{row}"] or 0,
        )


class PersonForm(forms.Form):
    """Who works a shift; nobody, if somebody has still to be found."""

    person = forms.TypedChoiceField(
        label=_("Person on duty"), coerce=int, required=False, empty_value=None
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: "Sequence[Person]" = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        named = [("", _("nobody yet")), *((one.pk, one.name) for one in people)]
        self.fields["person"].choices = named  # type: ignore[attr-defined]


class ShiftForm(PersonForm, OnceForm):
    """A single shift."""

    day = DayField(label=_("Day"))
    start = _time(_("From"))
    end = _time(_("Until"))
    is_double = forms.BooleanField(label=_("Wanted beside another shift"), required=False)
    field_order = ("day", "start", "end", "person", "is_double")

    def slot(self, facts: dict[str, Any]) -> Slot:
        """Return the shift as a value."""
        first = minute_of(facts["start"])
        length = length_between(first, minute_of(facts["end"]))
        return Slot(days=Days.EVERY, start=first, length=length)


class OfferForm(forms.Form):
    """To whom a shift is offered, and why."""

    to_person = forms.TypedChoiceField(
        label=_("Colleague"), coerce=int, required=False, empty_value=None
    )
    reason = forms.CharField(label=_("Why"), max_length=LONGEST)

    def __init__(
        self,
        *args: Any,
        people: "Sequence[Person]" = (),
        near: "Sequence[tuple[Person, str]]" = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in (*people, *(one for one, _unit in near))}
        named = [("", _("whoever can")), *((one.pk, one.name) for one in people)]
        named += [(one.pk, f"{one.name} · {unit}") for one, unit in near]
        self.fields["to_person"].choices = named  # type: ignore[attr-defined]


class StrainForm(forms.Form):
    """Whether a swap is meant that leaves somebody no rest."""

    is_strain_meant = forms.BooleanField(
        label=_("It is meant: they know and can do it"), required=False
    )


class ExchangeForm(StrainForm):
    """For which shift of a colleague one's own is to be exchanged, and why."""

    for_shift = forms.TypedChoiceField(label=_("For which shift"), coerce=int)
    exchange_reason = forms.CharField(label=_("Why"), max_length=LONGEST)
    field_order = ("for_shift", "exchange_reason", "is_strain_meant")

    def __init__(self, *args: Any, shifts: "dict[int, str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_shift"].choices = [("", "–"), *shifts.items()]  # type: ignore[attr-defined]


class NoteForm(OnceForm):
    """What whoever comes next has to know."""

    text = forms.CharField(
        label=_("What the next one has to know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
