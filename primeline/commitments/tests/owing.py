"""What the tests of this room owe, and to whom."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from primeline.commitments import actions
from primeline.commitments.models import Commitment
from primeline.commitments.values import Owed, Subject
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.values import Level
from primeline.kit.deeds import System
from primeline.products.actions import install_reference
from primeline.standards.actions import install_standards
from primeline.standards.models import PauseReason
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

TEST = System("test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_ids = count(1)


def install() -> None:
    """Put the shipped steps, reasons and matrix on file."""
    install_reference(by=TEST, at=TUESDAY_10AM)
    install_standards(by=TEST, at=TUESDAY_10AM)


def a_matter(
    step: str = "COMPLAINT_REPLY", *, at: datetime = TUESDAY_10AM, **more: Any
) -> Commitment:
    """Owe Harbor Bank something."""
    facts: dict[str, Any] = {
        "subject": Subject("test", next(_ids)),
        "customer_id": cast.harbor_bank().pk,
    } | more
    return actions.open_commitment(owed=Owed(step=step, **facts), by=TEST, at=at)


def fresh(commitment: Commitment) -> Commitment:
    """Return it as it is stored now."""
    return Commitment.objects.get(pk=commitment.pk)


def reason(code: str = "CUSTOMER_PAPERS") -> PauseReason:
    """Return a shipped reason to pause."""
    return PauseReason.objects.get(code=code)


def scan(at: datetime) -> int:
    """Fire all that is due, as the job does."""
    fired = 0
    while actions.end_pauses(by=TEST, at=at):
        pass
    while some := actions.fire_due(by=TEST, at=at):
        fired += some
    return fired


def a_level(tier: Tier) -> None:
    """Let Harbor Bank have a level."""
    level = Level(
        customer_id=cast.harbor_bank().pk,
        is_key_account=True,
        tier=tier,
        since_month=TUESDAY_10AM.date().replace(day=1),
    )
    customers.set_levels(levels=[level], by=TEST, at=TUESDAY_10AM)
