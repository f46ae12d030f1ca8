"""Plans as tests need them, made by actions."""

from datetime import date, datetime
from typing import Any

from primeline.customers.actions import add_contact
from primeline.customers.models import Contact, Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails
from primeline.plans import actions
from primeline.plans.models import Plan
from primeline.plans.values import Content, Row
from primeline.staff.models import Person
from primeline.testing.cast import TUESDAY_10AM, greta, lin

TODAY = TUESDAY_10AM.date()
NEXT_WEEK = date(2026, 5, 5)


def content(**facts: Any) -> Content:
    """Return what a small plan says."""
    said: dict[str, Any] = {
        "from_date": TODAY,
        "to_date": date(2026, 12, 31),
        "situation": "They move their core system this year.",
        "strengths": "Two fibers\n- a good name",
        "weaknesses": "",
        "chances": "SD-WAN for 40 branches",
        "threats": "",
        "goals": (Row(row_id=None, facts={"what": "Renew", "due_date": NEXT_WEEK}),),
        "actions": (
            Row(row_id=None, facts={"what": "Visit", "who_id": lin().pk, "due_date": NEXT_WEEK}),
        ),
    }
    return Content(**said | facts)


def drawn_up(customer: Customer, *, at: datetime = TUESDAY_10AM, **facts: Any) -> Plan:
    """Return a plan that Lin has written."""
    plan = actions.draw_up_plan(customer=customer, by=lin(), at=at)
    return actions.save_plan(plan=plan, version=1, content=content(**facts), by=lin(), at=at)


def handed_in(plan: Plan, *, by: Person | None = None, at: datetime = TUESDAY_10AM) -> Plan:
    """Hand a plan in."""
    who = by or lin()
    return actions.submit_plan(
        plan=plan, version=plan.version, reach=reach_now(who, at=at), by=who, at=at
    )


def approved(plan: Plan, *, by: Person | None = None, at: datetime = TUESDAY_10AM) -> Plan:
    """Approve a plan."""
    who = by or greta()
    return actions.approve_plan(
        plan=plan, version=plan.version, reach=reach_now(who, at=at), by=who, at=at
    )


def a_person_there(customer: Customer) -> Contact:
    """Return a contact of an account."""
    details = ContactDetails(name="王建国", job_title="信息部主任", decision_role="DECIDES")
    return add_contact(customer=customer, details=details, by=lin(), at=TUESDAY_10AM)
