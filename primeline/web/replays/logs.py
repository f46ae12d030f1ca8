"""Logs of other systems: which there are, bringing one, one of them, letting its cases go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import answer_to, once, was_sent
from primeline.replays import actions, queries
from primeline.replays.choices import Written
from primeline.replays.values import Columns
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import EditForm, OnceForm
from primeline.web.pages import page
from primeline.web.replays.forms import LogForm
from primeline.web.requests import PersonRequest

EDIT = Permission.EDIT_POLICY
COLUMNS = ("case", "activity", "time", "resource", "lifecycle")
Facts = dict[str, Any]


@page(EDIT)
def all_logs(request: PersonRequest) -> HttpResponse:
    """List all logs."""
    return render(request, "web/replays/list.html", {"logs": queries.logs()})


@page(EDIT, methods=("GET", "POST"))
def new_log(request: PersonRequest) -> HttpResponse:
    """Bring a log: read at once, and kept whole or not at all."""
    if request.method != "POST":
        form = LogForm(initial={"once": OnceForm.new_key(), "written": Written.YEAR_FIRST})
        return render(request, "web/replays/new.html", {"form": form})
    made: list[str] = []

    def bring(facts: Facts) -> None:
        file, key = facts["file"], facts["once"]
        if was_sent(key):
            made.append(answer_to(key))
            return
        # Reading takes its time: nothing is held meanwhile.
        read = queries.read_file(file.name, file.read(), _columns(facts), _zone())

        def keep() -> str:
            kept = actions.bring_log(name=facts["name"], file=read, by=request.user, at=clock.now())
            return str(kept.pk)

        made.append(once(key=key, at=clock.now(), deed=keep))

    edit = edits.save(LogForm(request.POST, request.FILES), bring)
    if not edit.is_done:
        return render(request, "web/replays/new.html", {"form": edit.form}, status=edit.status)
    messages.success(request, _("Taken in. Choose the drawing on which to replay it."))
    return redirect("logs:log", int(made[0]))


@page(EDIT)
def log(request: PersonRequest, log_id: int) -> HttpResponse:
    """Show one log and its replays."""
    return _shown(request, log_id)


@page(EDIT, methods=("POST",))
def end(request: PersonRequest, log_id: int) -> HttpResponse:
    """Let the cases of a log go."""
    shown = queries.get_log(log_id)

    def drop(said: Facts) -> None:
        actions.drop_log(log=shown, version=said["version"], by=request.user, at=clock.now())

    edit = edits.save(EditForm(request.POST), drop)
    if not edit.is_done:
        return _shown(request, log_id, edit.form, edit.status)
    messages.success(request, _("The cases of this log are gone. What replays found stays."))
    return redirect("logs:log", log_id)


def _shown(
    request: PersonRequest, log_id: int, form: Any = None, status: int = 200
) -> HttpResponse:
    shown = queries.get_log(log_id)
    context = {
        "log": shown,
        "replays": queries.replays_of(shown),
        "editions": queries.editions() if not shown.dropped_at else [],
        "form": form or EditForm(initial={"version": shown.version}),
    }
    return render(request, "web/replays/log.html", context, status=status)


def _columns(facts: Facts) -> Columns:
    named = {name: facts[name] for name in COLUMNS}
    return Columns(written=Written(facts["written"]), **named)


def _zone() -> Any:
    return timezone.get_current_timezone()
