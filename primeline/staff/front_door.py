"""What goes on at the front door, in working rows: nothing of the archive changes, so no act."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessLog
from django.db import OperationalError, connection, transaction
from django.db.models import Max, Q, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.staff.models import Person
from primeline.staff.patience import (
    ACCOUNT_FROM_EVERYWHERE,
    ACCOUNT_FROM_ONE_SOURCE,
    SOURCE_OVER_ALL,
    Failures,
)

FAILURES_KEPT = timedelta(hours=24)
KNOWN_SOURCE_FOR = timedelta(days=30)
# A failure further ahead of our clock was counted before the clock was put back.
CLOCKS_DIFFER_BY = timedelta(minutes=1)
# How long a reader of a page waits to be noted while somebody writes to an SQLite file.
PATIENCE_MS = 500
# For longer than any code is good for.
SPENT_CODES_KEPT = timedelta(minutes=5)


def forget_tries(*, days: int) -> int:
    """Remove what is remembered of tries to sign in that long ago, and return how many."""
    logs = AxesProxyHandler.reset_logs(age_days=days)
    return int(logs + AxesProxyHandler.reset_failure_logs(age_days=days))


def wait_left(*, username: str, source: str | None, at: datetime) -> timedelta:
    """Return how long this account cannot be tried from this source; zero if it can."""
    both = Q(username=username, ip_address=source)
    failed = _failures(
        {"both": both, "account": Q(username=username), "source": Q(ip_address=source)}, at
    )
    wait = max(
        ACCOUNT_FROM_ONE_SOURCE.wait_left(failed["both"], at=at),
        SOURCE_OVER_ALL.wait_left(failed["source"], at=at),
    )
    elsewhere = ACCOUNT_FROM_EVERYWHERE.wait_left(failed["account"], at=at)
    # Strangers who keep failing must not keep somebody out of where they usually sit.
    if elsewhere <= wait or _is_known_source(username, source, at):
        return wait
    return elsewhere


def spend_code(*, person: Person, code: str, at: datetime) -> None:
    """Make sure that a code of the second factor opens one door only.

    :raises Refused: if it was used before
    """
    # However it was typed, with dashes or spaces: it is the same code.
    plain = normalize_user_code(code)
    mark = hashlib.sha256(f"{person.pk}:{plain}".encode()).hexdigest()[:16]
    oldest = (at - SPENT_CODES_KEPT).timestamp()
    with transaction.atomic():
        factors = Authenticator.objects.select_for_update()
        factor = factors.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
        if factor is None:
            return
        spent = {old: when for old, when in factor.data.get("spent", {}).items() if when > oldest}
        if mark in spent:
            raise Refused(_("This code was used already. Wait for the next one."), field="code")
        factor.data["spent"] = spent | {mark: at.timestamp()}
        factor.save(update_fields=["data"])


def list_session(request: HttpRequest) -> None:
    """Put this session on the list of those that the person can see and end."""
    UserSession.objects.create_from_request(request)


def note_seen(session_key: str, *, at: datetime) -> bool:
    """Write down that somebody uses this session; return whether it was possible.

    An SQLite file has one writer at a time. Who only reads does not wait for one that takes long.
    """
    try:
        with _waiting_briefly():
            UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


@contextmanager
def _waiting_briefly() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {round(usual * 1000)}")


def _failures(kinds: dict[str, Q], at: datetime) -> dict[str, Failures]:
    asked: dict[str, Any] = {}
    wanted = Q(pk__in=[])
    for kind, condition in kinds.items():
        asked[f"{kind}_count"] = Sum("failures_since_start", filter=condition, default=0)
        asked[f"{kind}_latest"] = Max("attempt_time", filter=condition)
        wanted |= condition
    recent = AccessAttempt.objects.filter(
        wanted, attempt_time__gt=at - FAILURES_KEPT, attempt_time__lt=at + CLOCKS_DIFFER_BY
    )
    found = recent.aggregate(**asked)
    return {
        kind: Failures(count=found[f"{kind}_count"], latest_at=found[f"{kind}_latest"])
        for kind in kinds
    }


def _is_known_source(username: str, source: str | None, at: datetime) -> bool:
    seen = AccessLog.objects.filter(
        username__iexact=username, ip_address=source, attempt_time__gt=at - KNOWN_SOURCE_FOR
    )
    return bool(seen.exists())
