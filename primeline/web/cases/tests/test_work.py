"""The work list: what is due first on top, at the same few questions, however long it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.kit import clock
from primeline.processes import actions, queries
from primeline.processes.tests.drawn import LINE, begun, install
from primeline.processes.tests.test_promises import TAKEN, does, dora
from primeline.processes.values import Wish
from primeline.testing import cast
from primeline.testing.doors import signed_in
from primeline.web.formats import moment

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("F2")]
HOUR = timedelta(hours=1)


def test_ten_steps_cost_as_many_queries_as_two() -> None:
    install()
    counts = []
    for wanted in (2, 8):
        for _ in range(wanted):
            begun(LINE)
        client = signed_in(cast.lin())
        client.get("/cases/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get("/cases/")
        assert page.status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[0], counts


def test_the_step_that_gives_the_estimate_shows_the_time_left_of_the_estimate() -> None:
    install()
    at = clock.now()
    actions.install_processes(by=cast.CASTING, at=at - HOUR)
    seat = dora()
    case = actions.start_case(
        process=queries.get_process("FAULT"), customer=cast.harbor_bank(),
        wish=Wish(title="Down", said_at=at - 3 * HOUR), by=cast.lin(), at=at,
    )  # fmt: skip
    does(case, "accept", seat, at, **TAKEN)
    due = moment(at - 3 * HOUR + HOUR / 2)
    client = signed_in(cast.tom())
    for address, before, after in (
        ("/cases/", 'class="time-cell"', "</td>"),
        (f"/cases/{case.number}/", 'class="verdict"', "</p>"),
    ):
        page = client.get(address).content.decode()
        told = page.split(before)[1].split(after)[0]
        assert due in told
        assert "Restoration estimate" in told
    assert "1 of those shown are late" in client.get("/cases/").content.decode()
