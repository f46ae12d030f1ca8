"""Branches that host or assist with an account and its group, and what they have promised."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from primeline.customers import actions
from primeline.customers import queries as customers
from primeline.customers.choices import BranchPart
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission, UnitKind
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.groups.forms import BranchForm, DoneForm, DutyForm, ReleaseForm
from primeline.web.groups.places import GET_AND_POST, back
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_branch(request: PersonRequest, number: str) -> HttpResponse:
    """Name a unit that hosts the account and its group, or assists."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    named = staff.units_to_name()
    units = {unit.pk: unit for unit in named if unit.kind == UnitKind.BRANCH}

    def name(facts: Facts) -> int:
        branch = actions.name_branch(
            customer=customer,
            unit=units[facts["unit"]],
            part=BranchPart(facts["part"]),
            by=request.user,
            at=clock.now(),
        )
        return branch.pk

    matter = Matter(customer=customer, title=_("Host or assisting branch"), back=back(number))
    choices = {"unit": [(pk, f"{'　' * u.depth}{u.name}") for pk, u in units.items()]}
    return acting.add(request, matter, BranchForm, name, choices=choices)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def released_branch(request: PersonRequest, number: str, branch_id: int) -> HttpResponse:
    """End that a unit hosts or assists."""
    matter = _matter(request, number, branch_id, _("Release the branch"))

    def release(facts: Facts) -> None:
        actions.release_branch(
            branch=matter.row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, ReleaseForm, release)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_duty(request: PersonRequest, number: str, branch_id: int) -> HttpResponse:
    """Put on file what a branch has committed to."""
    matter = _matter(request, number, branch_id, _("Commitment of a branch"))

    def promise(facts: Facts) -> int:
        duty = actions.promise_duty(
            branch=matter.row,
            text=facts["text"],
            due_date=facts["due_date"],
            by=request.user,
            at=clock.now(),
        )
        return duty.pk

    return acting.add(request, matter, DutyForm, promise)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def duty_done(request: PersonRequest, number: str, duty_id: int) -> HttpResponse:
    """Record that a commitment was kept: the account's people say so, or the branch itself."""
    customer = customers.get_customer(request.reach, number)
    group = customers.group_of(customer, request.reach)
    branches = {one.pk: one for one in customers.branches_of(group, request.reach)}
    duties = {
        duty.pk: duty for those in customers.duties_of(branches.values()).values() for duty in those
    }
    duty = duties.get(duty_id)
    if duty is None or not customers.may_act_for(branches[duty.branch_id], group, request.reach):
        raise NotFound
    duty.branch = branches[duty.branch_id]

    def finish(facts: Facts) -> None:
        actions.finish_duty(
            duty=duty,
            version=facts["version"],
            done_date=facts["done_date"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(
        customer=customer, title=_("Commitment kept"), back=back(number), about=duty.text, row=duty
    )
    stored = {"done_date": today()}
    return acting.change(request, matter, DoneForm, finish, stored=stored)


def _matter(request: PersonRequest, number: str, branch_id: int, title: str) -> Matter:
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    branch = customers.get_branch(customer, branch_id)
    about = branch.unit.name
    return Matter(customer=customer, title=title, back=back(number), about=about, row=branch)
