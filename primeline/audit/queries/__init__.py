"""Questions about what happened: who did what, how a row came to be, how it was back then."""

from primeline.audit.queries.acts import ActPage, ActSearch, ActShown, changes_of, search_acts
from primeline.audit.queries.dossiers import Dossier, Turn, stood_at, turned_between
from primeline.audit.queries.grants import (
    get_grant,
    grants_of,
    grants_on_record,
    open_about,
    open_now,
)
from primeline.audit.queries.histories import history_of, past_state
from primeline.audit.queries.looks import LooksSum, deeds_since, looks_by, looks_since
from primeline.audit.queries.names import Names, names_in
from primeline.audit.queries.refusals import RefusalSearch, refused_requests
from primeline.audit.queries.shown import Change, FieldChange

__all__ = [
    "ActPage",
    "ActSearch",
    "ActShown",
    "Change",
    "Dossier",
    "FieldChange",
    "LooksSum",
    "Names",
    "RefusalSearch",
    "Turn",
    "changes_of",
    "deeds_since",
    "get_grant",
    "grants_of",
    "grants_on_record",
    "history_of",
    "looks_by",
    "looks_since",
    "names_in",
    "open_about",
    "open_now",
    "past_state",
    "refused_requests",
    "search_acts",
    "stood_at",
    "turned_between",
]
