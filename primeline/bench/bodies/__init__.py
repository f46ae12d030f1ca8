"""The benches by name. Each takes a place and yields its results."""

from collections.abc import Callable, Iterator, Mapping

from primeline.bench.bodies.comparing import duplicates
from primeline.bench.bodies.finding import search
from primeline.bench.bodies.history import history_triggers
from primeline.bench.bodies.importing import import_
from primeline.bench.bodies.keeping import kept_owed
from primeline.bench.bodies.owing import commitment_open, due_scan
from primeline.bench.bodies.pages import account_list, account_page
from primeline.bench.bodies.planning import cadence
from primeline.bench.bodies.saving import account_save
from primeline.bench.bodies.telling import timeline
from primeline.bench.bodies.working import worker
from primeline.bench.place import Place
from primeline.bench.results import Result

Bench = Callable[[Place], Iterator[Result]]

BENCHES: Mapping[str, Bench] = {
    "account_page": account_page,
    "account_list": account_list,
    "account_save": account_save,
    "cadence": cadence,
    "commitment_open": commitment_open,
    "due_scan": due_scan,
    "duplicates": duplicates,
    "history_triggers": history_triggers,
    "import": import_,
    "kept_owed": kept_owed,
    "search": search,
    "timeline": timeline,
    "worker": worker,
}
