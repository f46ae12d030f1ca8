"""Telling people of rungs and of what happened: on pages at once, by e-mail from a job."""

from collections.abc import Collection, Iterable
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.audit.choices import GrantKind
from primeline.audit.queries import open_about
from primeline.commitments.choices import URGENT, NoticeKind
from primeline.commitments.models import Alert, Commitment, Notice, RungFired
from primeline.commitments.queries.holders import box_of
from primeline.commitments.queries.people import sees, told_until
from primeline.commitments.values import DUTY
from primeline.kit.deeds import System
from primeline.kit.jobs import enqueue
from primeline.staff.choices import MailChoice
from primeline.staff.models import Person
from primeline.standards.choices import Tells

MAIL = "commitments.mail_alert"
MAIL_NOTICE = "commitments.mail_notice"
BY = System("commitments")


def tell_of(rung_id: int, *, at: datetime) -> int:
    """Put a rung onto the pages of whom it tells, each once, and ask for their e-mails."""
    rung = RungFired.objects.select_related("commitment").get(pk=rung_id)
    people = _told(rung.commitment, rung.tells, at)
    Alert.objects.bulk_create(
        [Alert(rung=rung, person=person, told_at=at) for person in people], ignore_conflicts=True
    )
    with_address = [person.pk for person in people if person.email]
    alerts = Alert.objects.filter(rung=rung, person__in=with_address, mailed_at=None)
    for alert_id in alerts.values_list("pk", flat=True):
        enqueue(kind=MAIL, payload={"alert": alert_id}, unique_key=f"{MAIL} {alert_id}", at=at)
    return len(people)


def mail(alert_id: int, *, at: datetime) -> bool:
    """Send the e-mail of an alert, at least once; a second one has the same Message-ID.

    It is not sent where the matter is over, or whoever was meant does not see it any more.
    """
    alert = _in_full(alert_id)
    if alert is None or alert.mailed_at is not None:
        return False
    commitment = alert.rung.commitment
    if not commitment.is_open or not sees(alert.person, [commitment.pk], at=at):
        return False
    with translation.override(alert.person.language):
        letter = _letter(alert)
    letter.send()
    Alert.objects.filter(pk=alert.pk).update(mailed_at=at)
    return True


def mail_notice(notice_id: int, *, at: datetime) -> bool:
    """Send the e-mail of a notice as that of an alert, if the person wants such ones still."""
    notices = Notice.objects.select_related("person", "commitment__step", "commitment__customer")
    notice = notices.filter(pk=notice_id).first()
    if notice is None or notice.mailed_at is not None:
        return False
    commitment, person = notice.commitment, notice.person
    if not commitment.is_open or not _is_wanted(notice.kind, person):
        return False
    if not sees(person, [commitment.pk], at=at):
        return False
    with translation.override(person.language):
        letter = _letter_of_notice(notice)
    letter.send()
    Notice.objects.filter(pk=notice.pk).update(mailed_at=at)
    return True


