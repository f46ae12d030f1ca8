"""Pages as PDF files. What a machine lacks for it is named, with the way to get it."""

import shutil
import subprocess
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from primeline.kit.errors import Refused

STYLE = Path(__file__).parent / "static" / "web" / "paper.css"
LIBRARIES = ("pango-1.0", "pangoft2-1.0")


def lacking() -> list[str]:
    """Return what has to be installed before this machine can write PDF files, in words."""
    return [] if _is_known_complete() else _look_for_it()


def demand_all() -> None:
    """Do nothing if this machine can write PDF files.

    :raises Refused: if it lacks something for it
    """
    missing = lacking()
    if missing:
        raise Refused(" ".join(missing))


def as_pdf(html: str) -> bytes:
    """Return a page as a PDF file. Nothing is fetched for it from anywhere.

    :raises Refused: if the machine lacks something for it
    """
    demand_all()
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    written: bytes = page.write_pdf(stylesheets=[CSS(string=STYLE.read_text())])
    return written


# Once all was found it is not looked for again; what is missing may come at any time.
_known: set[str] = set()


def _is_known_complete() -> bool:
    return "complete" in _known


def _look_for_it() -> list[str]:
    missing = []
    if find_spec("weasyprint") is None or not all(map(find_library, LIBRARIES)):
        missing.append(_("PDF files need Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0."))
    if not _has_chinese_font():
        missing.append(
            _("There is no Chinese font on this machine: apt-get install fonts-noto-cjk.")
        )
    if not missing:
        _known.add("complete")
    return missing


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run(  # noqa: S603 - a program of the system with words of ours
        [lister, ":lang=zh-cn", "family"], capture_output=True, check=False, timeout=20
    )
    return bool(listed.stdout.strip())
