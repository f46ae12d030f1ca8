"""What happened before timelines told of it is told once, as whoever did it."""

from datetime import timedelta

import pytest

from primeline.access import actions as access
from primeline.access.values import Wish
from primeline.audit import walls
from primeline.commitments import actions as commitments
from primeline.commitments.values import Owed, Subject
from primeline.customers.choices import TOPIC_KINDS, TimelineKind, TimelineTopic
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.deeds import System, act
from primeline.kit.jobs import Job
from primeline.products.actions import install_reference
from primeline.quality.past import TELL_PAST, tell_past
from primeline.standards.actions import install_standards
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, lin, mira

pytestmark = [pytest.mark.row("B6"), pytest.mark.django_db]
TEST, HOUR = System("test"), timedelta(hours=1)
NEW = (*TOPIC_KINDS[TimelineTopic.MATTERS], *TOPIC_KINDS[TimelineTopic.LOOKS])

Told = set[tuple[object, ...]]


def test_tells_the_same_as_the_deeds_told_and_twice_nothing() -> None:
    bank, other = harbor_bank(), lake_mills()
    install_reference(by=TEST, at=TUESDAY_10AM)
    install_standards(by=TEST, at=TUESDAY_10AM)
    owed = Owed(step="COMPLAINT_REPLY", subject=Subject("test", 1), customer_id=bank.pk)
    matter = commitments.open_commitment(owed=owed, by=lin(), at=TUESDAY_10AM)
    late = matter.due_at + HOUR
    commitments.keep_commitment(commitment=matter, by=lin(), at=late, reason="ok")
    request = access.ask_for_access(
        number=bank.number,
        wish=Wish(reason="A joint offer", days_count=2, with_contacts=False),
        reach=reach_now(mira(), at=TUESDAY_10AM),
        by=mira(),
        at=TUESDAY_10AM,
    )
    access.grant_access(
        request=request,
        version=request.version,
        days_count=2,
        with_contacts=False,
        by=greta(),
        at=TUESDAY_10AM + HOUR,
    )
    as_told = _told()
    assert {kind for _, kind, *_ in as_told} == {
        TimelineKind.MATTER_OPENED,
        TimelineKind.MATTER_BROKEN,
        TimelineKind.MATTER_KEPT,
        TimelineKind.ACCESS_ASKED,
        TimelineKind.ACCESS_ANSWERED,
    }
    assert {pk for pk, *_ in as_told} == {bank.pk}

    _run()
    assert _told() == as_told

    # As it was before timelines told of such things: these lines hang on another account.
    with walls.open_for_system():
        _as_before(other.pk)
    _run()
    _run()
    again = [row for row in _told() if row[0] == bank.pk]
    assert {row[1:5] for row in again} == {row[1:5] for row in as_told}
    assert TimelineLine.objects.filter(customer=bank, kind__in=NEW).count() == len(as_told)
    names = dict(TimelineLine.objects.filter(customer=bank).values_list("kind", "by_name"))
    assert names["MATTER_KEPT"] == "lin"
    assert names["ACCESS_ANSWERED"] == "greta"


def _run() -> None:
    tell_past(Job(job_id=1, kind=TELL_PAST, payload={}, at=TUESDAY_10AM + timedelta(days=9)))


def _as_before(other_id: int) -> None:
    with act(kind="test.write", by=TEST, at=TUESDAY_10AM):
        TimelineLine.objects.filter(kind__in=NEW).update(customer=other_id)


def _told() -> Told:
    rows = TimelineLine.objects.filter(kind__in=NEW)
    return {
        (row.customer_id, row.kind, row.subject_id, row.happened_at, row.words.get("how", ""))
        for row in rows
    }
