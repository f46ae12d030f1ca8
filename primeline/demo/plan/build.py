"""Puts the whole plan together: one call, the same answer for the same seed, day and scale."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import cycle

from primeline.demo.plan.accounts import Account, key_accounts
from primeline.demo.plan.agreements import Agreement, key_agreements
from primeline.demo.plan.bills import Billing, disagreements
from primeline.demo.plan.calendar import Calendar, months_after
from primeline.demo.plan.care import Care, care_of
from primeline.demo.plan.chance import draws
from primeline.demo.plan.contacts import contacts_of
from primeline.demo.plan.days import Diary
from primeline.demo.plan.endings import explain_all, gone_agreements
from primeline.demo.plan.fees import Slot, key_slots
from primeline.demo.plan.findings import Findings
from primeline.demo.plan.flows import key_flows, ordinary_flows
from primeline.demo.plan.holdings import key_holdings
from primeline.demo.plan.identities import identities_of
from primeline.demo.plan.individuals import with_individuals, with_themselves
from primeline.demo.plan.key_lines import KeyLines, risks_of
from primeline.demo.plan.losses import STEADY
from primeline.demo.plan.ordinary import ordinary_accounts, ordinary_slots
from primeline.demo.plan.ordinary_lines import OrdinaryLines
from primeline.demo.plan.payments import Payer, payer_of
from primeline.demo.plan.people import Staff, staff
from primeline.demo.plan.prices import BILLS_BEFORE, Prices, Step
from primeline.demo.plan.restricted import cover_names
from primeline.demo.plan.shapes import Bill, Plan
from primeline.demo.plan.standing import with_standing
from primeline.demo.plan.writing import Writer

# The managers whom one may be, and the branch of the lead.
BUSY = ("lin.zhixia", "he.mingchuan")
BUSY_BRANCH = "JINTANG"


@dataclass
class World:
    """The operator in the making, up to where it is written down as a plan."""

    seed: int
    today: date
    scale: float
    staff: Staff = field(init=False)
    care: Care = field(init=False)
    covers: dict[int, str] = field(init=False)
    agreements: list[Agreement] = field(init=False)
    key: KeyLines = field(init=False)
    ordinary: OrdinaryLines = field(init=False)
    began: dict[int, date] = field(default_factory=dict)
    steps: dict[int, list[Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staff = staff(self.seed, self.today)
        self._live_key()
        self._live_ordinary()
        self._date()
        explain_all(self.key, self.ordinary, self.today, self.seed)
        self.agreements += gone_agreements(self.key, self.agreements, self.seed)
        self._price()

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.today)

    @cached_property
    def accounts(self) -> list[Account]:
        """Everybody, in the order of the plan: key accounts first, those that left last."""
        return [
            *self.key.accounts,
            *self.key.gone,
            *self.ordinary.accounts,
            *self.ordinary.gone,
        ]

    def slots_of(self, account: Account) -> list[Slot]:
        """Return what an account has or had."""
        lines = self.key if account.is_key else self.ordinary
        return lines.slots[account.index]

    @cached_property
    def slots(self) -> list[Slot]:
        return [slot for account in self.accounts for slot in self.slots_of(account)]

    @cached_property
    def payers(self) -> dict[int, Payer]:
        random = draws(self.seed, "payers")
        ordinary = [a.index for a in self.ordinary.accounts]
        slow = self.key.risks.slow_payers | set(
            random.sample(ordinary, round(len(ordinary) * 0.03))
        )
        return {a.index: payer_of(a, slow, random) for a in self.accounts}

    def _live_key(self) -> None:
        seed, scale = self.seed, self.scale
        accounts = key_accounts(seed, scale)
        holdings = key_holdings(accounts, seed, scale)
        slots = key_slots(accounts, holdings, seed)
        self._ordinary_accounts = ordinary_accounts(seed, scale, first_index=len(accounts))
        self.covers = cover_names(accounts, seed, scale)
        everyone = [*accounts, *self._ordinary_accounts]
        self.care = care_of(everyone, self.staff, seed, scale, hidden=self.covers)
        busy = [self._accounts_of(person) for person in BUSY]
        busy.append(frozenset(a.index for a in accounts if a.branch == BUSY_BRANCH))
        self.agreements = key_agreements(
            accounts, self.calendar, seed, scale, busy=busy, hidden=self.covers
        )
        joined = {person.key: person.joined for person in self.staff.people}
        since = {
            a.index: joined[self.care.manager[a.index]]
            for a in accounts
            if a.index in self.care.manager
        }
        risks = risks_of(accounts, holdings, self.agreements, since, self.calendar, seed)
        flows = key_flows(self.calendar, scale)
        first_gone = len(accounts) + len(self._ordinary_accounts)
        self.key = KeyLines(
            accounts, holdings, flows, self.calendar, seed, scale, risks, first_gone
        )
        self.key.build(slots)

    def _accounts_of(self, person: str) -> frozenset[int]:
        named = (*self.care.manager.items(), *self.care.deputy.items())
        return frozenset(index for index, key in named if key == person)

    def _live_ordinary(self) -> None:
        self.ordinary = OrdinaryLines(
            self._ordinary_accounts,
            ordinary_flows(self.calendar, self.scale),
            self.calendar,
            self.seed,
            self.key.first_gone + len(self.key.gone),
        )
        self.ordinary.build(ordinary_slots(self._ordinary_accounts, self.seed, self.scale))

    def _date(self) -> None:
        diary = Diary(self.calendar, draws(self.seed, "days"))
        since = self.key.risks.since | self.ordinary.since
        for account in self.accounts:
            slots = self.slots_of(account)
            index = account.index
            self.began[index] = diary.date_account(
                slots,
                since[index],
                settled_by=self._settled_by(account),
                closed_in=account.closed_in,
            )

    def _settled_by(self, account: Account) -> date:
        """Return before which day it had what it has had since before the window.

        Who is a key account by what it brings has brought it since the first bills: its first
        averages make it one.
        """
        start = self.calendar.start
        by_income = account.is_key and account.why not in STEADY
        return months_after(start, -BILLS_BEFORE) if by_income else start

    def _price(self) -> None:
        """Work out what things used to cost, under the contract that each belongs to."""
        prices = Prices(self.calendar, draws(self.seed, "prices"))
        mine: dict[int, list[Agreement]] = defaultdict(list)
        for signed in self.agreements:
            mine[signed.account].append(signed)
        self.agreement_of: dict[int, Agreement] = {}
        for account in self.accounts:
            # What ends first has something to end: a subscription that is still held.
            ours = cycle_of(mine[account.index])
            for slot in self.slots_of(account):
                agreement = next(ours[slot.closed is None], None)
                if agreement is not None and (not slot.closed or agreement.starts <= slot.closed):
                    self.agreement_of[id(slot)] = agreement
                steps = prices.steps(slot, account, agreement)
                if len(steps) > 1:
                    self.steps[id(slot)] = steps


def cycle_of(agreements: Sequence[Agreement]) -> dict[bool, Iterator[Agreement]]:
    """Return endless rounds through the contracts, one for what is held and one for the rest."""
    by_end = sorted(agreements, key=lambda agreement: agreement.ends)
    return {is_held: cycle(by_end) for is_held in (True, False)}


def build_plan(*, seed: int, today: date, scale: float = 1.0) -> tuple[Plan, Iterator[Bill]]:
    """Return the example operator as of a day, and its bills, which are made as they are read."""
    world = World(seed, today, scale)
    findings = Findings(world.key, world.ordinary, world.calendar, seed)
    findings.plant()
    accounts = world.accounts
    lines = {a.index: {slot.line for slot in world.slots_of(a)} for a in accounts}
    identities = with_individuals(
        identities_of(accounts, lines, world.covers, seed),
        accounts,
        lines,
        world.care.manager,
        seed,
        known=BUSY,
    )
    contacts = with_standing(contacts_of(accounts, seed, today, scale), accounts, seed)
    writer = Writer(
        world=world,
        identities=identities,
        contacts=with_themselves(contacts, identities),
        findings=findings,
    )
    return writer.plan(), _bills(world)


def _bills(world: World) -> Iterator[Bill]:
    random = draws(world.seed, "bills")
    by_index = {a.index: a for a in world.accounts}
    wrong = disagreements(by_index, world.slots, world.calendar, random)
    billing = Billing(world.calendar, world.steps, wrong, random)
    for place, account in enumerate(world.accounts):
        payer = world.payers[account.index]
        yield from billing.bills(account, world.slots_of(account), place, payer)
