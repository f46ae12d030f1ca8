"""Whoever is on duty sees what they are called about: while it lasts, on record, and no longer."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from primeline.access import listeners
from primeline.access.tests.asking import time_passes
from primeline.audit import walls
from primeline.audit.models import Grant
from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.alerting import tell_of
from primeline.commitments.events import CommitmentDropped, CommitmentKept
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import a_matter, install, scan
from primeline.customers import actions as customers
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now, visible_to
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.events import event_from
from primeline.kit.models import EventRow
from primeline.rosters import actions, queries
from primeline.rosters.choices import Days, Outcome, Speciality
from primeline.rosters.events import CallChainEnded, CalledOnDuty
from primeline.rosters.models import CallRun
from primeline.rosters.tests.duties import (
    DAY,
    a_chain,
    a_roster,
    a_technician,
    reach,
    with_phone,
)
from primeline.rosters.values import Link, Occasion, Slot
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.standards.choices import Tells
from primeline.testing import cast
from primeline.testing.cast import CASTING

pytestmark = [pytest.mark.django_db, pytest.mark.row("A2")]
# The walls go by the clock of the database.
NOW = clock.now()
TODAY = timezone.localdate(NOW)
GIVEN = "Line is down"


@pytest.fixture(autouse=True)
def begin_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test by the clock: midnight may have passed since this file was read."""
    now = clock.now()
    monkeypatch.setitem(globals(), "NOW", now)
    monkeypatch.setitem(globals(), "TODAY", timezone.localdate(now))


def a_guest(**roster_facts: Any) -> Person:
    """Return who is on duty at Harbor branch and works elsewhere from today on."""
    guest, greta = with_phone(a_technician("guest")), cast.greta()
    roster = a_roster(**roster_facts)
    for day in (TODAY - DAY, TODAY):
        actions.add_shift(
            roster=roster,
            day=day,
            slot=Slot(days=Days.EVERY, start=0, length=1440),
            person=guest,
            is_double=False,
            reach=reach(greta, NOW - 3 * DAY),
            by=greta,
            at=NOW - 3 * DAY,
        )
    posting = guest.postings.get()
    staff.end_posting(posting=posting, version=posting.version, by=CASTING, at=NOW)
    staff.give_posting(
        person=guest,
        unit=cast.hill_branch(),
        role=Role.TECHNICIAN,
        period=Period(NOW.date(), None),
        by=CASTING,
        at=NOW,
    )
    return guest


def a_run(customer: Customer, matter: Commitment | None = None, name: str = "Line down") -> CallRun:
    greta = with_phone(cast.greta())
    chain = a_chain(
        Link(speciality=Speciality.TECHNICIAN, wait_minutes=5),
        Link(person_id=with_phone(cast.tom()).pk, wait_minutes=5),
        customer=customer,
        name=name,
    )
    occasion = Occasion(reason=GIVEN, commitment=matter)
    run = actions.start_run(
        chain=chain, occasion=occasion, reach=reach(greta, NOW), by=greta, at=NOW
    )
    deliver()
    return run


def deliver() -> None:
    """Hand over what calls publish, as the worker does."""
    for row in EventRow.objects.filter(heard_at=None).order_by("pk"):
        event = event_from(row)
        if isinstance(event, CalledOnDuty):
            listeners.open_after_call_on_duty(event)
        elif isinstance(event, CallChainEnded):
            listeners.close_after_chain_ended(event)
        elif isinstance(event, CommitmentKept | CommitmentDropped):
            listeners.close_after_end(event)
        row.heard_at = NOW
        row.save(update_fields=["heard_at"])


def sees(person: Person, run: CallRun, matter: Commitment | None) -> set[str]:
    found, his = set[str](), reach_now(person, at=clock.now())
    with walls.open_for(his):
        if visible_to(his, with_granted=True).filter(pk=run.chain.customer_id or 0).exists():
            found.add("account")
        if matter and owed.visible_to(his, with_granted=True).filter(pk=matter.pk).exists():
            found.add("matter")
        try:
            queries.get_run(his, run.pk)
            found.add("run")
        except NotFound:
            pass
    return found


def test_the_account_is_open_to_who_is_on_duty_until_the_work_is_over() -> None:
    install()
    guest, bank, matter = a_guest(), cast.harbor_bank(), a_matter(at=NOW)
    run = a_run(bank, matter)
    grant = Grant.objects.get(person=guest)
    midnight = datetime.combine(TODAY + DAY, time(), ZoneInfo("Asia/Shanghai"))

    assert (grant.active_to, grant.row_id, grant.purpose) == (midnight, bank.pk, GIVEN)
    assert sees(guest, run, matter) == {"account", "matter", "run"}
    # It is there to be read: nothing is started by it.
    assert not queries.chains_for(reach(guest, NOW), cast.harbor_branch(), bank.pk)
    actions.note_outcome(
        attempt=queries.attempts_of(run)[0],
        is_reached=True,
        reach=reach(guest, NOW),
        by=guest,
        at=NOW,
        reason="",
    )
    deliver()
    # Who took it up needs it until the matter is done.
    assert sees(guest, run, matter) == {"account", "matter", "run"}
    commitments.keep_commitment(commitment=matter, by=cast.lin(), at=NOW)
    deliver()
    assert sees(guest, run, matter) == set()
    assert Grant.objects.get(pk=grant.pk).active_to == NOW


