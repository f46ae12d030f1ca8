"""Two leads at the same moment: one meeting is begun, and finished by one of them."""

import pytest

from primeline.kit.errors import Refused
from primeline.meetings import actions
from primeline.meetings.models import Addressee, Meeting
from primeline.meetings.tests.holding import begun, finished, install, who
from primeline.testing.at_once import at_once
from primeline.testing.cast import greta, harbor_branch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("J7")]


def test_one_meeting_is_begun_and_finished_once() -> None:
    install()
    facts = {"unit": harbor_branch(), **who(greta())}
    begins, broken = at_once([lambda: actions.open_meeting(**facts) for _ in range(2)])
    assert not broken
    assert begins[0] == begins[1] == Meeting.objects.get()

    ends, refused = at_once([lambda: finished(begun()) for _ in range(2)])

    assert len(ends) == 1
    assert [type(one) for one in refused] == [Refused]
    assert Addressee.objects.filter(person=greta()).count() == 1
