"""Why subscriptions ended: as recorded on the day, and as a second call found it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from primeline.demo.plan.calendar import working_days_after
from primeline.demo.plan.chance import labels
from primeline.demo.plan.fees import Slot

PRICE, MOVED_AWAY, BUSINESS_CLOSED = "PRICE", "MOVED_AWAY", "BUSINESS_CLOSED"
QUALITY, TENDER_LOST, NOT_FOLLOWED_UP = "QUALITY", "TENDER_LOST", "NOT_FOLLOWED_UP"
ARREARS, COMPLIANCE, MISCODED = "ARREARS", "COMPLIANCE", "MISCODED"
OWN_REASONS, OTHER = "OWN_REASONS", "OTHER"

# Shares in %: recorded that day, verified by the second call.
SHARES: dict[str, tuple[int, int]] = {
    PRICE: (17, 29),
    MOVED_AWAY: (13, 20),
    BUSINESS_CLOSED: (8, 16),
    QUALITY: (4, 11),
    TENDER_LOST: (3, 9),
    NOT_FOLLOWED_UP: (0, 6),
    ARREARS: (5, 5),
    COMPLIANCE: (0, 1),
    MISCODED: (3, 0),
    OWN_REASONS: (44, 0),
    OTHER: (3, 3),
}
AVOIDABLE = frozenset({PRICE, QUALITY, TENDER_LOST, NOT_FOLLOWED_UP, ARREARS})
# The branch that records most losses as the customer's own reasons.
NANYI_SHARE = 0.81
_SECOND_CALL_WITHIN = 10


def explain(
    slots: Sequence[Slot],
    random: Random,
    *,
    at_nanyi: Sequence[Slot] = (),
    says_little: int = 0,
    tender: Sequence[Slot] = (),
) -> None:
    """Give net losses their reasons, in the shares of the page.

    `at_nanyi` are those of the branch of which `says_little` are recorded as the customer's own
    reasons; `tender` those whose reason is told.
    """
    verified = labels({r: float(v) for r, (_, v) in SHARES.items()}, len(slots), random)
    for slot in tender:
        slot.verified = TENDER_LOST
        if TENDER_LOST in verified:
            verified.remove(TENDER_LOST)
        else:
            verified.pop()
    told = {id(slot) for slot in tender}
    rest = [slot for slot in slots if id(slot) not in told]
    rest.sort(key=lambda slot: not slot.is_avoidable)
    verified.sort(key=lambda reason: reason not in AVOIDABLE)
    for slot, reason in zip(rest, verified, strict=True):
        slot.verified = reason
    _record(list(slots), at_nanyi, says_little, random)


def _record(slots: list[Slot], at_nanyi: Sequence[Slot], says_little: int, random: Random) -> None:
    left = Counter(labels({r: float(n) for r, (n, _) in SHARES.items()}, len(slots), random))
    for slot in random.sample(list(at_nanyi), says_little):
        if left[OWN_REASONS]:
            slot.recorded = OWN_REASONS
            left[OWN_REASONS] -= 1
    kept_apart = {id(slot) for slot in at_nanyi} if at_nanyi else set()
    random.shuffle(slots)
    for slot in slots:
        if not slot.recorded and left[slot.verified] and random.random() < 0.9:
            slot.recorded = slot.verified
            left[slot.verified] -= 1
    rest = [slot for slot in slots if not slot.recorded]
    # What Nanyi did not call the customer's own reasons must not be called so after all.
    rest.sort(key=lambda slot: id(slot) not in kept_apart)
    reasons = list(left.elements())
    random.shuffle(reasons)
    reasons.sort(key=lambda reason: reason == OWN_REASONS)
    for slot, reason in zip(rest, reasons, strict=True):
        slot.recorded = reason


def explain_plainly(slots: Sequence[Slot], random: Random) -> None:
    """Give losses of ordinary accounts the reason recorded on the day; nobody calls again."""
    recorded = labels({r: float(n) for r, (n, _) in SHARES.items()}, len(slots), random)
    for slot, reason in zip(slots, recorded, strict=True):
        slot.recorded = reason


def explain_replaced(slot: Slot) -> None:
    """Give what was replaced the reason that claims its replacement."""
    if slot.replaces is not None:
        slot.replaces.recorded = slot.replaces.verified = slot.replacement


def date_second_calls(slots: Sequence[Slot], today: date, random: Random) -> None:
    """Date the second calls; what has not been called about yet has no verified reason."""
    for slot in slots:
        if slot.closed is None or not slot.verified:
            continue
        called = working_days_after(slot.closed, random.randrange(1, _SECOND_CALL_WITHIN + 1))
        if called <= today:
            slot.verified_on = called
        else:
            slot.verified = ""
