"""`primeline doctor`: what is wrong with this installation, and the way out."""

import argparse
from dataclasses import asdict

from primeline.cli.house import open_house
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Look the installation over."""
    open_house()
    from primeline.cli.checkup.findings import Weight
    from primeline.cli.checkup.looking import look_over

    found = look_over()
    problems = [finding for finding in found if finding.weight is Weight.PROBLEM]
    remarks = [finding for finding in found if finding.weight is Weight.REMARK]
    if asked.json:
        findings = [asdict(finding) for finding in found]
        answer_json({"is_well": not problems, "findings": findings})
    else:
        for mark, group in (("✗", problems), ("·", remarks)):
            for finding in group:
                answer(f"{mark} {finding.what}\n    → {finding.way_out}")
        if not problems:
            answer(_("Nothing is wrong."))
    return ExitCode.FOUND if problems else ExitCode.OK
