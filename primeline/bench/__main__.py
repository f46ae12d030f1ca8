"""Measure in a process and a database of its own; results go out as lines of JSON."""

import argparse
import os
import sys
from datetime import datetime

import django

# What these cost depends on what they bring themselves, so they need no large archive to meet.
OF_THEIR_OWN = frozenset(
    {"commitment_open", "due_scan", "import", "kept_owed", "timeline", "worker"}
)
MOST_ACCOUNTS = 10_000
# What these cost depends on what accounts are found by: names, numbers, circuits.
FOUND_ONLY = frozenset({"search"})


def main() -> None:
    """Prepare a place and run the benches that are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", required=True)
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--at", type=datetime.fromisoformat, required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "primeline.config.settings")
    django.setup()
    from primeline.audit import walls
    from primeline.bench.bodies import BENCHES
    from primeline.bench.place import prepare

    with walls.open_for_system():
        names = asked.only.split(",")
        most = MOST_ACCOUNTS if OF_THEIR_OWN.issuperset(names) else asked.n
        place = prepare(
            n=asked.n,
            at=asked.at,
            accounts_count=min(asked.n, most),
            is_lean=FOUND_ONLY.issuperset(names),
        )
        for name in names:
            for result in BENCHES[name](place):
                sys.stdout.write(f"{result.as_json()}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
