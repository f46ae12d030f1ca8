"""Morning meetings of the example, where an account is looked after from elsewhere."""

import pytest

from primeline.customers.models import Customer
from primeline.demo.load.meetings import load_meetings
from primeline.kit.deeds import act
from primeline.meetings.models import Decision
from primeline.meetings.tests.holding import install
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, hugo

pytestmark = [pytest.mark.django_db, pytest.mark.row("M2"), pytest.mark.mainly("sqlite")]


def test_a_branch_meets_though_its_dearest_account_is_looked_after_from_elsewhere() -> None:
    install()
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        Customer.objects.filter(pk=harbor_bank().pk).update(account_manager=hugo())

    assert load_meetings([greta().username], at=TUESDAY_10AM) == 2

    decided = Decision.objects.get(customer=harbor_bank())
    assert decided.owner == greta()
