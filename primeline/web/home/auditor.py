"""The auditor: did anybody look where they had no business?"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit import queries as audit
from primeline.audit.sealing import latest_seal
from primeline.staff import queries as staff
from primeline.web.audit.deeds import deed_words
from primeline.web.audit.looks import purpose_words, subject_words
from primeline.web.home import words
from primeline.web.requests import PersonRequest

DAY = timedelta(days=1)
# Looks at accounts of others: nothing was taken out or unmasked.
LOOKED_AT = frozenset({"account", "customer"})


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return what was taken out and done in the last day, and how far the record is sealed."""
    since = at - DAY
    looks = audit.looks_since(request.reach, since)
    taken = [look for look in looks if look.subject_kind not in LOOKED_AT]
    return {
        "answer": _answer(taken, at),
        "taken": taken,
        "seen": [look for look in looks if look.subject_kind in LOOKED_AT],
        "looks": looks,
        "deeds": audit.deeds_since(request.reach, since),
        "since": since,
        "seal": latest_seal(),
        "words": words,
        "actors": staff.names_of({look.actor_name for look in looks}),
        "deed_words": deed_words,
        "subject_words": subject_words,
        "purpose_words": purpose_words,
    }


def _answer(looks: list[audit.LooksSum], at: datetime) -> str:
    if not looks:
        return _("%(time)s · nobody took anything out in the last 24 hours.") % {
            "time": words.time_of(at)
        }
    people = len({look.actor_name for look in looks})
    rows = sum(look.rows_count for look in looks)
    return ngettext(
        "In the last 24 hours %(people)s person took out or unmasked %(rows)s rows.",
        "In the last 24 hours %(people)s people took out or unmasked %(rows)s rows.",
        people,
    ) % {"people": people, "rows": f"{rows:,}"}
