"""Levels: the policy judges two years of the base, then people decide beside it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.demo.load.organization import Organization
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.cases import FIRST_MANAGER
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.tiers import actions as tiers
from primeline.tiers.choices import Grade, ListLevel, OverrideStatus
from primeline.tiers.values import Listed

_GRADES = {
    Tier.DIAMOND: Grade.DIAMOND,
    Tier.GOLD: Grade.GOLD,
    Tier.SILVER: Grade.SILVER,
    Tier.STANDARD: Grade.STANDARD,
}

# On which list accounts of a level stand, at most so many of each, since when, and why.
_LISTS = {
    Tier.DIAMOND: ListLevel.NATIONAL,
    Tier.GOLD: ListLevel.PROVINCIAL,
    Tier.SILVER: ListLevel.CITY,
}
LISTED, LISTED_FOR = 20, timedelta(days=90)
WHY_LISTED = "年度名单评审会议确定"

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


def name_on_lists(plan: Plan, organization: Organization, *, at: datetime) -> None:
    """Put the greatest key accounts on the list of their level, and some of the first login."""
    head = _person(organization, _head(plan))
    for place, (one, level) in enumerate(_to_list()):
        by = head if level is not ListLevel.CITY else _lead_of(one) or head
        # Every other one of the national list is a core account.
        is_core = level is ListLevel.NATIONAL and place % 2 == 0
        tiers.name_on_list(
            customer=one,
            version=0,
            wanted=Listed(level, is_core, plan.today - LISTED_FOR),
            reach=reach_now(by, at=at),
            reason=WHY_LISTED,
            by=by,
            at=at,
        )


def _to_list() -> Iterator[tuple[Customer, ListLevel]]:
    found = Customer.objects.filter(is_key_account=True, is_restricted=False)
    greatest = found.order_by("tier", "-monthly_fee_cents", "pk")
    first = Person.objects.get(username=FIRST_MANAGER)
    yield from zip(greatest.filter(account_manager=first), _LISTS.values(), strict=False)
    others = greatest.exclude(account_manager=first)
    for tier, level in _LISTS.items():
        for one in others.filter(tier=tier)[:LISTED]:
            yield one, level


def _lead_of(customer: Customer) -> Person | None:
    held = Posting.objects.filter(unit=customer.owner_unit_id, role=Role.BRANCH_LEAD)
    posting = held.filter(active_to=None).select_related("person").order_by("pk").first()
    return posting.person if posting else None


def _person(organization: Organization, key: str) -> Person:
    return Person.objects.get(pk=organization.people[key])


def _head(plan: Plan) -> str:
    return plan.staff.of_duty("head", "HQ")[0].key
