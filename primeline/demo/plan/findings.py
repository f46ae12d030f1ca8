"""Things planted to be found by auditors, analysts and supervisors, and the states of stories."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.chance import draws
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT
from primeline.demo.plan.holdings import scaled
from primeline.demo.plan.key_lines import KeyLines
from primeline.demo.plan.ordinary_lines import BACKDATING_BRANCH, OrdinaryLines
from primeline.demo.plan.stories import QINGYAN, XUEYA, YEWAN

BACKDATED = 14
CHANGED_AFTER = timedelta(days=6)
LEAVES_IN = timedelta(days=14)
EXPORTED_ROWS, NIGHT_LOOKS = 1900, 140
_SUSPENDED_SITES, _LEAVING_SITES = 19, 22
_SUSPENDED_SHARE = 0.004
_TERMINATED_BEFORE = timedelta(days=212)


@dataclass
class Findings:
    """Plants what these rooms can show."""

    key: KeyLines
    ordinary: OrdinaryLines
    calendar: Calendar
    seed: int
    # By id of slot: the day of acceptance before it was changed.
    accepted_before: dict[int, date] = field(default_factory=dict)
    # A line in service, and the terminated line that its addresses still belong to.
    shared_block: tuple[Slot, Slot] | None = None

    def plant(self) -> None:
        """Change the states and days of some subscriptions."""
        self._backdate()
        self._share_a_block()
        self._tell_sites()
        self._suspend_some()

    def _backdate(self) -> None:
        """One branch moved acceptances back into the month that had just ended."""
        random = draws(self.seed, "backdated")
        closing = self.calendar.closing
        if self.calendar.today <= closing + CHANGED_AFTER:
            return
        for slot in self._opened_at(BACKDATING_BRANCH)[:BACKDATED]:
            self.accepted_before[id(slot)] = closing + timedelta(days=random.randrange(1, 4))
            slot.opened = closing - timedelta(days=random.randrange(0, 3))

    def _opened_at(self, branch: str) -> list[Slot]:
        everyone: Sequence[Account] = [*self.ordinary.accounts, *self.key.accounts]
        found = []
        for account in everyone:
            if account.branch == branch:
                slots = (self.key if account.is_key else self.ordinary).slots[account.index]
                found += [
                    slot
                    for slot in slots
                    if slot.opened_in == CURRENT - 1
                    and slot.closed_in is None
                    and slot.replaces is None
                    and (len(slots) == 1 or not slot.is_anchor)
                ]
        return found

    def _share_a_block(self) -> None:
        wanted = self.calendar.today - _TERMINATED_BEFORE
        slots = [s for s in self.key.all_slots() if s.line == f.INTERNET]
        ended = [s for s in slots if s.closed is not None]
        if ended:
            gone = min(ended, key=lambda s: abs(((s.closed or wanted) - wanted).days))
            held = next(s for s in slots if s.closed is None and s.account != gone.account)
            self.shared_block = held, gone

    def _tell_sites(self) -> None:
        for key, status, count in (
            (YEWAN, "SUSPENDED", _SUSPENDED_SITES),
            (QINGYAN, "PENDING_TERMINATE", _LEAVING_SITES),
        ):
            sites = [
                s
                for s in self.key.slots[self._told(key).index]
                if s.line == f.NETWORK and s.closed is None
            ]
            for site in sites[: scaled(count, self.key.scale)]:
                site.status = status
        account = self._told(XUEYA)
        waiting = Slot(account.index, f.DATA, 1850.0, bandwidth=10, distance="CROSS_CITY")
        waiting.status, waiting.opened_in = "PENDING_ACTIVE", CURRENT + 1
        waiting.opened = self.calendar.today + timedelta(days=9)
        self.key.slots[account.index].append(waiting)

    def _suspend_some(self) -> None:
        random = draws(self.seed, "suspended")
        for account in self.ordinary.accounts:
            for slot in self.ordinary.slots[account.index]:
                if slot.closed is None and random.random() < _SUSPENDED_SHARE:
                    slot.status = "SUSPENDED"

    def _told(self, key: str) -> Account:
        return next(a for a in self.key.accounts if a.story and a.story.key == key)
