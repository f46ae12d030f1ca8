"""Help for people who cannot sign in: a new password, a lost second factor, open sessions."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff import actions
from primeline.staff.choices import Permission
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.staff.people import editable

# Without letters that look alike when they are read aloud or written down.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP_LENGTH = 4, 4


@page(Permission.EDIT_STAFF, methods=("POST",))
def issued_password(request: PersonRequest, person_id: int) -> HttpResponse:
    """Give somebody a password for one sign-in, and show it once."""
    person = editable(request, person_id)
    password = "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(GROUP_LENGTH))
        for _group in range(GROUPS)
    )
    actions.issue_password(person=person, password=password, by=request.user, at=clock.now())
    context = {"person": person, "issued": password}
    return render(request, "web/staff/issued.html", context)


@page(Permission.EDIT_STAFF, methods=("POST",))
def second_factor_reset(request: PersonRequest, person_id: int) -> HttpResponse:
    """Take away a lost second factor."""
    person = editable(request, person_id)
    actions.reset_second_factor(person=person, by=request.user, at=clock.now())
    messages.success(request, _("The second factor is gone. The next sign-in sets up another one."))
    return redirect("staff:person", person.pk)


@page(Permission.EDIT_STAFF, methods=("POST",))
def ended_sessions(request: PersonRequest, person_id: int) -> HttpResponse:
    """End every session of somebody."""
    person = editable(request, person_id)
    actions.end_sessions(person=person, by=request.user, at=clock.now())
    messages.success(request, _("They are signed out everywhere."))
    return redirect("staff:person", person.pk)
