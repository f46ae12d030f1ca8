"""An account that is restricted while it is on offer, and shown again: its receiver reads it."""

from datetime import datetime, timedelta

import pytest

from primeline.access import actions as access
from primeline.access.events import RestrictionLifted
from primeline.access.values import Restriction
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.handovers import actions
from primeline.handovers.listeners import open_after_lifting
from primeline.handovers.tests.giving import offers
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, nora, paul

pytestmark = [pytest.mark.django_db, pytest.mark.row("A8")]

HOUR = timedelta(hours=1)
LIFTED_AT = TUESDAY_10AM + 3 * HOUR


def sees(at: datetime) -> bool:
    return bool(reach_now(nora(), at=at).granted_ids)


def hidden_and_shown(bank: Customer) -> None:
    mark = access.propose_restriction(
        customer=bank,
        restriction=Restriction(
            cover_name="Hawthorn", person_ids=tuple(one().pk for one in (greta, paul, lin))
        ),
        by=greta(),
        at=TUESDAY_10AM + HOUR,
        reason="Asked for.",
    )
    access.confirm_proposal(proposal=mark, version=1, by=paul(), at=TUESDAY_10AM + HOUR)
    bank.refresh_from_db()
    assert not sees(TUESDAY_10AM + 2 * HOUR)
    lift = access.propose_lift(customer=bank, by=paul(), at=LIFTED_AT, reason="Public now.")
    access.confirm_proposal(proposal=lift, version=1, by=greta(), at=LIFTED_AT)


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_opens_again_to_whom_it_is_still_offered(is_taken_back: bool) -> None:
    bank = harbor_bank()
    handover = offers([bank])
    assert sees(TUESDAY_10AM)
    hidden_and_shown(bank)
    if is_taken_back:
        reach = reach_now(lin(), at=LIFTED_AT)
        actions.withdraw_handover(handover=handover, version=1, reach=reach, by=lin(), at=LIFTED_AT)
    lifted = RestrictionLifted(happened_at=LIFTED_AT, customer_id=bank.pk)
    before = bank.timeline.count()

    # It is heard at least once.
    for _ in range(2):
        open_after_lifting(lifted)

    assert sees(LIFTED_AT + HOUR) is not is_taken_back
    assert not sees(TUESDAY_10AM + timedelta(days=30))
    assert bank.timeline.count() - before == int(not is_taken_back)
