"""Saying which payment a milestone waited for, and that it was another one."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from primeline.kit import clock
from primeline.products import actions, queries
from primeline.products.queries import Candidate
from primeline.staff.choices import Permission
from primeline.web import formats
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts
from primeline.web.accounts.contract_forms import ReasonForm
from primeline.web.accounts.milestones import milestone_matter
from primeline.web.edits import ActForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

GET_AND_POST = ("GET", "POST")


class PaymentForm(ActForm):
    """Which payment it is."""

    payment = forms.TypedChoiceField(label=gettext_lazy("The payment"), coerce=int)

    def __init__(self, *args: Any, payments: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"payments": payments}
        self.fields["payment"].choices = payments  # type: ignore[attr-defined]
        if not payments:
            self.fields["payment"].help_text = _(
                "No payment of this account is like it: none has this amount, and none within "
                "the weeks around its day has almost this amount."
            )


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def payment(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Choose the payment that a milestone waited for; each says how it compares."""
    title, permission = _("Match with a payment"), Permission.EDIT_CUSTOMERS
    matter = milestone_matter(request, number, contract_id, milestone_id, title, permission)
    row = matter.row
    found = {one.payment.pk: one for one in queries.candidates_for(row)}

    def match(facts: Facts) -> None:
        actions.match_payment(
            milestone=row,
            version=facts["version"],
            payment=found[facts["payment"]].payment,
            by=request.user,
            at=clock.now(),
        )

    about = f"{matter.about} · {formats.yuan(row.amount_cents)} · {formats.day(row.due_date)}"
    return acting.change(
        request,
        replace(matter, about=about),
        PaymentForm,
        match,
        stored={"payment": next(iter(found), None)},
        payments=[(key, _words(one)) for key, one in found.items()],
    )


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def payment_undone(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Say that a payment was not the one that a milestone waited for."""
    title, permission = _("It is another payment"), Permission.EDIT_CUSTOMERS
    matter = milestone_matter(request, number, contract_id, milestone_id, title, permission)
    match = queries.get_match(matter.row)

    def undo(facts: Facts) -> None:
        actions.undo_match(
            match=match,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, replace(matter, row=match), ReasonForm, undo)


def _words(one: Candidate) -> str:
    paid, like = one.payment, one.likeness
    amount = formats.yuan(paid.amount_cents)
    if like.cents_missing:
        short = _("%(amount)s less than agreed") % {"amount": formats.yuan(like.cents_missing)}
    else:
        short = _("the exact amount")
    parts = [f"{formats.day(paid.paid_date)} · {amount}", short, _when(like.days_late)]
    return " · ".join(parts)


def _when(days: int) -> str:
    if days == 0:
        return _("on the day")
    words = (
        ngettext("%(num)s day after it was due", "%(num)s days after it was due", days)
        if days > 0
        else ngettext("%(num)s day before it was due", "%(num)s days before it was due", -days)
    )
    return words % {"num": abs(days)}
