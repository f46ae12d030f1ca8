"""What every answer tells the browser to refuse, and what a browser's own word makes us refuse."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from primeline.web import errors

Answer = Callable[[HttpRequest], HttpResponse]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
NOT_USED_HERE = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in NOT_USED_HERE)


class Headers:
    """Adds the headers that no library adds, and refuses changes that another site asks for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._forged(request) or self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Permitted-Cross-Domain-Policies"] = "none"
        return response

    def _forged(self, request: HttpRequest) -> HttpResponse | None:
        # Beside the token of each form: a browser says by itself where a request comes from.
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method in SAFE_METHODS or site in {"same-origin", "none"}:
            return None
        return errors.show(request, 403)
