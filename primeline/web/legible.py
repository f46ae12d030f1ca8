"""Turns away what no database can hold: a zero byte in an address or in a field of a form."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from primeline.web import errors

Answer = Callable[[HttpRequest], HttpResponseBase]


class Legible:
    """Answers 400 before any page asks a database for such a text. No keyboard types it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or _holds_zero(request.GET):
            return errors.show(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Look at the form once it has been read for its protection mark."""
        return errors.show(request, 400) if _holds_zero(request.POST) else None


def _holds_zero(sent: QueryDict) -> bool:
    return any("\0" in text for text in _texts(sent))


def _texts(sent: QueryDict) -> Iterable[str]:
    for name, values in sent.lists():
        yield name
        yield from values
