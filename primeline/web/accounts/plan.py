"""The plan of an account: the version in force, or the one asked for, with all its lists."""

from typing import TYPE_CHECKING, Any

from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.plans import queries
from primeline.plans.choices import PlanStatus
from primeline.staff.choices import Permission
from primeline.web import paper
from primeline.web.pages import today
from primeline.web.plans.forms import AnswerForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from django.forms import Form

    from primeline.customers.models import Customer
    from primeline.plans.models import Plan


def plan(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of the plan shows."""
    versions = queries.plans_of(customer)
    return facts_of(request, customer, versions, _chosen(versions, request.GET.get("version", "")))


def with_answer(request: PersonRequest, shown: "Plan", form: "Form") -> dict[str, Any]:
    """Return what the pane shows of a plan when the answer to it came back."""
    versions = queries.plans_of(shown.customer)
    return facts_of(request, shown.customer, versions, shown) | {"answer_form": form}


def facts_of(
    request: PersonRequest, customer: "Customer", versions: "list[Plan]", chosen: "Plan | None"
) -> dict[str, Any]:
    """Return what the pane shows of one version among all."""
    may = customers.permissions_on(customer, request.reach)
    return {
        "versions": versions,
        "plan": chosen,
        "shown": queries.shown(chosen, request.reach) if chosen else None,
        "draft": next((one for one in versions if one.is_open), None),
        "may_write": Permission.EDIT_CUSTOMERS in may,
        "may_approve": chosen is not None
        and chosen.status == PlanStatus.SUBMITTED
        and queries.may_approve(chosen, request.reach),
        "answer_form": AnswerForm(initial={"version": chosen.version if chosen else 0}),
        "today": today(),
        "lacking": paper.lacking() if chosen else [],
    }


def _chosen(versions: "list[Plan]", asked: str) -> "Plan | None":
    """Return the version asked for; unasked the one in force, else the latest."""
    if asked:
        number = whole_number(asked)
        found = next((one for one in versions if one.number == number), None)
        if found is None:
            raise NotFound
        return found
    in_force = (one for one in versions if one.status == PlanStatus.IN_FORCE)
    return next(in_force, versions[0] if versions else None)
