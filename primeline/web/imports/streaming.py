"""How far the work on a batch is, told as server-sent events while it goes on."""

import json
from collections.abc import Iterator, Mapping
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from primeline.imports import queries
from primeline.imports.choices import BatchStatus
from primeline.kit import clock, jobs
from primeline.staff.choices import Permission
from primeline.web import formats
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

# Each listener holds one of the server's threads: few at a time, and none for long. Browsers
# come back by themselves; whoever finds no place asks now and then instead.
MOST_LISTENERS: Final = 3
SECONDS: Final = 12.0
PAUSE_SECONDS: Final = 0.5
SECONDS_TO_COME_BACK: Final = 1
OVER: Final = (jobs.JobStatus.DONE, jobs.JobStatus.FAILED)

_places = BoundedSemaphore(MOST_LISTENERS)


@page(Permission.IMPORT_CUSTOMERS)
def progress(request: PersonRequest, batch_id: int) -> HttpResponseBase:
    """Tell how far the work on a batch is, again and again."""
    found = queries.get_batch(request.reach, batch_id)
    if not _places.acquire(blocking=False):
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    telling = Telling(
        job_id=found.job_id or 0,
        counts_rows=found.status != BatchStatus.UNDOING,
        language=get_language() or "en",
    )
    response = StreamingHttpResponse(telling, content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    # Proxies in front would otherwise keep the events until there are many.
    response["X-Accel-Buffering"] = "no"
    return response


class Telling:
    """The events of one listener. `close` gives the place free, however the listening ends."""

    def __init__(self, *, job_id: int, counts_rows: bool, language: str) -> None:
        self.job_id, self.counts_rows, self.language = job_id, counts_rows, language
        self._rate = Rate()
        self._events = self._tell()
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._events)

    def close(self) -> None:
        """Give the place to somebody else."""
        if self._is_open:
            self._is_open = False
            _places.release()

    def _tell(self) -> Iterator[bytes]:
        ends_at = monotonic() + SECONDS
        yield f"retry: {SECONDS_TO_COME_BACK * 1000}\n\n".encode()
        while True:
            state = jobs.state_of(self.job_id, at=clock.now())
            if state is None or state.status in OVER:
                yield _event("over", {})
                return
            with override(self.language):
                yield _event("progress", self._shown(state))
            if monotonic() >= ends_at:
                return
            sleep(PAUSE_SECONDS)

    def _shown(self, state: jobs.JobState) -> dict[str, Any]:
        done, total = state.progress.get("done", 0), state.progress.get("total", 0)
        if state.status is jobs.JobStatus.WAITING:
            return {"done": 0, "total": 0, "text": _("Waiting for its turn")}
        if not total:
            return {"done": 0, "total": 0, "text": _("Working")}
        words = {"done": formats.count(done), "total": formats.count(total)}
        if self.counts_rows and done >= total:
            # How many there are is only estimated until the file has been read to its end.
            return {"done": 0, "total": 0, "text": _("%(done)s rows so far") % words}
        if not self.counts_rows:
            text = _("%(done)s of %(total)s parts") % words
        elif rate := self._rate.after(done, monotonic()):
            words["rate"] = formats.count(round(rate))
            text = _("%(done)s of %(total)s rows, %(rate)s a second") % words
        else:
            text = _("%(done)s of %(total)s rows") % words
        return {"done": done, "total": total, "text": text}


class Rate:
    """How much is done in a second, since somebody began to watch."""

    def __init__(self) -> None:
        self._first: tuple[int, float] | None = None

    def after(self, done: int, moment: float) -> float:
        """Return the rate, zero while it is not known yet."""
        first_done, first_moment = self._first = self._first or (done, moment)
        passed = moment - first_moment
        return (done - first_done) / passed if passed > 0 else 0.0


def _event(name: str, told: Mapping[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
