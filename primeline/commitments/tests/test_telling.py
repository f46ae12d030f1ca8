"""What the timeline of an account tells of what is owed to it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import DAY, HOUR, TEST, a_matter, install, reason, scan
from primeline.commitments.values import Owed, Subject
from primeline.customers.choices import TimelineTopic
from primeline.customers.models import TimelineLine
from primeline.customers.queries import TimelineFilter, timeline_of
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, walt

pytestmark = [pytest.mark.row("B6"), pytest.mark.django_db]
MATTERS = TimelineFilter(topic=TimelineTopic.MATTERS)


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def told() -> list[tuple[str, str]]:
    """Return what the timeline of Harbor Bank tells of matters, the first first: what, and how."""
    lines = timeline_of(harbor_bank(), wanted=MATTERS, size=100).lines
    return [(line.kind, line.words.get("how", "")) for line in reversed(lines)]


def opened_by_a_person(step: str = "COMPLAINT_REPLY") -> Commitment:
    owed = Owed(step=step, subject=Subject("test", 1000), customer_id=harbor_bank().pk)
    return actions.open_commitment(owed=owed, by=lin(), at=TUESDAY_10AM)


def test_of_a_matter_that_a_person_opened_its_whole_life() -> None:
    matter, at = opened_by_a_person(), TUESDAY_10AM
    actions.pause_commitment(
        commitment=matter, pause_reason=reason(), evidence="a call", by=lin(), at=at + HOUR
    )
    actions.resume_commitment(commitment=matter, by=lin(), at=at + 2 * HOUR)
    actions.give_estimate(
        commitment=matter, expected_at=at + DAY, reason="Parts", by=lin(), at=at + 3 * HOUR
    )
    offer = actions.offer_matter(
        commitment=matter, to_person=greta(), by=lin(), at=at + 4 * HOUR, reason="Away"
    )
    actions.accept_offer(offer=offer, by=greta(), at=at + 5 * HOUR)
    waiver = actions.ask_waiver(commitment=matter, by=greta(), at=at + 6 * HOUR, reason="Gone")
    actions.refuse_waiver(waiver=waiver, by=walt(), at=at + 7 * HOUR, reason="Not gone")
    actions.keep_commitment(commitment=matter, by=greta(), at=at + 30 * DAY, reason="ok")

    assert told() == [
        ("MATTER_OPENED", ""),
        ("MATTER_PAUSED", ""),
        ("MATTER_RESUMED", ""),
        ("MATTER_EXPECTED", ""),
        ("MATTER_OFFERED", "OFFERED"),
        ("MATTER_HANDED", ""),
        ("MATTER_WAIVER", "WAITING"),
        ("MATTER_WAIVER", "REFUSED"),
        ("MATTER_BROKEN", ""),
        ("MATTER_KEPT", ""),
    ]
    last = timeline_of(harbor_bank(), wanted=MATTERS).lines[0]
    assert last.words == {"number": matter.number, "step": "COMPLAINT_REPLY", "late": True}


def test_of_what_rules_opened_ahead_only_how_it_went() -> None:
    kept, broken, dropped = (a_matter("VISIT", due_at=TUESDAY_10AM + DAY) for _ in range(3))
    assert told() == []

    actions.keep_commitment(commitment=kept, by=lin(), at=TUESDAY_10AM + HOUR, reason="ok")
    actions.cancel_commitments(commitment_ids=[dropped.pk], by=TEST, at=TUESDAY_10AM + HOUR)
    scan(TUESDAY_10AM + 2 * DAY)
    scan(TUESDAY_10AM + 3 * DAY)

    assert told() == [("MATTER_KEPT", ""), ("MATTER_BROKEN", "")]
    line = TimelineLine.objects.get(kind="MATTER_BROKEN")
    assert line.subject_id == broken.pk
    assert line.happened_at == broken.due_at


def test_of_what_a_customer_asked_its_beginning_and_that_it_is_gone() -> None:
    matter = a_matter("RESTORATION")
    actions.cancel_commitments(commitment_ids=[matter.pk], by=TEST, at=TUESDAY_10AM + HOUR)

    assert told() == [("MATTER_OPENED", ""), ("MATTER_DROPPED", "")]


def test_what_breaks_together_is_told_by_one_statement() -> None:
    for number in range(30):
        a_matter("VISIT", due_at=TUESDAY_10AM + timedelta(minutes=number + 1))
    with CaptureQueriesContext(connection) as asked:
        scan(TUESDAY_10AM + DAY)

    written = f'INSERT INTO "{TimelineLine._meta.db_table}"'
    assert sum(written in query["sql"] for query in asked.captured_queries) == 1
    assert told().count(("MATTER_BROKEN", "")) == 30
