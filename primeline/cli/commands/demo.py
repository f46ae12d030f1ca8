"""`primeline demo`: the living example operator, served on this machine only."""

import argparse
from pathlib import Path

from primeline.cli import serving
from primeline.cli.commands import verify
from primeline.cli.demonstration import place
from primeline.cli.numbers import port, scale
from primeline.cli.outcomes import ExitCode
from primeline.cli.words import _

HOST = "127.0.0.1"
DEFAULT_HOME = Path("var") / "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("--port", type=port, default=8000, help=_("the port to listen at"))
    parser.add_argument(
        "--home", type=Path, default=DEFAULT_HOME, help=_("the folder that the example lies in")
    )
    parser.add_argument(
        "--scale",
        type=scale,
        default=1.0,
        help=_("how large the example is made: 1 is 20,000 accounts"),
    )
    parser.add_argument(
        "--codes", action="store_true", help=_("only print the logins with the codes of now")
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help=_("only check that neither the record nor a file of the example was tampered with"),
    )


def run(asked: argparse.Namespace) -> int:
    """Make the example if need be, serve it, and stop everything when told to."""
    home: Path = asked.home.resolve()
    place.move_in(home)
    if asked.codes or asked.verify:
        place.demand_example(home)
    if asked.codes:
        return _show_codes(home)
    if asked.verify:
        return verify.run(argparse.Namespace(json=False))
    with place.alone_in(home):
        # Afterwards: one that is just ending still holds its port.
        serving.check_port(HOST, asked.port)
        place.set_aside_if_old(home)
        from primeline.cli.demonstration import showing

        if not place.is_complete(home):
            showing.prepare(scale=asked.scale)
            place.note_complete(home)
        return showing.show(home=home, host=HOST, port=asked.port)


def _show_codes(home: Path) -> int:
    from primeline.cli.demonstration import showing

    showing.open_example()
    showing.print_logins(home)
    return ExitCode.OK
