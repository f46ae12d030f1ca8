"""Where a capture goes: the deed of the room it belongs to, the photo to the papers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.commitments import actions as commitments
from primeline.commitments.choices import AskedBy
from primeline.customers import actions as customers_actions
from primeline.customers import queries as customers
from primeline.customers.choices import AttachmentKind
from primeline.customers.values import Paper
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.plans import actions as plans_actions
from primeline.plans import queries as plans
from primeline.plans.choices import PlanStatus, Stage
from primeline.plans.values import Content, Row
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.visits import actions as visits_actions
from primeline.visits import queries as visits
from primeline.visits.choices import ConversationKind
from primeline.visits.values import Told
from primeline.web.capture.forms import Kind
from primeline.web.meant import NONE, number_of
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.plans.models import Plan

SEE = Permission.VIEW_COMMITMENTS
EDIT = Permission.EDIT_CUSTOMERS
Facts = dict[str, Any]


def take(request: PersonRequest, facts: Facts) -> str:
    """Do what a capture asks for; return the address at which it is seen.

    :raises Refused: if the account or the photo is not to be written to, or the room refuses
    """
    number = number_of(request, facts["account"])
    address = TAKEN_BY[Kind(facts["kind"])](request, number, facts)
    if facts["file"]:
        _attach(request, number, facts)
    return address


def _problem(request: PersonRequest, number: str, facts: Facts) -> str:
    matter = commitments.take_inquiry(
        customer=_reached(lambda: customers.get_customer(request.reach, number, SEE)),
        asked_by=AskedBy(facts["how"]),
        text=facts["text"],
        said_at=facts["written_at"],
        is_measured=True,
        by=request.user,
        at=clock.now(),
    )
    return reverse("matters:matter", args=[matter.number])


def _suggestion(request: PersonRequest, number: str, facts: Facts) -> str:
    unit = next(one for one in staff.units_to_name() if one.pk == facts["to_unit"])
    letter = commitments.take_suggestion(
        customer=_reached(lambda: customers.get_customer(request.reach, number, SEE)),
        to_unit=unit,
        text=facts["text"],
        by=request.user,
        at=clock.now(),
    )
    return reverse("matters:letter", args=[letter.pk])


def _change(request: PersonRequest, number: str, facts: Facts) -> str:
    is_call = facts["how"] == AskedBy.PHONE
    row = visits_actions.record_conversation(
        customer=_reached(lambda: visits.account_to_tell_of(request.reach, number)),
        told=Told(
            kind=ConversationKind.CALL if is_call else ConversationKind.VISIT,
            held_at=facts["written_at"],
            purpose=str(Kind.CHANGE.label),
            outcome=facts["text"],
        ),
        by=request.user,
        at=clock.now(),
    )
    return reverse("visits:conversation", args=[row.pk])


def _opportunity(request: PersonRequest, number: str, facts: Facts) -> str:
    customer = _reached(lambda: customers.get_customer(request.reach, number, EDIT))
    plan = next((one for one in plans.plans_of(customer) if one.is_open), None)
    if plan is None:
        plan = plans_actions.draw_up_plan(customer=customer, by=request.user, at=clock.now())
    elif plan.status != PlanStatus.DRAFT:
        raise Refused(
            _("The plan of this account waits for approval. Send it again once that is decided."),
            field="kind",
        )
    plans_actions.save_plan(
        plan=plan,
        version=plan.version,
        content=_with_opportunity(plan, facts["text"]),
        by=request.user,
        at=clock.now(),
    )
    return f"{reverse('accounts:plan', args=[number])}?version={plan.number}"


def _with_opportunity(plan: "Plan", what: str) -> Content:
    """Return what a plan says, and one opportunity more, of which nothing else is known yet."""
    line = {"what": " ".join(what.split()), "line_id": None, "value_cents": 0}
    own = ("from_date", "to_date", "situation", "strengths", "weaknesses", "chances", "threats")
    return Content(
        **{name: getattr(plan, name) for name in own},
        opportunities=(Row(row_id=None, facts={**line, "stage": Stage.IDENTIFIED}),),
    )


TAKEN_BY: dict[Kind, Callable[[PersonRequest, str, Facts], str]] = {
    Kind.PROBLEM: _problem,
    Kind.SUGGESTION: _suggestion,
    Kind.CHANGE: _change,
    Kind.OPPORTUNITY: _opportunity,
}


def _attach(request: PersonRequest, number: str, facts: Facts) -> None:
    try:
        customer = customers.get_customer(request.reach, number, EDIT)
    except NotFound as absent:
        raise Refused(
            _("You may not put files on the papers of this account. Send it without the photo."),
            field="file",
        ) from absent
    brought = facts["file"]
    customers_actions.attach_file(
        customer=customer,
        paper=Paper(
            name=brought.name,
            content=brought,
            kind=AttachmentKind.OTHER,
            note=str(Kind(facts["kind"]).label),
        ),
        by=request.user,
        at=clock.now(),
    )


def _reached(get: "Callable[[], Customer]") -> "Customer":
    try:
        return get()
    except NotFound as absent:
        raise Refused(NONE, field="account") from absent
