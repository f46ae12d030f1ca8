"""The list of erased people in a file that no backup holds, so that none of them comes back.

A backup that was made before an erasure still holds the key. Whoever restores it has the keys of
all people in this list destroyed again. The list says numbers, not who they were.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from django.conf import settings

from primeline.privacy.models import Erasure


def path() -> Path:
    """Return where the list of this installation lies."""
    return Path(settings.PRIMELINE_ERASURES_FILE)


def catch_up() -> int:
    """Write the erasures that the list does not hold yet; return how many those were."""
    rows = list(Erasure.objects.order_by("id").values_list("subject", "erased_at"))
    if not rows:
        return 0
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        known = _read(opened)
        missing = [row for row in rows if row[0] not in known]
        _append(opened, missing)
    return len(missing)


def subjects() -> dict[int, str]:
    """Return the people in the list, each with the moment of the erasure."""
    if not path().exists():
        return {}
    with path().open() as opened:
        return _read(opened)


def _read(opened: TextIOWrapper) -> dict[int, str]:
    """Read every whole line; one torn by a crash was written again after it."""
    opened.seek(0)
    found: dict[int, str] = {}
    for line in opened:
        try:
            entry = json.loads(line)
            found[int(entry["subject"], 16)] = entry["erased_at"]
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _append(opened: TextIOWrapper, rows: Iterable[tuple[int, datetime]]) -> None:
    end = opened.seek(0, os.SEEK_END)
    if end and not _ends_its_line():
        opened.write("\n")
    for subject, erased_at in rows:
        entry = {"subject": f"{subject:x}", "erased_at": erased_at.isoformat()}
        opened.write(json.dumps(entry) + "\n")
    opened.flush()
    os.fsync(opened.fileno())


def _ends_its_line() -> bool:
    with path().open("rb") as raw:
        raw.seek(-1, os.SEEK_END)
        return raw.read(1) == b"\n"
