"""Trying the readers of files with input that is led by what their code does (Atheris).

It belongs to `make test-all`. Atheris has wheels for few kinds of machines, elsewhere it is left
out: of what readers must stand, the tests by chance still say the same.
"""

from collections.abc import Sequence
from pathlib import Path

from tools.setup import PYTHON, REQUIREMENTS
from tools.steps import ROOT, Stamp, Stopped, fingerprint, run, say

PACKAGES = ROOT / ".tools" / "fuzz"
PINNED = REQUIREMENTS / "fuzz.txt"
SECONDS = 60


def installed() -> Path | None:
    """Return where Atheris lies, apart from everything else, or nothing where it has no wheel."""
    stamp = Stamp(PACKAGES / "stamp")
    wanted = fingerprint([PINNED], str(PYTHON))
    if stamp.says == wanted:
        return PACKAGES
    say("Installing Atheris …")
    try:
        run(
            [PYTHON.parents[2] / ".tools" / "bin" / "uv", "pip", "install", "--quiet", "--no-deps",
             "--require-hashes", "--only-binary=:all:", "--python", PYTHON, "--target", PACKAGES,
             "-r", PINNED]
        )  # fmt: skip
    except Stopped:
        say("Atheris cannot be installed here, so fuzzing led by coverage is skipped.")
        return None
    stamp.set(wanted)
    return PACKAGES


def command() -> Sequence[str]:
    """Return what tries the readers for a minute; an input that fells one is kept."""
    limits = (f"-max_total_time={SECONDS}", "-max_len=2048", "-timeout=30")
    return ("python", "-m", "tests.fuzz.reading", *limits, f"-artifact_prefix={ROOT / '.cache'}/")
