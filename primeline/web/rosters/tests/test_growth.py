"""What the overview of rosters asks of the database does not grow with how many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.rosters import queries
from primeline.rosters.choices import Speciality
from primeline.rosters.tests.duties import a_roster, a_technician, reach, taking_turns
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
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
