"""The staff directory: who works where, how they are reached, what they can do, their load."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.competences import queries
from primeline.competences.choices import CompetenceKind
from primeline.competences.queries import Skill, SkillSearch
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.queries import PeopleSearch
from primeline.tiers import queries as tiers
from primeline.tiers.queries import Load
from primeline.web.competences.forms import DirectoryFilter
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices
from primeline.web.staff.forms import with_none

if TYPE_CHECKING:
    from primeline.staff.models import Person

AT_ONCE = 50
SPECIAL = (CompetenceKind.INDUSTRY, CompetenceKind.LINE, CompetenceKind.LANGUAGE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person of the directory: what is confirmed of them, and what they look after."""

    person: "Person"
    skills: list[tuple[Skill, int]]
    load: Load | None
    within: Load | None

    @property
    def special(self) -> list[tuple[Skill, int]]:
        """What not everybody has: industries, lines of business, languages, the best first."""
        special = [one for one in self.skills if one[0].competence.kind in SPECIAL]
        return sorted(special, key=lambda one: -one[1])


@page(Permission.VIEW_STAFF)
def directory(request: PersonRequest) -> HttpResponse:
    """List the people within reach that the address asks for."""
    form, search, skill = _asked(request)
    after = request.GET.get("after", "")
    found = queries.directory(
        request.reach, search, skill, today=today(), after=after, limit=AT_ONCE + 1
    )
    context = {
        "form": form,
        "rows": rows_of(request, found[:AT_ONCE]),
        "after": found[AT_ONCE - 1].username if len(found) > AT_ONCE else None,
        "sees_loads": request.reach.may(Permission.VIEW_FIGURES),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "web/competences/directory.html", context, status=status)


def rows_of(request: PersonRequest, people: "list[Person]") -> list[Row]:
    """Return people with what is confirmed of them and, for readers of figures, their loads."""
    day = today()
    ids = [person.pk for person in people]
    skills = queries.skills_of(ids)
    loads: dict[int, Load] = {}
    within: dict[int, Load] = {}
    if request.reach.may(Permission.VIEW_FIGURES):
        month = day.replace(day=1)
        loads, within = tiers.loads_in_all_and_within(request.reach, ids, month=month)
    return [
        Row(
            person=person,
            skills=[(one, one.held(day)) for one in skills[person.pk] if one.held(day)],
            load=_any(loads.get(person.pk)),
            within=within.get(person.pk),
        )
        for person in people
    ]


def _any(load: Load | None) -> Load | None:
    """Return a load, if somebody looks after anything at all."""
    return load if load and (load.points or load.key_count or load.ordinary_count) else None


def _asked(request: PersonRequest) -> tuple[DirectoryFilter, PeopleSearch, SkillSearch]:
    units = {unit.pk: unit for unit in staff.units_in_order(request.reach)}
    catalog = {one.code: one for one in queries.competences()}
    choices = {
        "unit": with_none(as_choices(units), _("all")),
        "competence": [("", _("all")), *((code, one.name) for code, one in catalog.items())],
    }
    form = DirectoryFilter(request.GET, choices=choices)
    if not form.is_valid():
        return form, PeopleSearch(), SkillSearch()
    given = form.cleaned_data
    search = PeopleSearch(
        text=given["q"].strip(), unit=units.get(given["unit"]), role=given["role"] or None
    )
    skill = SkillSearch(competence=catalog.get(given["competence"]), level=given["level"] or 1)
    return form, search, skill
