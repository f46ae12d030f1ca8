"""Partners: the list, one partner with whom it serves, and what can be done."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.partners import actions, queries
from primeline.partners.choices import PartnerKind, PartnerStatus, RetailGrade
from primeline.partners.values import PartnerFacts
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.pages import page, today
from primeline.web.partners.forms import (
    GradeForm,
    NewPartnerForm,
    PartnerForm,
    ServingEndForm,
    ServingForm,
)
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.partners.models import Partner

GET_AND_POST = ("GET", "POST")


@page(Permission.VIEW_PARTNERS)
def partners(request: PersonRequest) -> HttpResponse:
    """Show the partners within reach."""
    wanted = {
        "kind": _known(PartnerKind, request.GET.get("kind", "")),
        "status": _known(PartnerStatus, request.GET.get("status", "")),
        "grade": _known(RetailGrade, request.GET.get("grade", "")),
    }
    context = {
        "page": queries.partners_page(
            request.reach,
            kind=wanted["kind"],
            status=wanted["status"],
            grade=wanted["grade"],
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        ),
        "wanted": wanted,
        "offered": (
            ("kind", _("Kind of partner"), PartnerKind.choices),
            ("status", _("Status"), PartnerStatus.choices),
            ("grade", _("Grade"), RetailGrade.choices),
        ),
    }
    return render(request, "web/partners/partners.html", context)


@page(Permission.VIEW_PARTNERS)
def partner(request: PersonRequest, partner_id: int) -> HttpResponse:
    """Show one partner and whom it serves."""
    row = queries.get_partner(request.reach, partner_id)
    contact = row.contact
    is_there = contact is not None and contact.customer_id == row.customer_id
    context = {
        "partner": row,
        "customer": row.customer,
        "contact": customers.card_of(row.customer, contact, request.reach)
        if contact is not None and is_there
        else None,
        "servings": queries.servings_of(row, request.reach),
        "may_edit": _may_edit(request, partner_id),
    }
    return render(request, "web/partners/partner.html", context)


@page(Permission.EDIT_PARTNERS, methods=GET_AND_POST)
def new_partner(request: PersonRequest, number: str) -> HttpResponse:
    """Put on file that an account is a partner."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_PARTNERS)

    def register(facts: Facts) -> int:
        row = actions.register_partner(
            customer=customer, facts=_facts(facts), by=request.user, at=clock.now()
        )
        return row.pk

    back = reverse("partners:list")
    matter = Matter(customer=customer, title=_("New partner"), back=back)
    start = {"since_date": today()}
    choices = {"contact_id": _people(request, customer)}
    return acting.add(request, matter, NewPartnerForm, register, initial=start, choices=choices)


@page(Permission.EDIT_PARTNERS, methods=GET_AND_POST)
def facts(request: PersonRequest, partner_id: int) -> HttpResponse:
    """Change what a partner is."""
    row, matter = _matter(request, partner_id, _("Change a partner"))
    stored = {
        "kind": row.kind,
        "status": row.status,
        "since_date": row.since_date,
        "contact_id": row.contact_id,
        "is_international": row.is_international,
        "provinces": "、".join(row.provinces),
    }

    def change(facts: Facts) -> None:
        actions.change_partner(
            partner=row,
            version=facts["version"],
            facts=_facts(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    choices = {"contact_id": _people(request, row.customer)}
    return acting.change(request, matter, PartnerForm, change, stored=stored, choices=choices)


@page(Permission.EDIT_PARTNERS, methods=GET_AND_POST)
def grade(request: PersonRequest, partner_id: int) -> HttpResponse:
    """Confirm the grade of a retail chain."""
    row, matter = _matter(request, partner_id, _("Confirm the grade"))
    stored = {"grade": row.grade or row.suggested_grade, "reason": row.grade_reason}

    def confirm(facts: Facts) -> None:
        actions.confirm_grade(
            partner=row,
            version=facts["version"],
            grade=RetailGrade(facts["grade"]),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, GradeForm, confirm, stored=stored)


@page(Permission.EDIT_PARTNERS, methods=GET_AND_POST)
def new_serving(request: PersonRequest, partner_id: int) -> HttpResponse:
    """Put on file that a partner serves an account."""
    row, matter = _matter(request, partner_id, _("Serves an account"))

    def serve(facts: Facts) -> int:
        serving = actions.serve(
            partner=row,
            customer=_named(request, facts["number"]),
            from_date=facts["from_date"],
            by=request.user,
            at=clock.now(),
        )
        return serving.pk

    return acting.add(request, matter, ServingForm, serve, initial={"from_date": today()})


@page(Permission.EDIT_PARTNERS, methods=GET_AND_POST)
def serving_end(request: PersonRequest, partner_id: int, serving_id: int) -> HttpResponse:
    """End that a partner serves an account."""
    row, about = _matter(request, partner_id, _("No longer serves"))
    serving = queries.get_serving(row, request.reach, serving_id)

    def end(facts: Facts) -> None:
        actions.end_serving(
            serving=serving,
            version=facts["version"],
            to_date=facts["to_date"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(
        customer=row.customer,
        title=about.title,
        back=about.back,
        about=serving.customer.display_name,
        row=serving,
    )
    return acting.change(request, matter, ServingEndForm, end, stored={"to_date": today()})


def _matter(request: PersonRequest, partner_id: int, title: str) -> tuple["Partner", Matter]:
    row = queries.get_partner(request.reach, partner_id, Permission.EDIT_PARTNERS)
    back = reverse("partners:partner", args=[partner_id])
    about = str(row.get_kind_display())
    return row, Matter(customer=row.customer, title=title, back=back, about=about, row=row)


def _may_edit(request: PersonRequest, partner_id: int) -> bool:
    try:
        queries.get_partner(request.reach, partner_id, Permission.EDIT_PARTNERS)
    except NotFound:
        return False
    return True


def _facts(facts: Facts) -> PartnerFacts:
    names = ("kind", "status", "since_date", "contact_id", "is_international", "provinces")
    return PartnerFacts(**{name: facts[name] for name in names})


def _people(request: PersonRequest, customer: "Customer") -> list[tuple[int, str]]:
    return [
        (card.id, " · ".join(part for part in (card.name, card.job_title) if part))
        for card in customers.contacts_of(customer, request.reach)
        if card.is_active and not card.is_gone
    ]


def _named(request: PersonRequest, number: str) -> "Customer":
    try:
        return customers.get_customer(request.reach, number.strip(), Permission.EDIT_PARTNERS)
    except NotFound as missing:
        raise Refused(
            _("There is no such account that you may change. Compare its number."),
            field="number",
        ) from missing


def _known(choices: Any, said: str) -> str:
    return said if said in choices.values else ""
