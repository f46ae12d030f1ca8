"""Saying what the columns of a file are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.imports import actions, queries, runs
from primeline.imports.choices import BatchStatus
from primeline.kit import clock
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.choices import Permission
from primeline.web.imports.mapping_form import MappingForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

# Of the earlier batches of the same file so many are named.
MOST_BEFORE = 3
CLOSED = (
    BatchStatus.COMMITTING,
    BatchStatus.COMMITTED,
    BatchStatus.UNDOING,
    BatchStatus.UNDONE,
    BatchStatus.ABANDONED,
)


@page(Permission.IMPORT_CUSTOMERS, methods=("GET", "POST"))
def mapping(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show and change what the columns are taken as; saving has the batch checked."""
    batch = queries.get_batch(request.reach, batch_id)
    if batch.status in CLOSED:
        return redirect("import_batch", batch.pk)
    if request.method != "POST":
        return _show(request, MappingForm(batch, request.reach))
    form = MappingForm(batch, request.reach, request.POST)
    if "refresh" in request.POST:
        return _show(request, form)
    if "keep" in request.POST:
        return _keep(request, form)
    try:
        runs.map_and_check_soon(
            batch=batch,
            version=form.version,
            mapping=form.mapping,
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        return _show(request, form, trouble=refused, status=422)
    return redirect("import_batch", batch.pk)


@page(Permission.IMPORT_CUSTOMERS, methods=("POST",))
def saved_mapping(request: PersonRequest, mapping_id: int) -> HttpResponse:
    """Throw a kept mapping away."""
    saved = queries.get_own_mapping(request.reach, mapping_id)
    actions.forget_mapping(saved=saved, by=request.user, at=clock.now())
    messages.success(request, _("The mapping “%(name)s” was thrown away.") % {"name": saved.name})
    return redirect("imports")


def _keep(request: PersonRequest, form: MappingForm) -> HttpResponse:
    try:
        actions.save_mapping(
            batch=form.batch,
            mapping=form.mapping,
            name=request.POST.get("name", ""),
            by=request.user,
            at=clock.now(),
        )
    except Refused as refused:
        return _show(request, form, trouble=refused, status=422)
    messages.success(request, _("Kept. Files with these headings will begin with this mapping."))
    return _show(request, form)


def _show(
    request: PersonRequest, form: MappingForm, *, trouble: Refused | None = None, status: int = 200
) -> HttpResponse:
    before = list(queries.same_file_before(request.reach, form.batch)[:MOST_BEFORE])
    context = {"batch": form.batch, "form": form, "trouble": trouble, "step": 2, "before": before}
    return render(request, "web/imports/mapping.html", context, status=status)
