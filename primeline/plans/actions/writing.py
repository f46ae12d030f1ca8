"""Drawing a plan up, and saving what it says."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from primeline.customers.models import Customer
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.plans import rules, values
from primeline.plans.actions import telling
from primeline.plans.choices import PlanStatus
from primeline.plans.models import Goal, Opportunity, Plan, PlannedAction, Stakeholder
from primeline.plans.values import Content, Row
from primeline.privacy.telling import is_same
from primeline.staff.models import Person
from primeline.staff.rules import day_of

LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "stakeholders": (Stakeholder, ("contact_id", "wanted_attitude", "cared_for_by_id")),
    "goals": (Goal, ("what", "measure", "target", "due_date")),
    "opportunities": (
        Opportunity,
        ("what", "line_id", "value_cents", "probability_percent", "expected_date", "stage"),
    ),
    "actions": (PlannedAction, ("what", "who_id", "due_date", "done_date")),
}
CARRIED_ON = ("situation", "strengths", "weaknesses", "chances", "threats")


@deed("plans.draw_up")
def draw_up_plan(*, customer: Customer, by: Person, at: datetime) -> Plan:
    """Begin the next version of a plan, from what the latest one says.

    :raises Refused: if one is being drawn up or waits for approval
    """
    # Two who begin at once take turns here.
    list(Customer.objects.select_for_update().filter(pk=customer.pk).values_list("pk"))
    rows = Plan.objects.filter(customer=customer)
    if rows.filter(status__in=[PlanStatus.DRAFT, PlanStatus.SUBMITTED]).exists():
        raise Refused(_("A version is being drawn up already. Go on with that one."))
    latest = rows.order_by("-number").first()
    today = day_of(at)
    plan = Plan.objects.create(
        customer=customer,
        number=(rows.aggregate(most=Max("number"))["most"] or 0) + 1,
        from_date=today,
        to_date=date(today.year, 12, 31),
        drawn_up_by=by,
        drawn_up_at=at,
        **{name: getattr(latest, name) if latest else "" for name in CARRIED_ON},
    )
    if latest is not None:
        _carry_on(latest, plan)
    telling.tell(plan, values.DRAWN_UP, by=by, at=at)
    return plan


@deed("plans.save")
def save_plan(*, plan: Plan, version: int, content: Content, by: Person, at: datetime) -> Plan:
    """Save what a plan says, list by list; a line goes only if that is said.

    :raises Refused: if it is not being drawn up any more, or a person is not of this account, or
        an action is due before the plan begins, or a goal after it ends
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_draft(plan.status)
    rules.check_period(content.from_date, content.to_date)
    _save_own(plan, version, content)
    for name in LISTS:
        _save_lines(plan, name, getattr(content, name), (content.from_date, content.to_date))
    plan.refresh_from_db()
    return plan


@deed("plans.finish_action")
def finish_action(
    *, action: PlannedAction, version: int, is_done: bool, by: Person, at: datetime
) -> PlannedAction:
    """Record that an action of a plan is done, or that it is not after all.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"done_date": day_of(at) if is_done else None}
    save_changes(PlannedAction, pk=action.pk, version=version, changes=changes)
    action.refresh_from_db()
    how = values.ACTION_DONE if is_done else values.ACTION_OPEN
    telling.tell(action.plan, how, by=by, at=at)
    return action


def _carry_on(latest: Plan, plan: Plan) -> None:
    for name, (model, fields) in LISTS.items():
        rows = model.objects.filter(plan=latest, is_active=True).order_by("position", "id")
        if name == "actions":
            rows = rows.filter(done_date=None)
        model.objects.bulk_create(
            model(
                plan=plan,
                position=position,
                **{field: getattr(row, field) for field in fields},
            )
            for position, row in enumerate(rows)
        )


def _save_lines(plan: Plan, name: str, rows: Iterable[Row], period: tuple[date, date]) -> None:
    model, fields = LISTS[name]
    stored = {row.pk: row for row in model.objects.filter(plan=plan, is_active=True)}
    for position, row in enumerate(rows):
        known = stored.get(row.row_id) if row.row_id else None
        facts = {field: row.facts[field] for field in fields if field in row.facts}
        facts["position"] = position
        if row.is_removed:
            facts = {"is_active": False}
        elif name == "stakeholders":
            _check_is_of(plan, facts["contact_id"])
        elif name == "goals":
            rules.check_goal(facts["what"], facts["due_date"], last=period[1])
        elif name == "actions" and (known is None or known.due_date != facts["due_date"]):
            # What the version before left undone is carried on as it was.
            rules.check_action(facts["what"], facts["due_date"], first=period[0])
        if known is not None:
            _save_line(known, facts)
        elif not row.is_removed:
            model.objects.create(plan=plan, **facts)


def _save_line(known: Any, facts: dict[str, Any]) -> None:
    changes = {n: value for n, value in facts.items() if not is_same(getattr(known, n), value)}
    if changes:
        save_changes(type(known), pk=known.pk, version=known.version, changes=changes)


def _save_own(plan: Plan, version: int, content: Content) -> None:
    try:
        save_changes(Plan, pk=plan.pk, version=version, changes=content.own_facts)
    except ChangedMeanwhile as meanwhile:
        if meanwhile.differences:
            raise
        # Only the lists may differ: what both have written stands, but it is to be looked at.
        raise Refused(
            _(
                "Somebody else saved this plan in the meantime. Your input is still here: "
                "look at the plan in another window, then save again."
            )
        ) from meanwhile


def _check_is_of(plan: Plan, contact_id: int) -> None:
    if not plan.customer.contacts.filter(pk=contact_id).exists():
        raise Refused(_("This person is not a contact of the account."), field="stakeholders")
