"""Jobs: what waits, what runs, what was given up and why; having it tried again."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock, workers
from primeline.kit.given_up import given_up, retry_event, retry_job
from primeline.kit.queue import queue_at
from primeline.staff.choices import Permission
from primeline.web.operations.words import work_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

MAY = Permission.VIEW_OPERATIONS


@page(MAY)
def jobs(request: PersonRequest) -> HttpResponse:
    """Show what was given up first, then what runs and waits."""
    at = clock.now()
    found = given_up()
    context = {
        "given_up": found,
        "queue": queue_at(at),
        "workers": workers.alive(at=at),
        "answer": _answer(len(found), at),
        "at": at,
        "work_words": work_words,
    }
    return render(request, "web/operations/jobs.html", context)


@page(MAY, methods=("POST",))
def job_retry(request: PersonRequest, job_id: int) -> HttpResponse:
    """Have a job that was given up tried again."""
    retry_job(job_id=job_id, by=request.user, at=clock.now())
    return _again(request)


@page(MAY, methods=("POST",))
def event_retry(request: PersonRequest, event_id: int) -> HttpResponse:
    """Have an event heard again by those who could not hear it."""
    retry_event(event_id=event_id, by=request.user, at=clock.now())
    return _again(request)


def _again(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("It will be tried again."))
    return redirect("operations:jobs")


def _answer(count: int, at: datetime) -> str:
    if not count:
        time = f"{timezone.localtime(at):%H:%M}"
        return _("%(time)s · nothing was given up.") % {"time": time}
    return ngettext(
        "%(count)s job or reaction has failed for good.",
        "%(count)s jobs or reactions have failed for good.",
        count,
    ) % {"count": count}
