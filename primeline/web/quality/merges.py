"""Two accounts become one, and two again."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.quality import actions, queries
from primeline.quality.actions import Wish
from primeline.web import edits
from primeline.web.audit.fields import field_word
from primeline.web.audit.words import table_word
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.quality.comparing import labels
from primeline.web.quality.duplicates import MAY, merge_form, show_pair, told_of_merge
from primeline.web.quality.forms import UndoForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from primeline.quality.models import Merge


@page(MAY, methods=("POST",))
def merging(request: PersonRequest, one: str, other: str) -> HttpResponse:
    """Let one of two accounts take the other in."""
    if merged := told_of_merge(request, one, other):
        return merged
    found = queries.get_pair(request.reach, one, other, today=today())
    form = merge_form(found, request.POST)
    made: list[Merge] = []

    def merge_them(facts: dict[str, Any]) -> None:
        pair, versions = [found.first, found.second], ["first_version", "second_version"]
        if facts["stays"] == "second":
            pair.reverse()
            versions.reverse()
        wish = Wish(
            survivor=pair[0],
            absorbed=pair[1],
            versions=(facts[versions[0]], facts[versions[1]]),
            taken=form.taken(),
        )
        made.append(
            actions.merge_accounts(
                wish=wish, by=request.user, at=clock.now(), reason=facts["reason"]
            )
        )

    edit = edits.save(form, merge_them)
    if not edit.is_done:
        return show_pair(request, found, merge=edit)
    messages.success(
        request,
        _("%(absorbed)s was merged into %(survivor)s. It can be undone here.")
        % {"absorbed": made[0].absorbed.number, "survivor": made[0].survivor.number},
    )
    return redirect("quality:merge", made[0].pk)


@page(MAY)
def merge(request: PersonRequest, merge_id: int) -> HttpResponse:
    """Show what a merge did, and offer to undo it."""
    found = queries.get_merge(request.reach, merge_id)
    return _show(request, found, Edit(form=UndoForm(initial={"version": found.version})))


@page(MAY, methods=("POST",))
def undoing(request: PersonRequest, merge_id: int) -> HttpResponse:
    """Make two accounts of one again."""
    found = queries.get_merge(request.reach, merge_id)

    def undo(facts: dict[str, Any]) -> None:
        actions.undo_merge(
            merge=found,
            version=facts["version"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(UndoForm(request.POST), undo, version=found.version)
    if not edit.is_done:
        return _show(request, found, edit)
    messages.success(request, _("They are two accounts again."))
    return redirect("quality:merge", merge_id)


def _show(request: PersonRequest, found: "Merge", edit: Edit) -> HttpResponse:
    named = labels()
    context = {
        "merge": found,
        "moved": [(table_word(table), count) for table, count in found.moved.items()],
        "kept": [(table_word(table), count) for table, count in found.kept_beside.items()],
        "taken": [named[name] for name in found.taken],
        "left": _named(one for one in found.left if not one.get("is_back")),
        "back": _named(one for one in found.left if one.get("is_back")),
        "form": edit.form,
        "edit": edit,
    }
    return render(request, "web/quality/merge.html", context, status=edit.status)


def _named(rows: "Iterable[dict[str, Any]]") -> list[tuple[str, str, list[str]]]:
    """Return rows as their readers call them, each with the fields that were changed."""
    return [
        (
            table_word(one["table"]),
            one["row_id"],
            [field_word(name.removesuffix("_id").replace("_", " ")) for name in one["columns"]],
        )
        for one in rows
    ]