def notify(
    commitment_id: int,
    kind: NoticeKind,
    *,
    happening: str,
    tells: Collection[Tells],
    also: Collection[int] = (),
    at: datetime,
) -> int:
    """Tell people once of something that happened to a matter that is open; return how many.

    Beside whom the words name, `also` are told. Nobody is told of what they do not see.
    """
    commitment = Commitment.objects.get(pk=commitment_id)
    if not commitment.is_open:
        return 0
    named = _told(commitment, [one.value for one in tells], at)
    others = Person.objects.filter(pk__in=set(also) - {one.pk for one in named}, is_active=True)
    people = [*named, *(one for one in others if sees(one, [commitment.pk], at=at))]
    rows = [
        Notice(commitment=commitment, kind=kind, happening=happening, person=one, told_at=at)
        for one in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    wanting = [one.pk for one in people if _is_wanted(kind, one)]
    mailed = Notice.objects.filter(happening=happening, person__in=wanting, mailed_at=None)
    for pk in mailed.values_list("pk", flat=True):
        key = f"{MAIL_NOTICE} {pk}"
        enqueue(kind=MAIL_NOTICE, payload={"notice": pk}, unique_key=key, at=at)
    return len(rows)


def note_notices_seen(person_id: int, notice_ids: Iterable[int], *, at: datetime) -> int:
    """Note that somebody has seen notices of theirs; return how many were new to them."""
    mine = Notice.objects.filter(person=person_id, pk__in=list(notice_ids), seen_at=None)
    return mine.update(seen_at=at)


def note_seen(person_id: int, alert_ids: Iterable[int], *, at: datetime) -> int:
    """Note that somebody has seen alerts of theirs; return how many were new to them."""
    mine = Alert.objects.filter(person=person_id, pk__in=list(alert_ids), seen_at=None)
    return mine.update(seen_at=at)


def _told(commitment: Commitment, tells: Collection[str], at: datetime) -> list[Person]:
    """Return whom these words name; who is on duty and did not reach the account sees it now."""
    found = told_until(commitment, tells, at=at)
    for person, until_at in found:
        if until_at is not None:
            _open(commitment, person, until_at, at)
    return [person for person, _until in found]


def _open(commitment: Commitment, person: Person, until_at: datetime, at: datetime) -> None:
    """Open the account until the shift ends, its people masked: one calls them all the same."""
    known = open_about(DUTY, [commitment.pk], at=at)
    if until_at > at and not known.filter(person=person, active_to__gte=until_at).exists():
        audit.open_grant(
            person=person,
            box=box_of(commitment, DUTY, in_clear=False),
            kind=GrantKind.WORK,
            active_from=at,
            active_to=until_at,
            by=BY,
            at=at,
        )


def _is_wanted(kind: str, person: Person) -> bool:
    """Test whether somebody is to get a notice of this kind by e-mail too."""
    if not person.email or person.mailed_notices == MailChoice.NONE:
        return False
    return person.mailed_notices == MailChoice.ALL or kind in URGENT


def _in_full(alert_id: int) -> Alert | None:
    alerts = Alert.objects.select_related(
        "person", "rung__commitment__step", "rung__commitment__customer"
    )
    return alerts.filter(pk=alert_id).first()


def _letter(alert: Alert) -> EmailMessage:
    rung, commitment = alert.rung, alert.rung.commitment
    customer = commitment.customer
    words = {
        "number": commitment.number,
        "what": commitment.step.name,
        "customer": customer.display_name if customer else "–",
        "percent": rung.percent,
        "due": _local(rung.due_at, alert.person),
    }
    subject = _("%(what)s, %(customer)s: %(percent)s %% of the time has passed") % words
    text = (
        _(
            "%(number)s · %(what)s\nAccount: %(customer)s\nDue: %(due)s\n\n"
            "%(percent)s %% of the time for it has passed. Sign in to see it and to act."
        )
        % words
    )
    return _message(subject, text, to=alert.person, name=f"commitment-alert-{alert.pk}")


def _letter_of_notice(notice: Notice) -> EmailMessage:
    commitment, customer = notice.commitment, notice.commitment.customer
    words = {
        "number": commitment.number,
        "what": commitment.step.name,
        "customer": customer.display_name if customer else "–",
        "happened": notice.get_kind_display(),
        "due": _local(commitment.due_at, notice.person),
    }
    subject = _("%(what)s, %(customer)s: %(happened)s") % words
    text = (
        _(
            "%(number)s · %(what)s\nAccount: %(customer)s\nDue: %(due)s\n\n"
            "%(happened)s. Sign in to see it and to act."
        )
        % words
    )
    return _message(subject, text, to=notice.person, name=f"commitment-notice-{notice.pk}")


def _message(subject: str, text: str, *, to: Person, name: str) -> EmailMessage:
    """Return an e-mail of a lasting name: a second one is known as the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{name}@{domain}>"}
    return EmailMessage(subject, text, to=[to.email], headers=headers)


def _local(moment: datetime, person: Person) -> str:
    return moment.astimezone(ZoneInfo(person.time_zone)).strftime("%Y-%m-%d %H:%M")
