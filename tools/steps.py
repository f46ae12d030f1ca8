"""How a step of the set-up is told, run, and remembered as done."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Where packages come from is the machine's business and left alone. These would change what is
# installed, or put it elsewhere than into this folder, or let every process compile all anew.
UNWANTED = frozenset(
    f"PIP_{name}"
    for name in (
        "USER", "TARGET", "PREFIX", "ROOT", "REQUIRE_VIRTUALENV", "DRY_RUN", "NO_BINARY",
        "CONSTRAINT", "REQUIREMENT", "PYTHON",
    )
) | frozenset(
    f"UV_{name}"
    for name in (
        "PYTHON", "SYSTEM_PYTHON", "PYTHON_PREFERENCE", "PROJECT_ENVIRONMENT", "CONSTRAINT",
        "OVERRIDE", "EXCLUDE_NEWER", "NO_BINARY", "BREAK_SYSTEM_PACKAGES",
    )
) | frozenset(
    ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP",
     "PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE", "NODE_OPTIONS")
)  # fmt: skip


# A folder in memory, and how much must be free in it before a run of tests lives there.
MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 * 2**30


class Stopped(Exception):
    """Something is missing or has failed; the message says what to do."""


def say(text: str) -> None:
    """Tell the person at the keyboard what happens now."""
    print(text, file=sys.stderr, flush=True)


def environment(**additions: str) -> dict[str, str]:
    """Return this process's environment without what would lead our tools astray."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"} | additions


def quick_folder() -> Path:
    """Return where to lay down what nobody needs after a run: in memory, if there is room."""
    with suppress(OSError):
        found = os.statvfs(MEMORY)
        is_roomy = found.f_bavail * found.f_frsize >= ROOM_BYTES
        if is_roomy and not found.f_flag & os.ST_NOEXEC and os.access(MEMORY, os.W_OK):
            return MEMORY
    return Path("/tmp")


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the root of the project.

    :raises Stopped: if it fails
    """
    words = [str(word) for word in command]
    finished = subprocess.run(words, cwd=ROOT, env=env or environment(), stdin=subprocess.DEVNULL)
    if finished.returncode:
        raise Stopped(f"This failed, see above: {' '.join(words)}")


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Return a short text that changes when one of the files or words does."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(b"\0" + str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


class Stamp:
    """A file that remembers for which fingerprint a step was done."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def says(self) -> str:
        return self.path.read_text() if self.path.exists() else ""

    def set(self, text: str) -> None:
        """Remember the step as done. Called last, so a broken-off step is done again."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text)
