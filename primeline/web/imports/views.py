"""Batches: the list, bringing a file in, looking at what it would do, having it written."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.imports import actions, queries, runs
from primeline.imports.choices import BatchStatus, Extent, RowState, Target
from primeline.imports.gateways import KeptContent
from primeline.imports.papers import told
from primeline.imports.reading.limits import MAX_UPLOAD_BYTES, MIB
from primeline.imports.undoing.record import first_accounts_of
from primeline.kit import clock, jobs
from primeline.kit.errors import NotFound, Refused
from primeline.staff.choices import Permission
from primeline.web.imports.forms import UploadForm
from primeline.web.imports.mapping import MOST_BEFORE
from primeline.web.imports.words import (
    changes_shown,
    facts_shown,
    kind_names,
    step_of,
    undone_shown,
)
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

MOST_BATCHES = 100
MOST_ROWS = 200
MOST_ACCOUNTS = 10
_OVER = (jobs.JobStatus.DONE, jobs.JobStatus.FAILED)
WORKED_ON = (BatchStatus.CHECKING, BatchStatus.COMMITTING, BatchStatus.UNDOING)
WRITTEN = (BatchStatus.COMMITTED, BatchStatus.UNDONE)


@page(Permission.IMPORT_CUSTOMERS)
def batches(request: PersonRequest) -> HttpResponse:
    """List the latest batches within reach."""
    context = {
        "batches": list(queries.batches_within(request.reach)[:MOST_BATCHES]),
        "targets": Target.choices,
        "mappings": list(queries.saved_mappings(request.reach)),
    }
    return render(request, "web/imports/list.html", context)


@page(Permission.IMPORT_CUSTOMERS, methods=("GET", "POST"))
def new_batch(request: PersonRequest) -> HttpResponse:
    """Bring a file in."""
    if request.method != "POST":
        return _upload_page(request, UploadForm(reach=request.reach))
    form = UploadForm(request.POST, request.FILES, reach=request.reach)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    file, target = form.cleaned_data["file"], form.cleaned_data["target"]
    if file.size > MAX_UPLOAD_BYTES:
        form.add_error(
            "file", _("The file is larger than %(n)s MB.") % {"n": MAX_UPLOAD_BYTES // MIB}
        )
        return _upload_page(request, form, status=422)
    try:
        batch = actions.upload_file(
            name=file.name,
            content=KeptContent(file.read()),
            target=Target(target) if target else None,
            unit=form.cleaned_data["unit"],
            by=request.user,
            at=clock.now(),
        )
    except Refused as refused:
        form.add_error("file", str(refused.message))
        return _upload_page(request, form, status=422)
    return redirect("import_mapping", batch.pk)


@page(Permission.IMPORT_CUSTOMERS)
def batch(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show where a batch stands: being worked on, what it would do, what it did."""
    found = queries.get_batch(request.reach, batch_id)
    if found.status == BatchStatus.UPLOADED:
        return redirect("import_mapping", found.pk)
    if found.status in WORKED_ON:
        return _progress_page(request, found)
    if request.htmx and request.htmx.target == "work":
        # The work is over: the whole page has changed, not only its bar.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/imports/batch.html", _shown(request, found))


@page(Permission.IMPORT_CUSTOMERS, methods=("POST",))
def commit(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Have the batch written: small ones at once, large ones by the worker."""
    found = queries.get_batch(request.reach, batch_id)
    try:
        extent = Extent(request.POST.get("extent", ""))
    except ValueError as unknown:
        raise NotFound from unknown
    runs.commit_soon(
        batch=found, reach=request.reach, extent=extent, by=request.user, at=clock.now()
    )
    return redirect("import_batch", found.pk)


@page(Permission.IMPORT_CUSTOMERS, methods=("POST",))
def abandonment(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Give the batch up."""
    found = queries.get_batch(request.reach, batch_id)
    actions.abandon_batch(batch=found, by=request.user, at=clock.now())
    messages.success(
        request, _("%(file)s was given up. Nothing was written.") % {"file": found.file_name}
    )
    return redirect("imports")


@page(Permission.IMPORT_CUSTOMERS, methods=("POST",))
def reversal(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Have what the batch wrote taken back: small ones at once, large ones by the worker."""
    found = queries.get_batch(request.reach, batch_id)
    runs.undo_soon(batch=found, reach=request.reach, by=request.user, at=clock.now())
    return redirect("import_batch", found.pk)


def _upload_page(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "targets": Target.choices}
    return render(request, "web/imports/new.html", context, status=status)


def _progress_page(request: PersonRequest, found: Any) -> HttpResponse:
    at = clock.now()
    state = jobs.state_of(found.job_id, at=at) if found.job_id else None
    context = {
        "batch": found,
        "step": step_of(found),
        "job": state,
        # Whoever worked on it has died, or given up: it can be asked for again.
        "is_broken_off": state is None or state.status in _OVER,
        "is_checking": found.status == BatchStatus.CHECKING,
        "is_undoing": found.status == BatchStatus.UNDOING,
    }
    name = "work" if request.htmx and request.htmx.target == "work" else "progress"
    return render(request, f"web/imports/{name}.html", context)


def _shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    tally = found.tally
    counts = {
        RowState.NEW: tally.get("new", 0),
        RowState.CHANGED: tally.get("changed", 0),
        RowState.UNCHANGED: tally.get("unchanged", 0),
        RowState.FAULTY: tally.get("faulty", 0),
    }
    if found.status == BatchStatus.UNDONE:
        counts[RowState.LEFT] = sum(kind["left"] for kind in found.undone.values())
    state = _state_asked(request, counts)
    rows = list(queries.rows_of(found, state)[:MOST_ROWS])
    return {
        "batch": found,
        "step": step_of(found),
        "counts": counts,
        "state": state,
        "states": [(one, one.label, counts[one]) for one in RowState if one in counts],
        "rows": [
            (row, told(row.problems), changes_shown(row.changes, found.target)) for row in rows
        ],
        "facts": facts_shown(tally.get("facts", {})),
        "undone": undone_shown(found.undone),
        "before": list(queries.same_file_before(request.reach, found)[:MOST_BEFORE]),
        "kind_names": kind_names(),
        "faulty": counts[RowState.FAULTY],
        "left_out": queries.columns_left_out(found),
        "is_open": found.status in (BatchStatus.CHECKED, BatchStatus.FAILED),
        "is_done": found.status in WRITTEN,
        "accounts": _accounts(request, found),
        "may_undo": found.status == BatchStatus.COMMITTED,
        "may_write": found.status == BatchStatus.CHECKED and bool(found.tally.get("rows")),
        "is_known": counts[RowState.UNCHANGED] > 0
        and not (counts[RowState.NEW] or counts[RowState.CHANGED]),
        "is_empty": found.status == BatchStatus.CHECKED and not found.tally.get("rows"),
        "extents": Extent,
        "row_states": RowState,
    }


def _accounts(request: PersonRequest, found: Any) -> list[Any]:
    """Return the first accounts that a written batch made or changed, to go on with."""
    if found.status != BatchStatus.COMMITTED:
        return []
    return first_accounts_of(request.reach, found, most=MOST_ACCOUNTS)


def _state_asked(request: PersonRequest, counts: dict[RowState, int]) -> RowState:
    asked = request.GET.get("state", "")
    if asked in counts:
        return RowState(asked)
    order = (RowState.LEFT, RowState.FAULTY, RowState.CHANGED, RowState.NEW)
    return next((state for state in order if counts.get(state)), RowState.NEW)
