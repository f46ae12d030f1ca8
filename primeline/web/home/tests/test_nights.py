"""What came in overnight, as a lead reads it in the morning: also what came as a case."""

import re
from datetime import timedelta

import pytest
import time_machine

from primeline.commitments.models import Commitment
from primeline.processes import actions, queries
from primeline.processes.tests.drawn import TEST, install
from primeline.processes.tests.test_promises import does, dora, started
from primeline.processes.values import PROMISE, Wish
from primeline.staff.choices import Role
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_person,
    east_province,
    greta,
    harbor_bank,
    lin,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6"), pytest.mark.engine("sqlite")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT = TUESDAY_10AM - 12 * HOUR


def test_a_case_is_counted_once_and_in_the_night_in_which_it_came() -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - 30 * DAY)
    old = started("COMPLAINT", "Long known", NIGHT - 2 * DAY)
    complaint = started("COMPLAINT", "Bill is wrong", NIGHT)
    started("FAULT", "Line is dead", NIGHT)
    # All night the desk went on: both came to the reply.
    for case in (complaint, old):
        does(case, "accept", dora(), NIGHT + HOUR, content="Too much")
        does(case, "desk", dora(), NIGHT + HOUR, solved_by_desk="true")

    with time_machine.travel(TUESDAY_10AM):
        client = signed_in(greta())
        page = client.get("/").content.decode()
        rows = client.get("/matters/unit/?night=complaint").content.decode()

    counts = dict(re.findall(r'href="/matters/unit/\?night=(\w+)">(\d+)</a>', page))
    assert (counts["complaint"], counts["fault"]) == ("1", "1")
    assert "Bill is wrong" in rows
    assert "Long known" not in rows


def test_a_complaint_is_received_where_the_account_is_wherever_the_desk_sits() -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - 30 * DAY)
    # Of the branch nobody sits at the desk: that of the province replies to its accounts.
    a_person("dong", "董坐席", "Dong", east_province, Role.DEDICATED_SEAT)
    case = actions.start_case(
        process=queries.get_process("COMPLAINT"),
        customer=harbor_bank(),
        wish=Wish(title="Bill is wrong"),
        by=lin(),
        at=NIGHT,
    )
    owed = Commitment.objects.get(subject_kind=PROMISE, subject_id=case.pk)
    assert owed.unit == east_province()

    with time_machine.travel(TUESDAY_10AM):
        client = signed_in(greta())
        page = client.get("/").content.decode()
        rows = client.get("/matters/unit/?night=complaint").content.decode()
        board = client.get("/matters/unit/").content.decode()

    counts = dict(re.findall(r'href="/matters/unit/\?night=(\w+)">(\d+)</a>', page))
    assert counts["complaint"] == "1"
    assert "Bill is wrong" in rows
    # What the province owes is no load of the branch.
    assert "Bill is wrong" not in board
