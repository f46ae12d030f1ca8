"""How much a browser may send: told before it is sent, refused before it is received."""

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import lazy
from django.utils.translation import gettext

from primeline.files.rules import MAX_BYTES, MIB
from primeline.imports.reading.limits import MAX_UPLOAD_BYTES
from primeline.web import errors
from primeline.web.middleware import Answer

MOST_FILE_BYTES: Final = max(MAX_BYTES, MAX_UPLOAD_BYTES)
# A file that is a little too large is refused in its form, beside what was typed there.
MOST_REQUEST_BYTES: Final = 2 * MOST_FILE_BYTES


class Bounded:
    """Turns away what is larger than any form of ours, without reading it.

    A body that names no length is empty to us, so that none passes by this.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        # What is no number at all the server refuses, and Django takes for nothing.
        if length.isdecimal() and int(length) > MOST_REQUEST_BYTES:
            return errors.show(request, 413)
        return self.get_response(request)


def file_chooser(accept: str) -> forms.ClearableFileInput:
    """Return the field of a form that takes a file; the page tells at once if it is too large."""
    words = lazy(_too_large, str)()
    attrs = {"accept": accept, "data-most-bytes": MOST_FILE_BYTES, "data-too-large": words}
    return forms.ClearableFileInput(attrs=attrs)


def _too_large() -> str:
    return gettext("This file is larger than %(most)s MB, so it was not taken.") % {
        "most": MOST_FILE_BYTES // MIB
    }
