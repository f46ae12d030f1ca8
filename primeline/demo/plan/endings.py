"""What belongs to endings: the reasons of all of them, and the contracts of who left."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.agreements import TERMS, Agreement, sign
from primeline.demo.plan.calendar import years_after
from primeline.demo.plan.chance import Wheel, apportion, draws
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.key_lines import KeyLines
from primeline.demo.plan.losses import NANYI
from primeline.demo.plan.ordinary_lines import OrdinaryLines
from primeline.demo.plan.reasons import (
    NANYI_SHARE,
    date_second_calls,
    explain,
    explain_plainly,
    explain_replaced,
)
from primeline.demo.plan.stories import QINGYAN

# Of what is lost, the part whose contract ended within 90 days, had run on, or was in mid-term.
_CONTRACT_STATES = (0.277, 0.045, 0.678)


def explain_all(key: KeyLines, ordinary: OrdinaryLines, today: date, seed: int) -> None:
    """Give every ending its reasons, and every second call its day."""
    random = draws(seed, "reasons")
    slots = key.all_slots()
    replaced = {id(slot.replaces) for slot in slots if slot.replaces is not None}
    lost = [s for s in slots if s.closed_in is not None and id(s) not in replaced]
    branch = {account.index: account.branch for account in key.everyone()}
    qingyan = {a.index for a in key.accounts if a.story and a.story.key == QINGYAN}
    groups: dict[tuple[bool, int], list[Slot]] = defaultdict(list)
    for slot in lost:
        groups[slot.line in f.LEASED, (slot.closed_in or 0) // 12].append(slot)
    at_nanyi = {
        cell: [s for s in group if cell[1] and branch[s.account] == NANYI]
        for cell, group in groups.items()
    }
    counts = [len(there) for there in at_nanyi.values()]
    own = apportion(round(sum(counts) * NANYI_SHARE), counts)
    for (cell, group), says_little in zip(groups.items(), own, strict=True):
        tender = [s for s in group if s.account in qingyan]
        explain(group, random, at_nanyi=at_nanyi[cell], says_little=says_little, tender=tender)
    for slot in slots:
        explain_replaced(slot)
    date_second_calls(slots, today, random)
    plain = [s for ours in ordinary.slots.values() for s in ours if s.closed_in is not None]
    explain_plainly(plain, random)


def gone_agreements(key: KeyLines, known: Sequence[Agreement], seed: int) -> list[Agreement]:
    """Return the contracts of the accounts that left."""
    random = draws(seed, "gone agreements")
    made: list[Agreement] = []
    for account in key.gone:
        closed = max(slot.closed or date.min for slot in key.slots[account.index])
        agreement = Agreement(
            account=account.index,
            serial=len(known) + len(made),
            years=list(TERMS)[Wheel(TERMS.values()).turn(random)],
            ends=_end(closed, random),
            is_over=True,
        )
        began = key.risks.since[account.index]
        while years_after(agreement.ends, -agreement.years) > closed:
            agreement.ends = years_after(agreement.ends, -1)
        sign(agreement, random, key.calendar.today)
        agreement.starts = max(agreement.starts, began)
        made.append(agreement)
    return made


def _end(closed: date, random: Random) -> date:
    state = Wheel(_CONTRACT_STATES).turn(random)
    if state == 0:
        return closed + timedelta(days=random.randrange(0, 90))
    if state == 1:
        return closed - timedelta(days=random.randrange(5, 120))
    return closed + timedelta(days=random.randrange(90, 800))
