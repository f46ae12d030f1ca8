"""What happened before timelines told of it is told once, as whoever did it."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from primeline.access import actions as access
from primeline.access.actions import note_looks
from primeline.access.tests.asking import opens
from primeline.access.values import Wish
from primeline.audit import walls
from primeline.audit.choices import LookBasis
from primeline.audit.values import Right
from primeline.commitments import actions as commitments
from primeline.commitments.values import Owed, Subject
from primeline.customers.actions import add_contact, unmask_contact
from primeline.customers.choices import TOPIC_KINDS, TimelineKind, TimelineTopic
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import System, act
from primeline.kit.jobs import Job
from primeline.papers import actions as papers
from primeline.plans import actions as plans
from primeline.plans.tests.writing import drawn_up, handed_in
from primeline.products.actions import install_reference
from primeline.quality.past import TELL_PAST, tell_past
from primeline.standards.actions import install_standards
from primeline.standards.models import PauseReason
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, lin, mira

pytestmark = [pytest.mark.row("B6"), pytest.mark.django_db]
TEST, HOUR = System("test"), timedelta(hours=1)
NEW = (*TOPIC_KINDS[TimelineTopic.MATTERS], *TOPIC_KINDS[TimelineTopic.LOOKS])
LATER = (
    TimelineKind.MATTER_PAUSED,
    TimelineKind.MATTER_RESUMED,
    TimelineKind.MATTER_OFFERED,
    TimelineKind.MATTER_HANDED,
    TimelineKind.PLAN_CHANGED,
    TimelineKind.PAPER_SETTLED,
    TimelineKind.UNMASKED,
    TimelineKind.ACCOUNT_SEEN,
    TimelineKind.EXPORTED,
)

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


def test_tells_pauses_offers_plans_papers_and_looks_as_the_deeds_told_them() -> None:
    bank, other = harbor_bank(), lake_mills()
    install_reference(by=TEST, at=TUESDAY_10AM)
    install_standards(by=TEST, at=TUESDAY_10AM)
    papers.install_papers(by=TEST, at=TUESDAY_10AM)
    _pause_twice_and_offer(bank)
    _plan(bank)
    checklist = papers.open_checklist(
        customer=bank, event="OPENING", line=None, by=lin(), at=TUESDAY_10AM
    )
    for place, entry in enumerate(checklist.entries.order_by("pk")):
        at = TUESDAY_10AM + place * HOUR
        papers.settle_entry(entry=entry, version=1, waived_because="known", by=lin(), at=at)
    contact = add_contact(
        customer=bank, details=ContactDetails(name="王海燕"), by=lin(), at=TUESDAY_10AM
    )
    unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=TUESDAY_10AM)
    grant = opens(bank, mira()).grant
    right = Right(basis=LookBasis.GRANT, grant_id=grant.pk if grant else None)
    for minutes, purpose in ((0, "account"), (20, "bills"), (30, "export"), (95, "account")):
        note_looks(
            rights={bank.pk: right},
            purpose=purpose,
            by=mira(),
            at=TUESDAY_10AM + timedelta(minutes=minutes),
        )
    as_told = _told(LATER)
    assert {kind for _, kind, *_ in as_told} == {*LATER}
    seen = [row for row in as_told if row[1] == TimelineKind.ACCOUNT_SEEN]
    assert len(seen) == 2

    _run()
    assert _told(LATER) == as_told

    with walls.open_for_system():
        _as_before(other.pk, LATER)
    _run()
    _run()
    again = [row for row in _told(LATER) if row[0] == bank.pk]
    assert {row[1:5] for row in again} == {row[1:5] for row in as_told}
    lines = TimelineLine.objects.filter(kind__in=LATER)
    assert lines.filter(customer=bank).count() == lines.filter(customer=other).count()
    said = {(row.kind, row.by_name) for row in lines.filter(customer=bank)}
    assert said == {(row.kind, row.by_name) for row in lines.filter(customer=other)}


def _pause_twice_and_offer(bank: Customer) -> None:
    owed = Owed(step="COMPLAINT_REPLY", subject=Subject("test", 2), customer_id=bank.pk)
    matter = commitments.open_commitment(owed=owed, by=lin(), at=TUESDAY_10AM)
    reason = PauseReason.objects.get(code="CUSTOMER_PAPERS")
    for hours in (1, 3):
        at = TUESDAY_10AM + hours * HOUR
        commitments.pause_commitment(
            commitment=matter, pause_reason=reason, evidence="a letter", by=lin(), at=at
        )
        commitments.resume_commitment(commitment=matter, by=lin(), at=at + HOUR)
    for hours, answer in ((5, commitments.refuse_offer), (6, commitments.accept_offer)):
        at = TUESDAY_10AM + hours * HOUR
        offer = commitments.offer_matter(
            commitment=matter, to_person=greta(), by=lin(), at=at, reason="away"
        )
        words = {"reason": "no time"} if answer is commitments.refuse_offer else {}
        answer(offer=offer, by=greta(), at=at + HOUR / 2, **words)


def _plan(bank: Customer) -> None:
    plan = handed_in(drawn_up(bank), at=TUESDAY_10AM + HOUR)
    plans.return_plan(
        plan=plan,
        version=plan.version,
        reach=reach_now(greta(), at=TUESDAY_10AM),
        by=greta(),
        at=TUESDAY_10AM + 2 * HOUR,
        reason="no goals",
    )


def _run() -> None:
    tell_past(Job(job_id=1, kind=TELL_PAST, payload={}, at=TUESDAY_10AM + timedelta(days=9)))


def _as_before(other_id: int, kinds: Collection[str] = NEW) -> None:
    with act(kind="test.write", by=TEST, at=TUESDAY_10AM):
        TimelineLine.objects.filter(kind__in=kinds).update(customer=other_id)


def _told(kinds: Collection[str] = NEW) -> Told:
    rows = TimelineLine.objects.filter(kind__in=kinds)
    return {
        (row.customer_id, row.kind, row.subject_id, row.happened_at, row.words.get("how", ""))
        for row in rows
    }
