"""What a device keeps of quick capture: an empty form, its looks, and a worker that opens it.

Nothing of anybody is in these: neither customers nor who is signed in.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from primeline.staff.choices import Permission
from primeline.web import statics
from primeline.web.capture.forms import CaptureForm
from primeline.web.pages import open_to_all, page
from primeline.web.requests import PersonRequest

WORKER: Final = "web/capture-worker.js"
KEPT: Final = (
    "vendor/tabler.min.css",
    "vendor/icons.svg",
    "web/app.css",
    "web/app.js",
    "web/capture.css",
    "web/capture.js",
    "web/mark.svg",
    "web/waiting.js",
)
TEMPLATE: Final = "web/capture/shell.html"


@page(Permission.VIEW_COMMITMENTS)
def person(request: PersonRequest) -> HttpResponseBase:
    """Tell a device who is signed in, and the token that a form is sent with."""
    return JsonResponse({"person": str(request.user.pk), "token": get_token(request)})


@open_to_all
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show the empty form that a device keeps, to be filled in without network."""
    return render(request, TEMPLATE, {"form": CaptureForm()})


@open_to_all
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the worker of this release: with another release its text is another one."""
    facts = {
        "release": _release(),
        "page": reverse("capture:capture"),
        "shell": reverse("capture:shell"),
        "files": [statics.address(name) for name in KEPT],
    }
    found = finders.find(WORKER)
    script = f"const KEEP = {json.dumps(facts)};\n{Path(str(found)).read_text(encoding='utf-8')}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@cache
def _release() -> str:
    """Return a mark of all that a device keeps, in every language."""
    parts = [statics.address(name) for name in (*KEPT, WORKER)]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            parts.append(render_to_string(TEMPLATE, {"form": CaptureForm()}))
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
