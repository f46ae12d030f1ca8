"""Writing the example operator into an empty installation, under many acts at their own times."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.demo import rules
from primeline.demo.choices import Step
from primeline.demo.load import archive, levels, looks, money
from primeline.demo.load.access import load_requests
from primeline.demo.load.cases import load_cases
from primeline.demo.load.checklists import load_checklists
from primeline.demo.load.competences import load_competences
from primeline.demo.load.contracts import load_contracts_in_full
from primeline.demo.load.groups import load_groups
from primeline.demo.load.handovers import load_handovers
from primeline.demo.load.holdings import Holdings, load_agreements
from primeline.demo.load.hours import load_hours
from primeline.demo.load.indexes import record_indexed_afterwards
from primeline.demo.load.limits import change_limits
from primeline.demo.load.matters import load_matters
from primeline.demo.load.meetings import load_meetings
from primeline.demo.load.month import Month, evening_of
from primeline.demo.load.organization import load_counter, load_organization
from primeline.demo.load.outside import load_outside
from primeline.demo.load.papers import attach_proofs, attach_scans
from primeline.demo.load.partners import load_partners
from primeline.demo.load.plans import load_plans
from primeline.demo.load.prospects import load_prospects
from primeline.demo.load.records import judge_records
from primeline.demo.load.reference import load_reference
from primeline.demo.load.rights import load_rights
from primeline.demo.load.rosters import load_rosters
from primeline.demo.load.sites import load_sites
from primeline.demo.load.timeline import Ids, load_timeline
from primeline.demo.load.visits import load_visits
from primeline.demo.plan.build import build_plan
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.shapes import Bill, Plan
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.kit.installation import EXAMPLE, state_fact
from primeline.products.actions import make_findable
from primeline.staff.choices import Role
from primeline.staff.models import Unit

SEED = 20_261_122
BY = System("example")
FOUND_AT_ONCE = 2000

# What is being done, how much of it is done, and how much there is of it.
Progress = Callable[[Step, int, int], None]


def _silent(_step: Step, _done: int, _total: int) -> None:
    return None


def seed_example(
    *,
    seed: int = SEED,
    today: date,
    at: datetime,
    scale: float = 1.0,
    progress: Progress = _silent,
) -> None:
    """Write the example operator into an empty database and mark it as an example.

    The archive is taken over at the close of the last month; the current month happens after it.

    :raises Refused: if the database holds units or accounts already
    """
    with walls.open_for_system(), transaction.atomic(), record_indexed_afterwards():
        if Customer.objects.exists() or Unit.objects.exists():
            raise Refused(_("This database is in use. The example needs an empty one."))
        with _plan_left_alone():
            _Seeding(seed=seed, today=today, at=at, scale=scale, progress=progress).run()


@contextmanager
def _plan_left_alone() -> Iterator[None]:
    """Keep the collector from walking through the plan again and again: it goes as a whole."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, kw_only=True)
