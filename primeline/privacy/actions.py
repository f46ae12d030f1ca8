"""Restricting the facts of people, and destroying their keys."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed, note
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy import keyring, ledger
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
def erase(*, subjects: Collection[int], by: Actor, at: datetime, reason: str = "") -> None:
    """Destroy the keys of people and what they could be looked up by. Nothing brings them back."""
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


@deed("privacy.erase_again")
def erase_again(*, by: Actor, at: datetime) -> int:
    """Destroy the keys of people in the list of erasures that a restored backup brought back."""
    listed = sorted(ledger.subjects())
    count = 0
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        back = list(PersonKey.objects.filter(subject__in=some).values_list("subject", flat=True))
        if back:
            erase(subjects=back, by=by, at=at, reason="restored backup")
            count += len(back)
    return count


@deed("privacy.install_limits")
def install_limits(*, by: Actor, at: datetime) -> None:
    """Store the shipped limits that are not there yet."""
    known = set(Limit.objects.values_list("code", flat=True))
    Limit.objects.bulk_create(
        Limit(code=kind, value=value) for kind, value in LIMITS.items() if kind not in known
    )


@deed("privacy.change_limit")
def change_limit(*, limit: Limit, version: int, value: int, by: Actor, at: datetime) -> Limit:
    """Set another limit; it holds from now on, and what it was stays on record.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    save_changes(Limit, pk=limit.pk, version=version, changes={"value": value})
    limit.refresh_from_db()
    return limit


def _wipe() -> None:
    """Take what was deleted out of SQLite's journal too; PostgreSQL does so as it vacuums."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
