"""Addresses of scripts, styles and icons, marked so that a browser may keep them for long."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static


@cache
def address(name: str) -> str:
    """Return where a static file is served, with a mark that changes when the file does."""
    found = finders.find(name)
    if not isinstance(found, str):
        return static(name)
    return f"{static(name)}?v={sha256(Path(found).read_bytes()).hexdigest()[:10]}"
