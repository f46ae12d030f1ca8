"""What was told of a visit, call or meeting: written down, read, corrected."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.audit import queries as audit
from primeline.commitments.queries import takers_at
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import answer_to, once
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.visits.choices import ConversationKind, Manner
from primeline.web import edits, formats
from primeline.web.accounts.telling import fields_of
from primeline.web.audit.words import names_seen
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.told_forms import (
    ConversationForm,
    CorrectionForm,
    promised_in,
    told_in,
)
from primeline.web.visits.words import written_words

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.visits.models import Conversation, ServiceAction
    from primeline.visits.queries import Named

SEE = Permission.VIEW_COMMITMENTS
GET_AND_POST = ("GET", "POST")
TABLE = "visits_conversation"
Facts = dict[str, Any]
Choices = list[tuple[Any, str]]


@page(SEE, methods=GET_AND_POST)
def new(request: PersonRequest, number: str) -> HttpResponse:
    """Write down a visit, call or meeting; what was planned is done by it, promises are owed."""
    customer = queries.account_to_tell_of(request.reach, number)
    planned = queries.planned_for(customer, at=clock.now())
    options = _options(request, customer, planned)
    if request.method != "POST":
        form = ConversationForm(initial=_first(request, planned), **options)
        return _show(request, customer, Edit(form=form), "web/visits/new_conversation.html")
    told: list[str] = []

    def write(facts: Facts) -> None:
        action = next((one for one in planned if one.pk == facts["action"]), None)
        told.append(
            once(
                key=facts["once"],
                at=clock.now(),
                deed=lambda: _written(request, customer, action, facts),
            )
        )

    edit = edits.save(ConversationForm(request.POST, **options), write)
    if not edit.is_done:
        # Sent twice, the first one has done what was planned: it can be chosen no more.
        told = [answer_to(ConversationForm.key_of(request.POST.get("once", "")))]
    if not told[0]:
        return _show(request, customer, edit, "web/visits/new_conversation.html")
    messages.success(request, _("Written down."))
    return redirect("visits:conversation", told[0])


@page(SEE)
def conversation(request: PersonRequest, conversation_id: int) -> HttpResponse:
    """Show what was told of one visit, call or meeting, and how it was corrected."""
    row = queries.get_conversation(request.reach, conversation_id)
    changes = audit.history_of(request.reach, table=TABLE, row_id=row.pk)
    names = names_seen(request.reach, changes, with_staff=True)
    context = {
        "row": row,
        "written": written_words(row),
        "customer": row.customer,
        "met": queries.met_in(request.reach, row),
        "promises": list(queries.promises_of(row)),
        "next_one": queries.meant_by(row, at=clock.now()),
        "may_correct": queries.may_correct(request.reach, row),
        "changes": [change for change in changes if change.operation == "U"],
        "fields": {one.history_id: fields_of(one, row.customer, names) for one in changes},
        "actors": staff.names_of({change.actor_name for change in changes}),
        "kinds": ConversationKind,
    }
    return render(request, "web/visits/conversation.html", context)


@page(SEE, methods=GET_AND_POST)
def correction(request: PersonRequest, conversation_id: int) -> HttpResponse:
    """Put right what was told; what was told before stays in the history."""
    row = queries.get_conversation(request.reach, conversation_id)
    if not queries.may_correct(request.reach, row):
        raise NotFound
    stored = _stored(row)

    def save(facts: Facts) -> None:
        actions.correct_conversation(
            conversation=row,
            version=facts["version"],
            told=told_in(facts),
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    people = _people(request, row.customer, chosen=stored["people"])
    edit = edits.edited(
        request, CorrectionForm, save, stored=stored, version=row.version, people=people
    )
    if edit.is_done:
        messages.success(request, _("Corrected. What was told before stays in the history."))
        return redirect("visits:conversation", row.pk)
    return _show(request, row.customer, edit, "web/visits/correction.html", row=row)


def _written(
    request: PersonRequest, customer: "Customer", action: "ServiceAction | None", facts: Facts
) -> str:
    row = actions.record_conversation(
        customer=customer,
        told=told_in(facts),
        promises=list(promised_in(facts, by_id=request.user.pk)),
        action=action,
        by=request.user,
        at=clock.now(),
    )
    return str(row.pk)


def _options(
    request: PersonRequest, customer: "Customer", planned: "list[ServiceAction]"
) -> dict[str, Choices]:
    takers = {one.pk: one.name for one in takers_at(customer, at=clock.now())}
    named = queries.named_in(request.reach, planned)
    me = request.user
    others = [(key, name) for key, name in takers.items() if key != me.pk]
    return {
        "people": _people(request, customer),
        "planned": [(one.pk, _in_words(one, named.get(one.pk))) for one in planned],
        "takers": [(me.pk, me.name), *others],
    }


def _people(
    request: PersonRequest, customer: "Customer", *, chosen: Collection[int] = ()
) -> Choices:
    """Return who can be named: those in post, and those who are named already."""
    return [
        (card.id, f"{card.name} · {card.job_title}" if card.job_title else card.name)
        for card in customers.contacts_of(customer, request.reach)
        if (card.is_active and not card.is_gone) or card.id in chosen
    ]


def _in_words(action: "ServiceAction", whom: "Named | None") -> str:
    stretch = f"{formats.day(action.period_from)} – {formats.day(action.period.last)}"
    name = f" {whom.name}" if whom is not None else ""
    return f"{action.standard.step.name}{name} ({stretch})"


def _first(request: PersonRequest, planned: "list[ServiceAction]") -> Facts:
    """Return what the form holds at first: what the address names as planned, done just now."""
    wanted = whole_number(request.GET.get("action", ""))
    action = next((one for one in planned if one.pk == wanted), None)
    is_call = action is not None and action.standard.manner == Manner.CALL
    return {
        "once": OnceForm.new_key(),
        "action": action.pk if action is not None else "",
        "people": [action.contact_id] if action is not None and action.contact_id else [],
        "kind": ConversationKind.CALL if is_call else ConversationKind.VISIT,
        "held_at": timezone.localtime(clock.now()),
    }


def _stored(row: "Conversation") -> Facts:
    return {
        "kind": row.kind,
        "held_at": row.held_at,
        "place": row.place,
        "purpose": row.purpose,
        "outcome": row.outcome,
        "next_date": row.next_date,
        "people": sorted(one.contact_id for one in row.participants.all() if one.is_active),
    }


def _show(
    request: PersonRequest, customer: "Customer", edit: Edit, template: str, **more: Any
) -> HttpResponse:
    context = {"customer": customer, "edit": edit, "form": edit.form, **more}
    return render(request, template, context, status=edit.status)
