"""What happens after facts, and what this room does when the worker calls."""

from datetime import datetime
from typing import Final

from primeline.commitments import actions, alerting, sources
from primeline.commitments.actions.chasing import told_by_chase
from primeline.commitments.choices import Because, NoticeKind
from primeline.commitments.events import CommitmentChased, RungReached
from primeline.commitments.queries import has_due, has_pause_to_end, kept_by_former, to_reprice
from primeline.customers.events import ManagersChanged
from primeline.hours.events import DaySet, DaysPublished, UnitHoursChanged
from primeline.kit.deeds import System
from primeline.kit.jobs import Job, enqueue
from primeline.products.events import (
    AgreementAmended,
    AgreementEnded,
    AgreementFiled,
    AgreementSigned,
    SubscriptionOpened,
    SubscriptionTerminated,
)
from primeline.staff.models import Person
from primeline.standards.events import PolicyTakesEffect

BY: Final = System("commitments")
REPRICE: Final = "commitments.reprice"
AT_ONCE: Final = 200


def tell_after_rung(event: RungReached) -> None:
    """Tell whom the rung names, as far as they may see what it is about."""
    alerting.tell_of(event.rung_id, at=event.happened_at)


def tell_after_chase(event: CommitmentChased) -> None:
    """Tell the owner, and who leads there if it is not the first time, that somebody waits."""
    alerting.notify(
        event.commitment_id,
        NoticeKind.CHASED,
        happening=f"commitments.chase:{event.chase_id}",
        tells=told_by_chase(event.number),
        at=event.happened_at,
    )


def reprice_after_policy(event: PolicyTakesEffect) -> None:
    """Have all due moments worked out anew by the version that takes effect."""
    ask_to_reprice(Because.POLICY, key=str(event.version_id), at=event.happened_at)


def reprice_after_change_of_calendar(event: DaysPublished | DaySet | UnitHoursChanged) -> None:
    """Have due moments worked out anew where days or hours of work have changed."""
    key = f"{type(event).__name__} {event.happened_at.isoformat()}"
    ask_to_reprice(Because.CALENDAR, key=key, at=event.happened_at)


def owe_filing_after_signing(event: AgreementSigned | AgreementAmended) -> None:
    """Have a contract filed in time that was signed, or filed and then amended."""
    sources.owe_filing(event.agreement_id, by=BY, at=event.happened_at)


def keep_filing_after_filing(event: AgreementFiled) -> None:
    """Note that a contract was filed."""
    sources.keep_filing(event.agreement_id, by=BY, at=event.happened_at)


def owe_nothing_after_end(event: AgreementEnded) -> None:
    """Owe nothing any more about a contract that has ended."""
    sources.drop_contract(event.agreement_id, by=BY, at=event.happened_at)


def owe_follow_up_after_opening(event: SubscriptionOpened) -> None:
    """Have a customer asked how it goes, once something was opened for them."""
    sources.owe_follow_up(event.subscription_id, by=BY, at=event.happened_at)


def owe_no_follow_up_after_termination(event: SubscriptionTerminated) -> None:
    """Ask nobody any more about what was terminated."""
    sources.drop_follow_up(event.subscription_id, by=BY, at=event.happened_at)


def go_along_after_change_of_manager(event: ManagersChanged) -> None:
    """Let what runs at accounts go to their new manager where nobody else could see to it."""
    manager, before = event.to_person_id, event.from_person_ids
    # An act that does nothing would only fill the record.
    if manager is None or not kept_by_former(before, manager).exists():
        return
    to_person = Person.objects.get(pk=manager)
    actions.go_along(from_person_ids=before, to_person=to_person, by=BY, at=event.happened_at)


def scan(job: Job) -> None:
    """End pauses that are over, and fire the rungs that were reached."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_pause_to_end(job.at):
        count += actions.end_pauses(by=BY, at=job.at)
        job.report(scanned=count)
    while has_due(job.at):
        count += actions.fire_due(by=BY, at=job.at)
        job.report(scanned=count)


def owe_for_contracts(job: Job) -> None:
    """Open what contracts ask for by their days alone, and end what they ask for no more."""
    job.report(changed=sources.owe_for_contracts(by=BY, at=job.at))


def mail_alert(job: Job) -> None:
    """Send the e-mail of one alert."""
    alerting.mail(int(job.payload["alert"]), at=job.at)


def mail_notice(job: Job) -> None:
    """Send the e-mail of one notice."""
    alerting.mail_notice(int(job.payload["notice"]), at=job.at)


def reprice(job: Job) -> None:
    """Work the due moments of all that is open out anew, some at a time."""
    because, after = Because(job.payload["because"]), 0
    while ids := to_reprice(because, after=after, most=AT_ONCE):
        actions.reprice_commitments(commitment_ids=ids, because=because, by=BY, at=job.at)
        after = ids[-1]
        job.report(after=after)


def ask_to_reprice(because: Because, *, key: str, at: datetime) -> None:
    """Ask for all that is open to be worked out anew."""
    enqueue(
        kind=REPRICE,
        payload={"because": because.value},
        unique_key=f"{REPRICE} {because.value} {key}",
        at=at,
    )
