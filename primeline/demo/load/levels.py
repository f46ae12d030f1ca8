"""Levels: the policy judges two years of the base, then people decide beside it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.demo.load.organization import Organization
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.staff.models import Person
from primeline.tiers import actions as tiers
from primeline.tiers.choices import Grade, OverrideStatus

_GRADES = {
    Tier.DIAMOND: Grade.DIAMOND,
    Tier.GOLD: Grade.GOLD,
    Tier.SILVER: Grade.SILVER,
    Tier.STANDARD: Grade.STANDARD,
}


# Of the persons the last have a card; the others are graded by what they pay.
_CARDS = (Grade.DIAMOND, Grade.GOLD, Grade.SILVER)


def give_cards(plan: Plan, customers: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Take over the cards that the card scheme has given to a few persons."""
    places = [place for place, one in enumerate(plan.customers) if one.identity.is_person]
    for place, grade in zip(places[-len(_CARDS) :], _CARDS, strict=True):
        tiers.record_card(
            customer=Customer.objects.get(pk=customers[place]),
            grade=grade,
            active_from=plan.today - timedelta(days=500),
            by=by,
            at=at,
        )


def judge(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Apply the policy to every month of the window and to the current one."""
    calendar = Calendar(plan.today)
    tiers.install_policies(by=by, at=at)
    tiers.apply_policy(month=calendar.current, since=calendar.start, by=by, at=at)


def decide_by_hand(
    plan: Plan, customers: Sequence[int], organization: Organization, *, at: datetime
) -> None:
    """Ask for levels by hand as managers do, and approve them as leads do."""
    for override in plan.overrides:
        planned = plan.customers[override.account]
        lead = plan.staff.of_duty("lead", planned.unit)[0]
        tier = Tier(override.tier)
        asked = tiers.request_override(
            customer=Customer.objects.get(pk=customers[override.account]),
            grade=_GRADES[tier],
            tier=tier,
            active_from=override.starts,
            active_to=override.ends,
            by=_person(organization, planned.manager or lead.key),
            at=at - timedelta(hours=3),
            reason=override.reason,
        )
        tiers.decide_override(
            override=asked,
            status=OverrideStatus.APPROVED,
            by=_person(organization, lead.key if planned.manager else _head(plan)),
            at=at,
            reason="同意",
        )


def _person(organization: Organization, key: str) -> Person:
    return Person.objects.get(pk=organization.people[key])


def _head(plan: Plan) -> str:
    return plan.staff.of_duty("head", "HQ")[0].key