class _Seeding:
    seed: int
    today: date
    at: datetime
    scale: float
    progress: Progress

    def run(self) -> None:
        self.progress(Step.PLAN, 0, 1)
        plan, bills = build_plan(seed=self.seed, today=self.today, scale=self.scale)
        self.progress(Step.PLAN, 1, 1)
        closing = Calendar(self.today).closing
        with act(kind="demo.take_over", by=BY, at=min(evening_of(closing), self.at)):
            month = self._take_over(plan, bills, closing)
            walls.take_statistics()
        month.happen(lambda done, total: self.progress(Step.MONTH, done, total))
        customers, agreements = month.holdings.customers, month.holdings.agreements
        load_groups(plan, customers, month.organization, by=BY, at=self.at)
        load_partners(plan, customers, by=BY, at=self.at)
        attach_proofs(by=BY, at=self.at)
        attach_scans(plan, customers, agreements, by=BY, at=self.at)
        load_contracts_in_full(plan, agreements, by=BY, at=self.at)
        load_outside(plan, customers, month.organization.units, by=BY, at=self.at)
        load_checklists(plan, month.organization, by=BY, at=self.at)
        looks.load_looks(plan, month.holdings.customers, month.organization)
        # Days ago, so before anything is written to accounts today.
        taken_over_at = min(evening_of(closing), self.at)
        load_handovers(rules.SEATS[0].username, taken_over_at, today=self.today, by=BY, at=self.at)
        month.settle_fees()
        self._judge(plan, month)
        load_plans(today=self.today, by=BY, at=self.at)
        load_competences([one.username for one in rules.SEATS], today=self.today, at=self.at)
        change_limits(month.organization.units, today=self.today, at=self.at)
        judge_records(customers, by=BY, at=self.at)
        serving = [one.username for one in rules.SEATS if one.role in rules.SERVING]
        load_matters(serving, by=BY, at=self.at)
        load_cases(by=BY, at=self.at)
        load_visits(serving, by=BY, at=self.at)
        load_rights(today=self.today, by=BY, at=self.at)
        managing = [one.username for one in rules.SEATS if one.role is Role.ACCOUNT_MANAGER]
        on_duty = [one.username for one in rules.SEATS if one.role in rules.ON_DUTY]
        load_rosters(on_duty, at=self.at)
        leading = [one.username for one in rules.SEATS if one.role is Role.BRANCH_LEAD]
        load_meetings(leading, at=self.at)
        load_requests(managing, leading, at=self.at)
        load_prospects(managing, today=self.today, by=BY, at=self.at)
        self._make_findable(month.holdings.customers)

    def _take_over(self, plan: Plan, bills: Iterator[Bill], closing: date) -> Month:
        taken_over_at = evening_of(closing)
        self.progress(Step.ORGANIZATION, 0, 1)
        state_fact(EXAMPLE, {"seed": self.seed, "today": str(self.today), "scale": self.scale})
        reference = load_reference(by=BY, at=self.at)
        organization = load_organization(plan.staff, today=self.today, by=BY, at=self.at)
        load_hours(organization.units, today=self.today, by=BY, at=self.at)
        self.progress(Step.ACCOUNTS, 0, 1)
        customers, first = archive.load_customers(plan, organization, reference)
        archive.load_people_at_customers(plan, customers)
        archive.load_billing_accounts(plan, customers)
        load_counter(plan, customers, organization)
        archive.load_clearances(plan, customers, organization, at=taken_over_at)
        sites = load_sites(plan, customers, organization)
        agreements = load_agreements(plan, customers, organization)
        self.progress(Step.SUBSCRIPTIONS, 0, 1)
        holdings = Holdings.reserve(
            plan, customers, agreements, reference, sites, organization.units
        )
        month = Month(holdings=holdings, organization=organization, by=BY, at=self.at)
        holdings.write(month.known_at_close(), closing)
        holdings.write_fee_changes()
        load_timeline(plan, Ids(first_customer_number=first, holdings=holdings))
        self._bill(bills, customers, total=money.expected_count(plan))
        return month

    def _bill(self, bills: Iterator[Bill], customers: Sequence[int], *, total: int) -> None:
        done = 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            self.progress(Step.BILLS, min(done, total), total)

        money.load_bills(bills, customers, told)

    def _judge(self, plan: Plan, month: Month) -> None:
        self.progress(Step.LEVELS, 0, 2)
        levels.give_cards(plan, month.holdings.customers, by=BY, at=self.at)
        levels.judge(plan, by=BY, at=self.at)
        self.progress(Step.LEVELS, 1, 2)
        customers, organization = month.holdings.customers, month.organization
        levels.decide_by_hand(plan, customers, organization, at=self.at)
        levels.name_on_lists(plan, organization, at=self.at)
        self.progress(Step.LEVELS, 2, 2)

    def _make_findable(self, customers: Sequence[int]) -> None:
        for start in range(0, len(customers), FOUND_AT_ONCE):
            self.progress(Step.SEARCH, start, len(customers))
            ids = customers[start : start + FOUND_AT_ONCE]
            make_findable(customer_ids=ids, by=BY, at=self.at)
        self.progress(Step.SEARCH, len(customers), len(customers))
