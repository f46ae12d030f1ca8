"""The work list asks the same few questions, however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.processes.tests.drawn import LINE, begun, install
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("F2")]


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
