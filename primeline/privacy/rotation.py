"""Wrapping the keys of all people under another master key, while work goes on."""

from datetime import datetime

from django.db import connection

from primeline.kit.deeds import Actor, deed, note
from primeline.privacy import ciphers, master
from primeline.privacy.models import PersonKey

REWRAPPED_AT_ONCE = 1000


def rewrap_keys(*, by: Actor, at: datetime) -> int:
    """Wrap the keys of all people under the current master key; return how many were rewrapped."""
    total, last = 0, -1
    while True:
        count, latest = _rewrap_some(subjects_after=last, by=by, at=at)
        if not count:
            return total
        total, last = total + count, latest


@deed("privacy.rewrap_keys")
def _rewrap_some(*, subjects_after: int, by: Actor, at: datetime) -> tuple[int, int]:
    masters = master.keys()
    current = masters.current
    rows = list(
        PersonKey.objects.filter(subject__gt=subjects_after)
        .exclude(master=current)
        .order_by("subject")
        .values_list("subject", "wrapped", "master")[:REWRAPPED_AT_ONCE]
    )
    changes = []
    for subject, wrapped, name in rows:
        key = ciphers.unwrap(bytes(wrapped), subject=subject, master=masters.cipher(name))
        again = ciphers.wrap(key, subject=subject, master=masters.cipher(current))
        changes.append((again, current, subject, name))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE privacy_personkey SET wrapped = %s, master = %s "
            "WHERE subject = %s AND master = %s",
            changes,
        )
    note("privacy.rewrapped", count=len(rows), under=current)
    return len(rows), rows[-1][0] if rows else 0
