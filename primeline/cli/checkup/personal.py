"""The keys of people: master keys missing or open to others, erasures that did not last."""

from pathlib import Path

from django.conf import settings

from primeline.cli.checkup.findings import Finding, Findings, weight_in
from primeline.cli.words import _
from primeline.customers.queries import open_people_count
from primeline.kit.errors import UnsafeSettings
from primeline.privacy import ledger, master, queries


def unusable_keys() -> Findings:
    """Find master keys that are broken, or missing where people lie under them."""
    way_out = _("Put them back into {place} from where you keep them.").format(place=master.place())
    try:
        if master.is_there():
            master.keys()
        missing = queries.missing_masters()
    except (UnsafeSettings, OSError) as error:
        what = _("The master keys cannot be used: {reason}").format(reason=error)
        yield Finding(what=what, way_out=way_out)
        return
    if missing:
        yield Finding(
            what=_("Master keys that people's data need are missing: {names}.").format(
                names=", ".join(missing)
            ),
            way_out=way_out,
        )


def master_keys() -> Findings:
    """Find people who cannot be read, and keys that others can read."""
    unusable = list(unusable_keys())
    yield from unusable
    if file := master.file_if_open_to_others():
        yield Finding(
            what=_("Others on this machine can read the master keys."), way_out=f"chmod 600 {file}"
        )
    elif not unusable and len(counts := queries.keys_by_master()) > 1:
        yield Finding(
            what=_("The keys of people lie under {count} master keys.").format(count=len(counts)),
            way_out="primeline rotate-keys",
        )


def open_people() -> Findings:
    """Find individuals whom an earlier release wrote in clear and nobody has sealed since."""
    if count := open_people_count():
        yield Finding(
            what=_("{count} individuals are not sealed yet.").format(count=count),
            way_out=_("Run: primeline migrate"),
        )
    if count := sum(rows.count() for rows, _fields in queries.open_rows()):
        yield Finding(
            what=_("{count} rows tell of people in clear.").format(count=count),
            way_out=_("Run: primeline migrate"),
        )


def erasures() -> Findings:
    """Find erased people whose keys are back, and a list of erasures that is not whole or safe."""
    if back := queries.returned_subjects():
        yield Finding(
            what=_("{count} people were erased, and their keys are here.").format(count=len(back)),
            way_out=_("Run: primeline rotate-keys --erase-again"),
        )
    if missing := queries.unlisted_erasures():
        yield Finding(
            what=_("{count} erasures are not in the list {file} yet.").format(
                count=missing, file=ledger.path()
            ),
            way_out=_("See that a worker runs and that it can write there."),
        )
    if Path(settings.HOME) in ledger.path().parents:
        yield Finding(
            what=_("The list of erasures lies in the home folder: {file}.").format(
                file=ledger.path()
            ),
            way_out=_("Name a file elsewhere in PRIMELINE_ERASURES_FILE."),
            weight=weight_in(production=settings.IS_PRODUCTION),
        )
