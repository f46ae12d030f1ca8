"""One person of the directory: how they are reached, what they can do, lack and have learned."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.competences import actions, queries
from primeline.kit import clock
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.competences import saying
from primeline.web.competences.directory import rows_of
from primeline.web.competences.forms import AssessmentForm
from primeline.web.competences.saying import Matter
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Person

GET_AND_POST = ("GET", "POST")


@page(Permission.VIEW_STAFF)
def profile(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show a person; what they lack and have learned only to them and to who leads them."""
    shown = staff.get_person(request.reach, person_id, today=today())
    is_me = shown.pk == request.user.pk
    leads = queries.may_lead(request.reach, shown, today=today())
    people = staff.with_postings(
        staff.people_within(request.reach, today=today()).filter(pk=shown.pk), today=today()
    )
    context: dict[str, Any] = {
        "person": shown,
        "row": rows_of(request, list(people))[0],
        "skills": queries.skills_of([shown.pk])[shown.pk],
        "is_me": is_me,
        "leads": leads,
        "is_open": is_me or leads,
        "today": today(),
    }
    if is_me or leads:
        context |= _development(request, shown)
    return render(request, "web/competences/profile.html", context)


@page(Permission.VIEW_STAFF, methods=GET_AND_POST)
def new_assessment(request: PersonRequest, person_id: int) -> HttpResponse:
    """Say how well somebody does something: oneself, or somebody who is led."""
    person = queries.get_developed(request.reach, person_id, today=today())
    catalog = {one.code: one for one in queries.competences()}
    is_me = person.pk == request.user.pk

    def say(facts: dict[str, Any]) -> str:
        said = actions.assess(
            person=person,
            competence=catalog[facts["competence"]],
            level=facts["level"],
            valid_until=facts["valid_until"],
            remark=facts["remark"],
            by=request.user,
            at=clock.now(),
        )
        return str(said.pk)

    matter = Matter(
        person=person,
        title=_("State a competence") if is_me else _("Confirm a competence"),
        back=reverse("competences:profile", args=[person.pk]),
    )
    offered = [(code, f"{one.name} · {one.get_kind_display()}") for code, one in catalog.items()]
    initial = {name: request.GET.get(name, "") for name in ("competence", "level")}
    choices = {"competence": [("", "–"), *offered]}
    return saying.add(request, matter, AssessmentForm, say, initial=initial, choices=choices)


def _development(request: PersonRequest, shown: "Person") -> dict[str, Any]:
    found = queries.development_of(request.reach, [shown], today=today())
    return {
        "development": found[0],
        "trainings": queries.trainings_of(shown),
        "said": queries.assessments_of(shown),
    }
