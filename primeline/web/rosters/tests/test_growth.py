"""What the overview of rosters asks of the database does not grow with how many there are."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.rosters import queries
from primeline.rosters.choices import Speciality
from primeline.rosters.models import Shift
from primeline.rosters.tests.duties import DAY, a_roster, a_technician, reach, taking_turns
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.doors import signed_in
from primeline.web.rosters.lines import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("A7")]


def test_many_rosters_are_shown_with_few_queries() -> None:
    tom, bo, wanted = cast.tom(), a_technician("bo"), list(Speciality)[:4]
    asked = []
    for number, speciality in enumerate(wanted):
        taking_turns(a_roster(speciality=speciality), tom, bo)
        if number in (0, len(wanted) - 1):
            rosters = list(queries.rosters_of(reach(cast.greta()), at=TUESDAY_10AM))
            with CaptureQueriesContext(connection) as few:
                lines_of(rosters, TUESDAY_10AM)
            asked.append(len(few))
    assert asked[0] == asked[1]


def test_a_shift_is_shown_with_few_queries_however_many_it_could_be_exchanged_for() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    taking_turns(a_roster(), tom, bo)
    last = Shift.objects.filter(person=tom).latest("starts_at")
    asked = []
    # Sixty can be chosen at first; on the last days hardly one.
    for at in (TUESDAY_10AM, last.starts_at - 2 * DAY):
        with time_machine.travel(at, tick=False):
            client = signed_in(tom)
            client.get(f"/rosters/shifts/{last.pk}/")
            with CaptureQueriesContext(connection) as few:
                page = client.get(f"/rosters/shifts/{last.pk}/").content.decode()
        asked.append((len(few), page.count("· Bo</option>")))
    assert asked[0][1] > 10 * asked[1][1] > 0
    assert asked[0][0] == asked[1][0]
