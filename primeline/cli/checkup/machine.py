"""The machine and the installed files: Python, folders, disk, what is built."""

import shutil
import stat
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

import primeline
from primeline.audit import anchor
from primeline.cli.checkup.findings import Finding, Findings, weight_in
from primeline.cli.words import _
from primeline.privacy import ledger

PYTHONS = ((3, 11), (3, 12))
LEAST_FREE_BYTES = 2**30
BUILT_ASSETS = ("vendor/tabler.min.css", "vendor/htmx.min.js", "vendor/icons.svg")
PACKAGE = Path(primeline.__file__).parent


def python() -> Findings:
    """Find a Python that this release was not tried with."""
    if sys.version_info[:2] not in PYTHONS:
        yield Finding(
            what=_("Python {version} is not supported.").format(version=sys.version.split()[0]),
            way_out=_("Use Python 3.11 or 3.12."),
        )


def folders() -> Findings:
    """Find folders that cannot be written, or a key that others can read."""
    for folder in {Path(settings.HOME), Path(settings.FILES), anchor.path().parent}:
        if not _is_writable(folder):
            yield Finding(
                what=_("{folder} cannot be written.").format(folder=folder),
                way_out=_("Give it to the user who runs Primeline, or name another one."),
            )
    for file in (anchor.path(), ledger.path()):
        if file.exists() and not file.is_file():
            yield Finding(
                what=_("{file} is a folder, and a file is meant.").format(file=file),
                way_out=_("Name a file in PRIMELINE_ANCHOR_FILE and PRIMELINE_ERASURES_FILE."),
            )
    key = Path(settings.HOME) / "secret_key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding(
            what=_("Others on this machine can read the secret key."),
            way_out=f"chmod 600 {key}",
        )


def anchor_place() -> Findings:
    """Find an anchor that lies where whoever rewrites the record can rewrite it too."""
    if Path(settings.HOME) in anchor.path().parents:
        yield Finding(
            what=_("The anchor lies in the home folder: {file}.").format(file=anchor.path()),
            way_out=_("Name a file on another machine in PRIMELINE_ANCHOR_FILE."),
            weight=weight_in(production=settings.IS_PRODUCTION),
        )


def disk() -> Findings:
    """Find a disk that is nearly full."""
    for folder in {_existing(Path(settings.HOME)), _existing(Path(settings.FILES))}:
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE_BYTES:
            yield Finding(
                what=_("Only {free} MiB are free on the disk of {folder}.").format(
                    free=free // 2**20, folder=folder
                ),
                way_out=_("Make room, or move the folder to a larger disk."),
            )


def built() -> Findings:
    """Find scripts, styles and translations that were not built."""
    if not all(finders.find(name) for name in BUILT_ASSETS):
        yield Finding(
            what=_("Scripts and styles of the pages are missing."),
            way_out=_("Install Primeline anew, or run: make run-setup"),
        )
    sources = PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po")
    if not all(source.with_suffix(".mo").exists() for source in sources):
        yield Finding(
            what=_("Translations are not built, so parts of the pages speak English only."),
            way_out="python manage.py build_translations",
        )


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _is_writable(folder: Path) -> bool:
    """Test by writing: permissions do not tell of read-only disks, nor of the superuser."""
    probe = _existing(folder) / ".primeline-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
