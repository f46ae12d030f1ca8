"""Calling and writing to a person at the customer; no page ever holds their number."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.approaches import actions, queries
from primeline.approaches.choices import ApproachPurpose, Channel
from primeline.approaches.rules import LONGEST_MESSAGE, check_person
from primeline.approaches.values import Wish
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import once
from primeline.privacy.choices import Purpose
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.matters.customer import words_for
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

LONGEST_EMAIL = 5000


class CallForm(OnceForm):
    """What a person is called for."""

    purpose = forms.ChoiceField(label=gettext_lazy("What for"))

    def __init__(self, *args: Any, is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A drill is what a call chain runs, and nobody by hand.
        own = [one for one in ApproachPurpose if one is not ApproachPurpose.DRILL]
        allowed = [one for one in own if is_named or one.value in Purpose.values]
        offered = [(one.value, one.label) for one in allowed]
        self.fields["purpose"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class MessageForm(CallForm):
    """A text message, and what for."""

    text = forms.CharField(
        label=gettext_lazy("What they are to read"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EmailForm(CallForm):
    """An e-mail, and what for."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("What they are to read"),
        max_length=LONGEST_EMAIL,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


FORMS: dict[Channel, type[CallForm]] = {
    Channel.CALL: CallForm,
    Channel.MESSAGE: MessageForm,
    Channel.EMAIL: EmailForm,
}


@page(Permission.VIEW_CUSTOMERS, methods=("GET", "POST"))
def approach(request: PersonRequest, number: str, contact_id: int, channel: str) -> HttpResponse:
    """Have a person called or written to, for a purpose."""
    customer, contact, is_named = queries.reachable(request.reach, number, contact_id)
    way = _channel(channel)
    check_person(contact.name, is_active=contact.is_active)
    kind, about = FORMS[way], request.GET.get("matter", "")
    begun = words_for(request, about, customer, clock.now()) if about else {}
    if request.method == "POST":

        def ask(facts: dict[str, Any]) -> None:
            written = {name: facts[name] for name in ("subject", "text") if name in facts}
            wish = Wish(channel=way, purpose=ApproachPurpose(facts["purpose"]), **written)
            once(
                key=facts["once"],
                at=clock.now(),
                deed=lambda: str(
                    actions.ask_approach(
                        contact=contact,
                        wish=wish,
                        is_named=is_named,
                        by=request.user,
                        at=clock.now(),
                    ).pk
                ),
            )

        edit = edits.save(kind(request.POST, is_named=is_named), ask)
    else:
        edit = Edit(form=kind(initial={"once": OnceForm.new_key(), **begun}, is_named=is_named))
    if edit.is_done:
        messages.success(request, _("Asked for. How it went will stand on the timeline."))
        return redirect(*(("matters:customer", about) if about else ("accounts:people", number)))
    context = {
        "customer": customer,
        "contact": customers.card_of(customer, contact, request.reach),
        "channel": way,
        "edit": edit,
        "form": edit.form,
        "is_named": is_named,
    }
    return render(request, "web/accounts/approach.html", context, status=edit.status)


def _channel(said: str) -> Channel:
    if said.upper() not in Channel.values or said != said.lower():
        raise NotFound
    return Channel(said.upper())
