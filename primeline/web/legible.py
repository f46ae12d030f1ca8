"""Reads what was sent before any page does: what no database can hold, what no eye can see."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from primeline.kit.sent import says_nothing
from primeline.web import errors

Answer = Callable[[HttpRequest], HttpResponseBase]


class Legible:
    """Answers 400 where a zero byte is sent, which no keyboard types and no database can hold.

    A field of a form in which nothing can be seen (zero-width characters, marks of direction) is
    as empty as it looks: each form then asks for words as if nothing had been typed.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or _holds_zero(request.GET):
            return errors.show(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Look at the form once it has been read for its protection mark."""
        if _holds_zero(request.POST):
            return errors.show(request, 400)
        if any(map(_is_unseen, _texts(request.POST))):
            request.POST = _as_seen(request.POST)  # type: ignore[assignment]
        return None


def _holds_zero(sent: QueryDict) -> bool:
    return any("\0" in text for text in _texts(sent))


def _texts(sent: QueryDict) -> Iterable[str]:
    for name, values in sent.lists():
        yield name
        yield from values


def _is_unseen(text: str) -> bool:
    # Spaces alone mean something in some fields; forms leave them out by themselves elsewhere.
    return bool(text.strip()) and says_nothing(text)


def _as_seen(sent: QueryDict) -> QueryDict:
    """Return what was sent with nothing wherever nothing can be seen."""
    seen = sent.copy()
    for name, values in sent.lists():
        seen.setlist(name, ["" if _is_unseen(text) else text for text in values])
    return seen
