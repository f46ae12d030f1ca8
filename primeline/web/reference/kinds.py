"""The kinds of reference data: one table, so that the pages are written once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.competences import actions as competences
from primeline.competences import queries as competence_queries
from primeline.customers import actions as customers
from primeline.customers import queries as customer_queries
from primeline.handovers import actions as handovers
from primeline.handovers import queries as handover_queries
from primeline.kit.errors import NotFound
from primeline.papers import actions as papers
from primeline.papers import queries as paper_queries
from primeline.privacy import actions as privacy
from primeline.privacy import queries as privacy_queries
from primeline.products import actions as products
from primeline.products import queries as product_queries
from primeline.web.pages import today
from primeline.web.reference.forms import (
    CompetenceForm,
    CourseForm,
    DeadlineForm,
    IndustryForm,
    LimitForm,
    LineForm,
    NewCompetenceForm,
    NewCourseForm,
    NewIndustryForm,
    NewLineForm,
    NewPointForm,
    NewReasonForm,
    NewRequiredPaperForm,
    PointForm,
    ReasonForm,
    RequiredPaperForm,
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of reference data: what it is called, how it is listed, added and changed.

    `subject` is the name by which the action takes the entry that is to be changed. Without `add`
    the entries are all there are.
    """

    key: str
    title: str | Promise
    used_as: str | Promise
    entries: Callable[[], Any]
    get: Callable[[str], Any]
    add: Callable[..., Any] | None
    change: Callable[..., Any]
    new_form: type[forms.Form] | None
    form: type[forms.Form]
    subject: str


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="industries",
            title=_("Industries"),
            used_as=_("Accounts"),
            entries=customer_queries.industries_in_use,
            get=customer_queries.get_industry,
            add=customers.add_industry,
            change=customers.change_industry,
            new_form=NewIndustryForm,
            form=IndustryForm,
            subject="industry",
        ),
        Kind(
            key="lines",
            title=_("Lines of business"),
            used_as=_("Subscriptions"),
            entries=product_queries.lines_in_use,
            get=product_queries.get_line,
            add=products.add_line,
            change=products.change_line,
            new_form=NewLineForm,
            form=LineForm,
            subject="line",
        ),
        Kind(
            key="reasons",
            title=_("Termination reasons"),
            used_as=_("Terminations"),
            entries=product_queries.termination_reasons_in_use,
            get=product_queries.get_termination_reason,
            add=products.add_termination_reason,
            change=products.change_termination_reason,
            new_form=NewReasonForm,
            form=ReasonForm,
            subject="termination_reason",
        ),
        Kind(
            key="checklist",
            title=_("Checklist of hand-overs"),
            used_as=_("Hand-overs"),
            entries=handover_queries.checklist_in_use,
            get=handover_queries.get_checklist_point,
            add=handovers.add_point,
            change=handovers.change_point,
            new_form=NewPointForm,
            form=PointForm,
            subject="point",
        ),
        Kind(
            key="papers",
            title=_("Required papers"),
            used_as=_("Checklists"),
            entries=paper_queries.required_papers_in_use,
            get=paper_queries.get_required_paper,
            add=papers.add_required_paper,
            change=papers.change_required_paper,
            new_form=NewRequiredPaperForm,
            form=RequiredPaperForm,
            subject="required_paper",
        ),
        Kind(
            key="competences",
            title=_("Competences"),
            used_as=_("People"),
            entries=competence_queries.competences_in_use,
            get=competence_queries.get_competence,
            add=competences.add_competence,
            change=competences.change_competence,
            new_form=NewCompetenceForm,
            form=CompetenceForm,
            subject="competence",
        ),
        Kind(
            key="courses",
            title=_("Courses"),
            used_as=_("Trainings"),
            entries=competence_queries.courses_in_use,
            get=competence_queries.get_course,
            add=competences.add_course,
            change=competences.change_course,
            new_form=NewCourseForm,
            form=CourseForm,
            subject="course",
        ),
        Kind(
            key="deadlines",
            title=_("Deadlines"),
            used_as="",
            entries=product_queries.deadlines,
            get=product_queries.get_deadline,
            add=None,
            change=products.change_deadline,
            new_form=None,
            form=DeadlineForm,
            subject="deadline",
        ),
        Kind(
            key="limits",
            title=_("Limits for personal data"),
            used_as="",
            entries=lambda: privacy_queries.limits(today=today()),
            get=lambda code: privacy_queries.get_limit(code, today=today()),
            add=None,
            change=privacy.change_limit,
            new_form=None,
            form=LimitForm,
            subject="limit",
        ),
    )
}


def kind_of(key: str) -> Kind:
    """Return the kind of reference data that an address names.

    :raises NotFound: if there is no such kind
    """
    if key not in KINDS:
        raise NotFound
    return KINDS[key]
