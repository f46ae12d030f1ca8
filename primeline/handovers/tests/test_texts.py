"""People named in why accounts are handed over: sealed, of whichever account they are."""

from typing import Any

import pytest
from django.db import connection

from primeline.audit.models import Act, HistoryRow
from primeline.customers.models import Customer
from primeline.handovers import actions
from primeline.handovers.models import Handover
from primeline.handovers.tests.giving import offers
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.privacy.freetext import Kept, seen
from primeline.privacy.readers import reading_as
from primeline.privacy.standing import look_through_texts
from primeline.privacy.tests.people import mei
from primeline.testing.cast import TUESDAY_10AM, an_account, harbor_bank, harbor_branch, lin, nora

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2")]


def another() -> Customer:
    return an_account("临江纺织", unit=harbor_branch, manager=lin)


def stored(handover: Handover) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, answer FROM handovers_handover WHERE id = %s", [handover.pk])
        reason, answer = cursor.fetchone()
    return reason, answer


def test_people_at_any_account_of_a_hand_over_stand_sealed_in_its_reasons() -> None:
    mei()
    with reading_as({lin().pk}):
        handover = offers([another(), harbor_bank()], reason="张美丽 13800001234 wants it")
        assert seen(handover.reason) == "张美丽 13800001234 wants it"
    assert handover.reason == "张** 138****1234 wants it"
    refused = actions.refuse_handover(
        handover=handover, version=1, by=nora(), at=TUESDAY_10AM, reason="张美丽 does not"
    )
    assert refused.answer == "张** does not"
    assert "张美丽" not in str(stored(handover))
    assert "13800001234" not in str(stored(handover))
    assert Act.objects.get(kind="handovers.refuse").reason == "*** does not"
    images = HistoryRow.objects.filter(table="handovers_handover")
    assert not [one for one in images if "张美丽" in str(one.after)]


def test_a_number_or_too_long_a_reason_is_refused_at_its_field() -> None:
    for reason, told in (("call 13912345678", "mobile"), ("x" * 301, "300 characters")):
        with pytest.raises(Refused, match=told) as refused:
            offers([harbor_bank()], reason=reason)
        assert refused.value.field == "reason"
    assert not Handover.objects.exists()


def test_what_stood_before_is_looked_through_for_all_accounts() -> None:
    mei()
    handover = offers([another(), harbor_bank()])
    with act(kind="test.before", by=lin(), at=TUESDAY_10AM):
        Handover.objects.filter(pk=handover.pk).update(reason=Kept("张美丽 wants it"))

    now: dict[str, Any] = {"by": System("install"), "at": TUESDAY_10AM}
    counts = look_through_texts(**now), look_through_texts(**now)

    assert counts == (1, 0)
    assert "张美丽" not in str(stored(handover))
    assert Handover.objects.get().reason == "张** wants it"
