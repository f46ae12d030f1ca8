"""The posts of people at customers: a new one, at the same account or at another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import actions, queries
from primeline.customers.rules import check_usable
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.accounts.people_forms import PostForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.EDIT_CUSTOMERS, methods=("GET", "POST"))
def post(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Give a person a new post; the former one stays on file."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    person = queries.get_contact(customer, contact_id)
    check_usable(person.name)

    def move(facts: dict[str, Any]) -> None:
        try:
            there = queries.get_customer(
                request.reach, facts["customer_number"], Permission.EDIT_CUSTOMERS
            )
        except NotFound as missing:
            raise Refused(
                _("There is no such account that you may change. Compare its number."),
                field="customer_number",
            ) from missing
        actions.move_contact(
            contact=person,
            version=facts["version"],
            customer=there,
            job_title=facts["job_title"],
            from_date=facts["from_date"],
            by=request.user,
            at=clock.now(),
        )

    stored = {
        "customer_number": customer.number,
        "job_title": person.job_title,
        "from_date": today(),
    }
    edit = edits.edited(request, PostForm, move, stored=stored, version=person.version)
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("accounts:people", customer.number)
    context = {"customer": customer, "edit": edit, "form": edit.form, "title": _("New post")}
    return render(request, "web/accounts/edit.html", context, status=edit.status)