def test_it_ends_too_when_the_matter_need_not_be_done_any_more() -> None:
    install()
    guest, bank, lin = a_guest(), cast.harbor_bank(), cast.lin()

    def let_off(matter: Commitment) -> None:
        waiver = commitments.ask_waiver(commitment=matter, by=lin, at=NOW, reason="gone")
        commitments.approve_waiver(waiver=waiver, by=cast.greta(), at=NOW)

    def drop(matter: Commitment) -> None:
        commitments.cancel_commitments(commitment_ids=[matter.pk], by=CASTING, at=NOW)

    for name, end in (("First", let_off), ("Second", drop)):
        matter = a_matter(at=NOW)
        run = a_run(bank, matter, name=name)
        actions.note_outcome(
            attempt=queries.attempts_of(run)[0], is_reached=True, reach=reach(guest, NOW),
            by=guest, at=NOW, reason="",
        )  # fmt: skip
        deliver()
        assert sees(guest, run, matter) == {"account", "matter", "run"}, name
        end(matter)
        deliver()
        assert sees(guest, run, matter) == set(), name


def test_it_ends_with_the_duty_or_the_calls_and_a_restricted_one_is_open_to_nobody() -> None:
    guest, bank, greta = a_guest(), cast.harbor_bank(), cast.greta()
    run = a_run(bank)
    assert sees(guest, run, None) == {"account", "run"}
    time_passes(Grant.objects.get(person=guest), by=2 * DAY)
    assert sees(guest, run, None) == set()

    second = a_run(bank, name="Power down")
    assert sees(guest, second, None) == {"account", "run"}
    actions.stop_run(run=second, reach=reach(greta, NOW), by=greta, at=NOW, reason="found")
    deliver()
    assert sees(guest, second, None) == set()

    secret = cast.an_account("Quay 7", unit=cast.harbor_branch, manager=cast.lin)
    hide(secret, greta)
    hidden = a_run(Customer.objects.get(pk=secret.pk))
    first = queries.attempts_of(hidden)[0]
    assert (first.person, first.outcome) == (guest, Outcome.FORBIDDEN)
    assert Grant.objects.filter(person=guest).count() == 2


def test_who_is_on_duty_and_told_by_a_rung_sees_the_account_for_the_shift() -> None:
    install()
    guest = a_guest(stands_for_role=Role.TECHNICIAN.value)
    matter = a_matter("FAULT_REPORT", role=Role.TECHNICIAN, at=NOW - 40 * DAY)
    other = a_matter("FAULT_REPORT", role=Role.TECHNICIAN, at=NOW - 40 * DAY)

    def is_seen() -> bool:
        his = reach_now(guest, at=clock.now())
        with walls.open_for(his):
            return owed.visible_to(his, with_granted=True).filter(pk=matter.pk).exists()

    assert not is_seen()
    # Who looks at whom the next rung tells opens nothing.
    assert owed.told_by(matter, [Tells.OWNER.value], at=NOW) == [guest]
    assert not is_seen()
    scan(NOW)
    rungs = RungFired.objects.filter(commitment__in=[matter, other])
    for rung in [*rungs.filter(commitment=matter).order_by("pk")] * 2:
        tell_of(rung.pk, at=NOW)
    grant = Grant.objects.get(person=guest)
    midnight = datetime.combine(TODAY + DAY, time(), ZoneInfo("Asia/Shanghai"))
    assert (grant.active_to, grant.in_clear) == (midnight, False)
    assert is_seen()

    commitments.keep_commitment(commitment=matter, by=cast.lin(), at=NOW)
    assert not is_seen()

    for rung in rungs.filter(commitment=other):
        tell_of(rung.pk, at=NOW)
    assert is_seen()
    time_passes(Grant.objects.get(person=guest, subject_id=other.pk), by=2 * DAY)
    assert not is_seen()


def hide(customer: Customer, cleared: Person) -> None:
    """Restrict an account to one person."""
    more: dict[str, Any] = {"by": CASTING, "at": NOW, "reason": "secret"}
    customers.restrict_customer(
        customer=customer, version=customer.version, cover_name="Cover 7", **more
    )
    customers.clear_person(customer=customer, person=cleared, **more)
