"""What is asked of many matters is answered by an index, on both databases."""

from datetime import timedelta

import pytest
from django.db import connection

from primeline.commitments.queries.tallies import TallyFilter, tally_rows, trend_of
from primeline.commitments.tests.owing import DAY, a_matter, install
from primeline.customers.queries import reach_now
from primeline.testing.cast import TUESDAY_10AM, greta

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
TEN_DAYS = TallyFilter(since=TUESDAY_10AM, until=TUESDAY_10AM + 10 * DAY)


def test_what_came_due_in_a_time_is_found_by_when_it_was_due() -> None:
    install()
    a_matter("ASKED", due_at=TUESDAY_10AM + timedelta(hours=1))
    rows = tally_rows(reach_now(greta(), at=TUESDAY_10AM), TEN_DAYS)
    if connection.vendor == "postgresql":
        # So few rows are read faster whole; whether an index would do is what is asked here.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = rows.order_by().explain()

    assert "commitment_due" in plan
    stretches = [(TEN_DAYS.since, TEN_DAYS.until)]
    assert trend_of(reach_now(greta(), at=TUESDAY_10AM), TEN_DAYS, stretches)[0].owed_count == 1
