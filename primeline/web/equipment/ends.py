"""Line ends that lie with a unit of the reader while the account is another's."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.access import actions as access
from primeline.access import queries as looks
from primeline.audit.choices import LookBasis
from primeline.audit.values import Right
from primeline.kit import clock
from primeline.products import queries
from primeline.staff.choices import Permission
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

AT_ONCE = 100
# What the record calls a look at an account through one of its lines.
LINE_END = "line end"


@page(Permission.RECOVER_EQUIPMENT)
def line_ends(request: PersonRequest) -> HttpResponse:
    """Show the lines of accounts elsewhere that end here, by number."""
    after = request.GET.get("after", "")[:24]
    found = queries.ends_held(request.reach, after=after, most=AT_ONCE + 1)
    context = {
        "rows": found[:AT_ONCE],
        "count": queries.count_ends_held(request.reach),
        "next": found[AT_ONCE - 1].number if len(found) > AT_ONCE else "",
        "after": after,
        "at": clock.now(),
    }
    return render(request, "web/equipment/ends.html", context)


@page(Permission.RECOVER_EQUIPMENT)
def line_end(request: PersonRequest, number: str) -> HttpResponse:
    """Show one of them with its site, and note the look for whoever owns the account."""
    line, site = queries.get_ends(request.reach, number)
    at, person = clock.now(), request.user
    role = request.reach.bounds_for(Permission.RECOVER_EQUIPMENT)[0].role
    right = Right(basis=LookBasis.ROLE, role=role.value)
    if looks.is_to_be_noted(right, line.customer_id, person.pk, at=at):
        access.note_looks(rights={line.customer_id: right}, purpose=LINE_END, by=person, at=at)
    context = {"line": line, "site": site, "at": at}
    return render(request, "web/equipment/end.html", context)
