"""`primeline serve`: serve the pages."""

import argparse

from primeline.cli import serving
from primeline.cli.house import open_house, require_database, require_keys, require_migrated
from primeline.cli.numbers import count, port
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import say
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("--host", default="127.0.0.1", help=_("the address to listen at"))
    parser.add_argument("--port", type=port, default=8000, help=_("the port to listen at"))
    parser.add_argument(
        "--threads", type=count, default=8, help=_("how many pages each process serves at a time")
    )
    parser.add_argument("--processes", type=count, default=1, help=_("how many processes serve"))
    parser.add_argument("--access-log", action="store_true", help=_("log every request"))


def run(asked: argparse.Namespace) -> int:
    """Check that serving is safe, then serve until told to stop."""
    serving.check_port(asked.host, asked.port)
    open_house()
    require_database()
    require_migrated()
    require_keys()
    serving.check_may_serve()
    say(_("Serving http://{host}:{port}/").format(host=asked.host, port=asked.port))
    serving.serve(
        serving.Place(
            host=asked.host,
            port=asked.port,
            threads_count=asked.threads,
            processes_count=asked.processes,
            has_access_log=asked.access_log,
        )
    )
    return ExitCode.OK
