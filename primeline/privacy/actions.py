"""Restricting the facts of people, and destroying their keys."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.kit import events
from primeline.kit.deeds import Actor, deed, note
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy import elsewhere, keyring, ledger, onfile, queries, striking, takingout
from primeline.privacy.elsewhere import NOTHING_ELSE, AlsoNamed
from primeline.privacy.events import ErasedAgain
from primeline.privacy.mentions import People
from primeline.privacy.models import BlindEntry, Erasure, Limit, PersonKey
from primeline.privacy.shipped import LIMITS

AT_ONCE = 1000


@deed("privacy.restrict")
def restrict(*, subject: int, by: Actor, at: datetime, reason: str) -> None:
    """Store the facts of a person and do nothing else with them from now on.

    :raises Refused: if their data were erased
    """
    rows = PersonKey.objects.filter(subject=subject)
    if not rows.update(restricted_at=at):
        raise Refused(_("The data of this person were erased already."))
    note("privacy.restricted", subject=f"{subject:x}")
    keyring.forget()


@deed("privacy.release")
def release(*, subject: int, by: Actor, at: datetime, reason: str) -> None:
    """Let the facts of a person be used again."""
    PersonKey.objects.filter(subject=subject).update(restricted_at=None)
    note("privacy.released", subject=f"{subject:x}")
    keyring.forget()


@deed("privacy.erase")
def erase(
    *,
    subjects: Collection[int],
    by: Actor,
    at: datetime,
    reason: str = "",
    also: AlsoNamed = NOTHING_ELSE,
) -> Collection[int]:
    """Destroy the keys of people and what they could be looked up by. Nothing brings them back.

    Before, they are taken out of what was typed at their accounts when they were not known there.
    The accounts where something was are returned: they may have been found by it.
    """
    counts = _leave_nothing_of(subjects, also)
    known = set(Erasure.objects.filter(subject__in=subjects).values_list("subject", flat=True))
    Erasure.objects.bulk_create(
        Erasure(subject=subject, erased_at=at) for subject in sorted(set(subjects) - known)
    )
    BlindEntry.objects.filter(subject__in=subjects).delete()
    PersonKey.objects.filter(subject__in=subjects).delete()
    keyring.forget()
    # Robust: what is committed stays so. The list is caught up by a job, and `doctor` looks.
    transaction.on_commit(ledger.catch_up, robust=True)
    transaction.on_commit(_wipe, robust=True)
    return counts.keys()


@deed("privacy.erase_again")
def erase_again(*, by: Actor, at: datetime) -> int:
    """Destroy the keys of people in the list of erasures that a restored backup brought back."""
    listed = sorted(ledger.subjects())
    count, accounts = 0, set[int]()
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        back = list(PersonKey.objects.filter(subject__in=some).values_list("subject", flat=True))
        if back:
            accounts |= {*erase(subjects=back, by=by, at=at, reason="restored backup")}
            count += len(back)
    if count:
        events.publish(
            ErasedAgain(happened_at=at, people_count=count, customer_ids=sorted(accounts))
        )
    return count


@deed("privacy.install_limits")
def install_limits(*, by: Actor, at: datetime) -> None:
    """Store the shipped limits that are not there yet."""
    known = set(Limit.objects.values_list("code", flat=True))
    Limit.objects.bulk_create(
        Limit(code=kind, value=value) for kind, value in LIMITS.items() if kind not in known
    )


@deed("privacy.change_limit")
def change_limit(
    *,
    limit: Limit,
    version: int,
    value: int,
    from_date: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Limit:
    """Set another limit from a day on; the one so far ends where this one begins.

    What was decided for that day or later before now takes no effect any more.

    :raises Refused: if it begins in the past, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if from_date < timezone.localtime(at).date():
        raise Refused(_("A number begins today or later, never in the past."), field="from_date")
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    read = Limit.objects.filter(pk=limit.pk, version=version)
    if not read.update(active_to_date=from_date, version=F("version") + 1):
        raise ChangedMeanwhile(
            _("Somebody else saved this in the meantime. Compare and decide what is to stand."),
            differences={"value": (value, queries.latest_limit(limit.code).value)},
        )
    later = Limit.objects.filter(code=limit.code, active_from_date__gte=from_date)
    later.update(active_to_date=F("active_from_date"))
    return Limit.objects.create(code=limit.code, value=value, active_from_date=from_date)


def _leave_nothing_of(subjects: Collection[int], also: AlsoNamed) -> dict[int, int]:
    """Take people out of what stands and strike them from the record, while they can be met."""
    # They may have been at accounts that whoever decides does not reach.
    with walls.open_for_system():
        known = onfile.known_of(subjects)
        anywhere = People()
        for people in known.values():
            anywhere.include(people)
        unbound = elsewhere.unbound_naming(anywhere) if also.is_unbound else []
        for people in (anywhere, *known.values()):
            for word in also.words:
                people.call(min(subjects), word)
        known |= {account: anywhere for account in also.account_ids if account not in known}
        counts = takingout.take_out(known, also.registered_ids)
        rows = sum(takingout.take_out_of(*typed, anywhere) for typed in unbound)
        struck = striking.strike_out(known, also.registered_ids)
        struck += striking.strike_of(unbound, anywhere)
    if counts or rows or struck:
        rows += sum(counts.values())
        note(
            "privacy.taken_out",
            rows=rows,
            accounts=len(counts),
            struck=struck,
            words=len(also.words),
            elsewhere=len(also.account_ids),
        )
    return counts


def _wipe() -> None:
    """Take what was deleted out of SQLite's journal too; PostgreSQL does so as it vacuums."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
