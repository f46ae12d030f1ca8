"""The public calendar: a year on one page, one day put right, a year published."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.calendars.shipped import FIRST_YEAR, PUBLISHED_BY
from primeline.hours import actions, queries, rules
from primeline.hours.choices import DayKind
from primeline.hours.queries import ShownYear
from primeline.hours.values import GivenDay
from primeline.kit import clock
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.hours import lines
from primeline.web.hours.forms import DayForm, YearForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A day in a small month, and what it is if it differs from its day of the week."""

    day: date
    is_weekend: bool
    is_today: bool
    given: GivenDay | None


@dataclass(frozen=True, kw_only=True)
class Month:
    """A small month: rows of seven, with nothing where another month begins."""

    first: date
    weeks: list[list[Cell | None]]


@page(Permission.VIEW_REFERENCE)
def year(request: PersonRequest) -> HttpResponse:
    """Show the days of a year that are off, and those worked to make up for them."""
    now = today()
    number = whole_number(request.GET.get("year", "")) or now.year
    number = min(max(number, FIRST_YEAR), rules.LAST_YEAR)
    shown = queries.year_shown(number)
    context = {
        "shown": shown,
        "months": _months(shown, now),
        "runs": lines.runs_of(shown.days),
        "days_off": sum(one.kind is DayKind.HOLIDAY for one in shown.days),
        "make_up_days": sum(one.kind is DayKind.WORKDAY for one in shown.days),
        "worked": _worked(shown),
        "years": [one for one in (number - 1, number + 1) if FIRST_YEAR <= one <= rules.LAST_YEAR],
        "late_year": queries.unpublished_year(today=now),
        "may_edit": request.reach.may(Permission.EDIT_REFERENCE),
    }
    return render(request, "web/hours/year.html", context)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def day(request: PersonRequest, day: str) -> HttpResponse:
    """Say what one day is: a day off, a make-up day, or like its day of the week."""
    set_date = queries.get_day(day)
    row = queries.day_on_record(set_date)
    stored = _as_shown(set_date, row)
    version = row.version if row else 0

    def put_right(facts: Facts) -> None:
        kind = DayKind(facts["kind"])
        named = kind is not DayKind.ORDINARY
        actions.set_day(
            given=GivenDay(
                day=set_date,
                kind=kind,
                name_zh=facts["name_zh"] if named else "",
                name_en=facts["name_en"] if named else "",
            ),
            source=facts["source"],
            version=facts["version"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(request, DayForm, put_right, stored=stored, version=version)
    return _answer(request, edit, title=_("Put a day right"), about=set_date, of=set_date.year)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def publication(request: PersonRequest, year: int) -> HttpResponse:
    """Publish the days of a year, as the libraries know them or written by hand."""
    shown = queries.year_shown(queries.get_day(f"{year:04}-01-01").year)

    def publish(facts: Facts) -> None:
        at = clock.now()

        def make() -> str:
            days = [*facts["days_off"], *facts["make_up_days"]]
            made = actions.publish_year(
                year=year, days=days, source=facts["source"], by=request.user, at=at
            )
            return str(made.pk)

        once(key=facts["once"], at=at, deed=make)

    if request.method == "POST":
        edit = edits.save(YearForm(request.POST), publish)
    else:
        edit = Edit(form=YearForm(initial=_as_proposed(shown)))
    return _answer(
        request, edit, title=_("Publish a year"), about=year, of=year, shown=shown,
        is_known=queries.knows_published(year),
    )  # fmt: skip


def _answer(
    request: PersonRequest, edit: Edit, *, title: str, about: Any, of: int, **more: Any
) -> HttpResponse:
    back = f"{reverse('hours:year')}?year={of}"
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"edit": edit, "form": edit.form, "title": title, "about": about, "back": back}
    return render(request, "web/hours/form.html", {**context, **more}, status=edit.status)


def _as_shown(day: date, row: Any) -> Facts:
    """Return what stands in the form of a day: its row, or else what is expected of it."""
    if row is not None:
        fields = ("kind", "name_zh", "name_en", "source")
        return {name: getattr(row, name) for name in fields}
    given = next((one for one in queries.year_shown(day.year).days if one.day == day), None)
    return {
        "kind": given.kind if given else DayKind.ORDINARY,
        "name_zh": given.name_zh if given else "",
        "name_en": given.name_en if given else "",
        "source": "",
    }


def _as_proposed(shown: ShownYear) -> Facts:
    return {
        "days_off": lines.text_of(shown.days, DayKind.HOLIDAY),
        "make_up_days": lines.text_of(shown.days, DayKind.WORKDAY),
        "source": PUBLISHED_BY if queries.knows_published(shown.year) else "",
        "once": OnceForm.new_key(),
    }


def _months(shown: ShownYear, now: date) -> list[Month]:
    given = {one.day: one for one in shown.days}
    weeks = calendar.Calendar().monthdatescalendar
    return [
        Month(
            first=date(shown.year, month, 1),
            weeks=[
                [
                    Cell(
                        day=one,
                        is_weekend=one.weekday() >= rules.SATURDAY,
                        is_today=one == now,
                        given=given.get(one),
                    )
                    if one.month == month
                    else None
                    for one in week
                ]
                for week in weeks(shown.year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _worked(shown: ShownYear) -> int:
    """Return how many days of the year are worked."""
    kinds = {one.day: one.kind for one in shown.days}
    days = (date(shown.year, 1, 1) + timedelta(days=n) for n in range(366))
    return sum(
        kinds[one] is DayKind.WORKDAY if one in kinds else one.weekday() < rules.SATURDAY
        for one in days
        if one.year == shown.year
    )
