"""The papers that life events of an account ask for: opened, ticked, waived."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.customers import queries as customers
from primeline.customers.choices import AttachmentKind
from primeline.kit import clock
from primeline.papers import actions, queries
from primeline.papers.choices import LifeEvent
from primeline.products import queries as products
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.holding_forms import ChoosingForm, chosen, short_text
from primeline.web.edits import ActForm, OnceForm
from primeline.web.formats import day, label_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.customers.values import AttachmentCard

GET_AND_POST = ("GET", "POST")


class ChecklistForm(ChoosingForm, OnceForm):
    """Say which life event asks for papers."""

    event = forms.ChoiceField(label=gettext_lazy("Life event"), choices=LifeEvent.choices)
    line = chosen(
        gettext_lazy("Line of business"),
        required=False,
        help_text=gettext_lazy("Empty: only what every line asks for."),
    )


class EntryForm(ChoosingForm, ActForm):
    """Tick a paper with its file, or waive it."""

    attachment = chosen(
        gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "One that is attached to the account already and that you may open. Proofs of consent "
            "and other files of one person are not among them."
        ),
    )
    waived_because = short_text(gettext_lazy("Or waived because"), 300)


def pane(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of papers shows."""
    cards = customers.attachments_of(customer, request.reach)
    return {
        "checklists": queries.checklists_of(customer),
        "custodian": queries.custodian_of(customer.owner_unit),
        "files": {card.id: card for card in cards},
    }


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_checklist(request: PersonRequest, number: str) -> HttpResponse:
    """Open the checklist of a life event."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    lines = {line.pk: line for line in products.lines()}

    def begin(facts: Facts) -> str:
        opened = actions.open_checklist(
            customer=customer,
            event=facts["event"],
            line=lines.get(facts["line"]),
            by=request.user,
            at=clock.now(),
        )
        return str(opened.pk)

    choices = {"line": [(pk, line.name) for pk, line in lines.items()]}
    matter = Matter(customer=customer, title=_("Open a checklist of papers"), back=_back(number))
    return acting.add(request, matter, ChecklistForm, begin, choices=choices)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def entry(request: PersonRequest, number: str, entry_id: int) -> HttpResponse:
    """Tick a paper with its file, or waive it because."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = queries.get_entry(customer, entry_id)
    cards = customers.attachments_of(customer, request.reach)
    files = [(card.id, _called(card)) for card in cards if queries.can_settle(row, card)]

    def settle(facts: Facts) -> None:
        chosen_id = facts["attachment"]
        actions.settle_entry(
            entry=row,
            version=facts["version"],
            attachment=(
                customers.get_attachment(customer, request.reach, chosen_id, to_open=True)
                if chosen_id
                else None
            ),
            waived_because=facts["waived_because"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(
        customer=customer,
        title=_("Tick or waive a paper"),
        back=_back(number),
        about=row.required_paper.name,
        row=row,
    )
    return acting.change(request, matter, EntryForm, settle, choices={"attachment": files})


def _called(card: "AttachmentCard") -> str:
    kind = label_of(AttachmentKind, card.kind)
    return f"{card.name} · {kind} · {day(localtime(card.attached_at).date())}"


def _back(number: str) -> str:
    return reverse("accounts:papers", args=[number])
