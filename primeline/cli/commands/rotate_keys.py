"""`primeline rotate-keys`: put a new master key above the keys of people, while work goes on."""

import argparse

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "--drop-former",
        action="store_true",
        help=_("forget former master keys: older backups can no longer be read"),
    )
    parser.add_argument(
        "--erase-again",
        action="store_true",
        help=_("only destroy again the keys of people in the list of erasures"),
    )


def run(asked: argparse.Namespace) -> int:
    """Make a master key, wrap the keys of all people under it, and say how many those were."""
    open_house()
    require_database()
    require_migrated()
    from primeline.audit import walls
    from primeline.kit import clock
    from primeline.kit.deeds import System
    from primeline.privacy import actions, master, rotation

    by = System("rotate-keys")
    with walls.open_for_system():
        if asked.erase_again:
            count = actions.erase_again(by=by, at=clock.now())
            answer(_("{count} people were erased again.").format(count=count))
            return ExitCode.OK
        if master.is_given_by_setting():
            answer(_("The keys come from a setting: its last one is used."))
        else:
            master.make_first()
            master.add_key()
        count = rotation.rewrap_keys(by=by, at=clock.now())
    current = master.keys().current
    told = _("{count} keys of people now lie under master key {name}, kept in {place}.")
    answer(told.format(count=count, name=current, place=master.place()))
    if asked.drop_former and not master.is_given_by_setting():
        former = set(master.keys().wrapping) - {current}
        master.drop_keys(former)
        answer(_("{count} former master keys are gone.").format(count=len(former)))
    return ExitCode.OK
