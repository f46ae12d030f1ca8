"""What every answer carries: the id of its request, and no permission to be stored elsewhere."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from primeline.kit import deeds

ID_WE_ACCEPT = re.compile(r"[A-Za-z0-9._-]{8,64}")

Answer = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Names each request, so that an error page, a log line and an act can be brought together."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if ID_WE_ACCEPT.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        token = deeds.request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            deeds.request_id.reset(token)
        response["X-Request-ID"] = name
        # Pages show customers: neither a shared computer nor a proxy in between may keep them.
        response.setdefault("Cache-Control", "no-store")
        return response
