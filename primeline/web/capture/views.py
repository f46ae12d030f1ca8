"""Quick capture: one form, sent by a page or, once there is network again, by a device."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.commitments import queries as commitments
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.once import once
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits, looking, meant
from primeline.web.capture import taking
from primeline.web.capture.forms import CaptureForm
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

SEE = Permission.VIEW_COMMITMENTS
LOOKED_AMONG, SHOWN = 50, 8


@page(SEE, methods=("GET", "POST"))
def capture(request: PersonRequest) -> HttpResponseBase:
    """Write down what was heard, as the matter, suggestion, visit or opportunity that it is."""
    if request.method != "POST":
        first = {"once": OnceForm.new_key(), "account": request.GET.get("account", "")}
        form = CaptureForm(initial=first, units=_units(), by_id=request.user.pk)
        return render(request, "web/capture/capture.html", {"form": form})
    is_device = request.headers.get("Accept") == "application/json"
    if is_device and request.POST.get("person") != str(request.user.pk):
        # Somebody else wrote it on this device: it waits until they are signed in.
        return JsonResponse({}, status=409)
    addresses: list[str] = []

    def take(facts: dict[str, Any]) -> None:
        deed = lambda: taking.take(request, facts)  # noqa: E731
        addresses.append(once(key=facts["once"], at=clock.now(), deed=deed))

    form = CaptureForm(request.POST, request.FILES, units=_units(), by_id=request.user.pk)
    edit = edits.save(form, take)
    if is_device:
        return _told(edit, addresses)
    if not edit.is_done:
        return render(request, "web/capture/capture.html", {"form": edit.form}, status=edit.status)
    messages.success(request, _("Written down."))
    return redirect(addresses[0])


@page(SEE)
def accounts(request: PersonRequest) -> HttpResponse:
    """Show the accounts that may be meant, one's own first."""
    text = request.GET.get("account", "").strip()
    mine = request.reach.named_ids
    if text:
        rows = [hit.row for hit in meant.found(request, text, limit=LOOKED_AMONG)]
        rows.sort(key=lambda row: not mine & {row["account_manager_id"], row["deputy_id"]})
    else:
        rows = customers.named_accounts(request.reach, limit=SHOWN)
    rows = rows[:SHOWN]
    looking.note_rows(request, [row["id"] for row in rows], "search")
    return render(request, "web/capture/accounts.html", {"rows": rows, "text": text})


def _units() -> list[tuple[int, str]]:
    led = commitments.departments(at=clock.now())
    return [(one.pk, one.name) for one in staff.units_to_name() if one.pk in led]


def _told(edit: Edit, addresses: list[str]) -> JsonResponse:
    """Answer a device: where it is seen now, or what stands against it, field by field."""
    if edit.is_done:
        return JsonResponse({"address": addresses[0]})
    troubles = [
        {
            "field": name if name in edit.form.fields else "",
            "label": _label(edit, name),
            "text": " ".join(str(one) for one in errors),
        }
        for name, errors in edit.form.errors.items()
    ]
    return JsonResponse({"troubles": troubles}, status=422)


def _label(edit: Edit, name: str) -> str:
    field = edit.form.fields.get(name)
    return "" if field is None or field.widget.is_hidden else str(field.label)
