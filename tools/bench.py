"""Run `primeline bench` beside a PostgreSQL server of its own, which keeps what it is given."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from tools import debian
from tools.cluster import ClusterProblem, throw_away_cluster
from tools.setup import VENV, set_up
from tools.steps import ROOT, Stopped, environment, say
from tools.test import end_cleanly


def measure(options: Sequence[str]) -> int:
    """Run the measurements on disk, as databases lie, and return their exit code."""
    with (
        TemporaryDirectory(prefix="primeline-bench-") as home,
        throw_away_cluster(is_durable=True) as cluster,
    ):
        ours = environment(PRIMELINE_HOME=home, TMPDIR=home, **cluster.environment)
        command = [str(VENV / "bin" / "primeline"), "bench", *options]
        return subprocess.run(command, cwd=ROOT, env=ours, stdin=subprocess.DEVNULL).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools/run.sh bench", description=__doc__)
    parser.add_argument("--only", default="", help="names of benches, with commas")
    parser.add_argument("--n", default="", help="how many accounts, with commas")
    parser.add_argument("--engine", default="", help="sqlite or postgres; both unless said")
    asked = vars(parser.parse_args(arguments))
    options = [word for name, text in asked.items() if text for word in (f"--{name}", text)]
    end_cleanly()
    try:
        set_up("dev")
        debian.ensure_packages("postgresql")
        return measure(options)
    except (Stopped, ClusterProblem) as problem:
        say(str(problem))
        return 1


if __name__ == "__main__":
    sys.exit(main())
