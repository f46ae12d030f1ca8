"""What a form held that could not be stored, so that its sender can send it again."""

import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

Fields = tuple[tuple[str, str], ...]

SECRET = re.compile("password|code|secret", re.IGNORECASE)
# A page is no place for more.
MOST_CHARACTERS = 200_000


def sent_fields(request: HttpRequest) -> Fields:
    """Return the names and values of a form, with the protection mark it came with.

    Nothing comes back of a form with files, which a page cannot hold, or with a secret, which it
    must not.
    """
    if request.method != "POST":
        return ()
    try:
        lists, has_files = list(request.POST.lists()), bool(request.FILES)
    except (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return ()
    fields = tuple((name, value) for name, values in lists for value in values)
    is_long = sum(len(value) for _, value in fields) > MOST_CHARACTERS
    if has_files or is_long or any(SECRET.search(name) for name, _ in fields):
        return ()
    return fields
