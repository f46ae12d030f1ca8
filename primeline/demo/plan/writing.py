"""Writes the world down as the finished plan: numbered rows that refer to each other by place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from primeline.demo.plan import shapes
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import draws
from primeline.demo.plan.contacts import Contact
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.findings import Findings
from primeline.demo.plan.holdings import scaled
from primeline.demo.plan.identities import Identity
from primeline.demo.plan.levels import overrides_of
from primeline.demo.plan.people import PARTNER_BRANCH, Person
from primeline.demo.plan.places import PROVINCE_OF
from primeline.demo.plan.staffing import HEADQUARTERS
from primeline.demo.plan.standing import consents_of
from primeline.demo.plan.technical import Circuit, Engineering

if TYPE_CHECKING:
    from primeline.demo.plan.build import World


# How many accounts the counter of the partner serves.
AT_COUNTER = 42


@dataclass
class Writer:
    """Turns what has been worked out into rows."""

    world: "World"
    identities: dict[int, Identity]
    contacts: Sequence[Contact]
    findings: Findings

    def plan(self) -> shapes.Plan:
        """Return the finished plan."""
        world = self.world
        return shapes.Plan(
            today=world.today,
            seed=world.seed,
            scale=world.scale,
            staff=world.staff,
            customers=tuple(self._customer(account) for account in world.accounts),
            contacts=tuple(replace(c, account=self.place[c.account]) for c in self.contacts),
            consents=tuple(consents_of(self.contacts, world.accounts, world.seed, world.today)),
            agreements=tuple(self._agreements()),
            subscriptions=tuple(self._subscriptions()),
            fee_changes=tuple(self._fee_changes()),
            billing_accounts=tuple(self._billing_accounts()),
            clearances=tuple(self._clearances()),
            backdated=tuple(
                shapes.Backdated(self.slot_place[key], day)
                for key, day in self.findings.accepted_before.items()
            ),
            overrides=tuple(
                override._replace(account=self.place[override.account])
                for override in overrides_of(world.key.accounts, world.seed, world.today)
            ),
            at_counter=tuple(self._at_counter()),
            treated=frozenset(self.place[index] for index in world.key.risks.treated),
        )

    @cached_property
    def place(self) -> dict[int, int]:
        """The place of each account in the plan, by its index."""
        return {account.index: place for place, account in enumerate(self.world.accounts)}

    @cached_property
    def slots(self) -> list[Slot]:
        """Every subscription, by account, oldest first."""
        return [
            slot
            for account in self.world.accounts
            for slot in sorted(self.world.slots_of(account), key=lambda slot: slot.opened)
        ]

    @cached_property
    def slot_place(self) -> dict[int, int]:
        return {id(slot): place for place, slot in enumerate(self.slots)}

    @cached_property
    def people(self) -> dict[str, Person]:
        staff = self.world.staff
        return {person.key: person for person in (*staff.people, *staff.former)}

    def _customer(self, account: Account) -> shapes.Customer:
        world, index = self.world, account.index
        manager = self._manager(account)
        began = world.began[index]
        closed = None
        if account.closed_in is not None:
            closed = max(s.closed for s in world.slots_of(account) if s.closed is not None)
        return shapes.Customer(
            identity=self.identities[index],
            industry=account.industry,
            unit=account.branch,
            manager=manager,
            deputy=world.care.deputy.get(index, ""),
            manager_since=max(began, self.people[manager].joined) if manager else None,
            status="ACTIVE" if closed is None else "CLOSED",
            opened=began,
            closed=closed,
            tier=account.tier,
            why=account.why,
            story=account.story.key if account.story else "",
        )

    def _manager(self, account: Account) -> str:
        """Return the manager; who left stays with whom the branch would give it to."""
        if account.closed_in is None:
            return self.world.care.manager.get(account.index, "")
        duty = "field_manager" if account.is_key else "telephone_manager"
        there = self.world.staff.of_duty(duty, account.branch)
        return there[account.index % len(there)].key

    def _agreements(self) -> Iterator[shapes.Agreement]:
        by_index = {account.index: account for account in self.world.accounts}
        for agreement in self.world.agreements:
            account = by_index[agreement.account]
            yearly = round(account.fee * 12) * 100
            yield shapes.Agreement(
                customer=self.place[account.index],
                number=f"HT{agreement.signed:%Y%m}-{agreement.serial + 1:05d}",
                signed=agreement.signed,
                starts=agreement.starts,
                ends=max(agreement.ends, agreement.starts),
                term_months=agreement.years * 12,
                value_cents=yearly * agreement.years,
                filed=agreement.filed,
                sales=self._seller(account, agreement.serial),
                status="TERMINATED" if agreement.is_over else "ACTIVE",
            )

    def _seller(self, account: Account, serial: int) -> str:
        """Return who sold a contract: every other one its manager, else sales, here or nearby."""
        manager = self._manager(account)
        if serial % 2 and manager:
            return manager
        capital = PROVINCE_OF[account.branch].branches[0].code
        staff = self.world.staff
        there = staff.of_duty("sales", account.branch) or staff.of_duty("sales", capital)
        return there[serial // 2 % len(there)].key

    def _subscriptions(self) -> Iterator[shapes.Subscription]:
        world = self.world
        agreement_place = {id(a): place for place, a in enumerate(world.agreements)}
        circuits = self._circuits()
        for slot in self.slots:
            agreement = world.agreement_of.get(id(slot))
            yield shapes.Subscription(
                customer=self.place[slot.account],
                line=slot.line,
                agreement=agreement_place[id(agreement)] if agreement else None,
                status="TERMINATED" if slot.closed else slot.status,
                payment_mode=world.payers[slot.account].mode,
                circuit=circuits[id(slot)],
                fee_cents=round(slot.fee * 100),
                opened=slot.opened,
                terminated=slot.closed,
                recorded=slot.recorded,
                verified=slot.verified,
                verified_on=slot.verified_on,
                replaces=self.slot_place[id(slot.replaces)] if slot.replaces else None,
                replacement=slot.replacement if slot.replaces else "",
            )

    def _circuits(self) -> dict[int, Circuit]:
        random = draws(self.world.seed, "engineering")
        engineering = Engineering(self.world.accounts, self.slots, random)
        circuits = {id(slot): engineering.circuit(slot) for slot in self.slots}
        if self.findings.shared_block is not None:
            held, gone = (id(slot) for slot in self.findings.shared_block)
            addresses = circuits[gone].addresses
            circuits[held] = replace(circuits[held], addresses=addresses)
        return circuits

    def _fee_changes(self) -> Iterator[shapes.FeeChange]:
        for place, slot in enumerate(self.slots):
            steps = self.world.steps.get(id(slot), [])
            for before, after in pairwise(steps):
                yield shapes.FeeChange(place, after.day, before.cents, after.cents)

    def _billing_accounts(self) -> Iterator[shapes.BillingAccount]:
        for place, account in enumerate(self.world.accounts):
            payer = self.world.payers[account.index]
            yield shapes.BillingAccount(place, f"B-{place + 1:07d}", payer.mode, payer.every)

    def _at_counter(self) -> list[int]:
        ordinary = self.world.ordinary.accounts
        here = [self.place[a.index] for a in ordinary if a.branch == PARTNER_BRANCH]
        return here[: scaled(AT_COUNTER, self.world.scale)]

    def _clearances(self) -> Iterator[shapes.Clearance]:
        """Three people may open a restricted account: its manager, the lead, the head."""
        staff = self.world.staff
        head = staff.of_duty("head", HEADQUARTERS)[0].key
        for account in self.world.accounts:
            if self.identities[account.index].cover_name:
                lead = staff.of_duty("lead", account.branch)[0].key
                for person in _different([self._manager(account), lead, head]):
                    yield shapes.Clearance(self.place[account.index], person)


def _different(keys: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key]
