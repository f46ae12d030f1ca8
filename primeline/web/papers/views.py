"""Papers of all accounts within reach: which are missing, and who keeps the archives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.kit import clock
from primeline.papers import actions, queries
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.accounts.holding_forms import Choices, ChoosingForm, chosen
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

SHOWN = 200


class CustodianForm(ChoosingForm):
    """Name who keeps an archive."""

    person = chosen(gettext_lazy("Keeps the archive"))


@page(Permission.VIEW_DOSSIERS)
def papers(request: PersonRequest) -> HttpResponse:
    """List the files that lack papers: of the archives one keeps, or of all within reach."""
    kept = queries.kept_paths(request.reach.person_id)
    is_mine = bool(kept) and request.GET.get("all") != "1"
    rows = queries.incomplete_within(request.reach, kept if is_mine else ())
    context = {
        "checklists": list(rows[:SHOWN]),
        "count": rows.order_by().count(),
        "is_keeper": bool(kept),
        "is_mine": is_mine,
        "archives": queries.archives_within(request.reach),
        "may_name": request.reach.may(Permission.ASSIGN_MANAGERS),
        "at": clock.now(),
    }
    return render(request, "web/papers/list.html", context)


@page(Permission.ASSIGN_MANAGERS, methods=("GET", "POST"))
def custodian(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Name who keeps the archive of a unit."""
    unit = staff.get_unit(request.reach, unit_id, permission=Permission.ASSIGN_MANAGERS)
    people = {person.pk: person for person in staff.people_below(unit, today=today())}
    offered: Choices = [(pk, f"{one.name} · {one.username}") for pk, one in people.items()]
    choices = {"person": offered}

    def name(facts: dict[str, Any]) -> None:
        actions.name_custodian(
            unit=unit, person=people[facts["person"]], by=request.user, at=clock.now()
        )

    if request.method == "POST":
        edit = edits.save(CustodianForm(request.POST, choices=choices), name)
    else:
        edit = Edit(form=CustodianForm(choices=choices))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("papers")
    context = {"unit": unit, "form": edit.form}
    return render(request, "web/papers/custodian.html", context, status=edit.status)
