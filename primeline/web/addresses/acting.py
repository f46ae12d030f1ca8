"""What can be done to prefixes and addresses, each as a form."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.addresses import actions, queries
from primeline.addresses.values import Holder, PrefixFacts, Wanted
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.products import queries as products
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.addresses import forms
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices, open_units

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.products.models import Subscription

EDIT, RESERVE = Permission.EDIT_PREFIXES, Permission.RESERVE_ADDRESSES
GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(EDIT, methods=GET_AND_POST)
def new_prefix(request: PersonRequest) -> HttpResponse:
    """Put a prefix on file."""
    offered = _Offered(request)

    def register(facts: Facts) -> object:
        return actions.register_prefix(
            network=facts["network"], facts=offered.read(facts), by=request.user, at=clock.now()
        ).pk

    back = reverse("addresses:list")
    return _add(
        request, _("Put a prefix on file"), back, forms.NewPrefixForm, register,
        choices=offered.choices,
    )  # fmt: skip


@page(EDIT, methods=GET_AND_POST)
def facts(request: PersonRequest, prefix_id: int) -> HttpResponse:
    """Change a prefix."""
    row = queries.get_prefix(request.reach, prefix_id, EDIT)
    offered = _Offered(request)
    stored = {
        "unit": row.unit_id,
        "line": row.line_id,
        "name": row.name,
        "quarantine_days": row.quarantine_days,
    }

    def change(facts: Facts) -> None:
        actions.change_prefix(
            prefix=row,
            version=facts["version"],
            facts=offered.read(facts),
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(
        request, forms.PrefixForm, change, stored=stored, version=row.version,
        choices=offered.choices,
    )  # fmt: skip
    return _answer(request, edit, _("Change a prefix"), _page(prefix_id), row.network)


@page(EDIT, methods=GET_AND_POST)
def end(request: PersonRequest, prefix_id: int) -> HttpResponse:
    """Give a prefix up."""
    row = queries.get_prefix(request.reach, prefix_id, EDIT)

    def retire(facts: Facts) -> None:
        actions.retire_prefix(
            prefix=row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(request, forms.EndForm, retire, stored={}, version=row.version)
    return _answer(request, edit, _("Give up a prefix"), _page(prefix_id), row.network)


@page(RESERVE, methods=GET_AND_POST)
def reserve(request: PersonRequest, prefix_id: int) -> HttpResponse:
    """Reserve an address or a network of a prefix."""
    row = queries.get_prefix(request.reach, prefix_id, RESERVE)

    def hold(facts: Facts) -> object:
        customer = _account(request, facts["account"]) if facts["account"] else None
        return actions.reserve_address(
            prefix=row,
            wanted=Wanted(network=facts["network"], length=facts["length"]),
            holder=Holder(customer=customer, purpose=facts["purpose"]),
            by=request.user,
            at=clock.now(),
        ).pk

    title = _("Reserve an IP address")
    return _add(request, title, _page(prefix_id), forms.ReserveForm, hold, about=row.network)


@page(RESERVE, methods=GET_AND_POST)
def assign(request: PersonRequest, prefix_id: int, allocation_id: int) -> HttpResponse:
    """Assign what was reserved, to a subscription where it has an account."""
    row = queries.get_prefix(request.reach, prefix_id, RESERVE)
    held = queries.get_allocation(row, request.reach, allocation_id)

    def give(facts: Facts) -> None:
        said = facts["subscription"].strip()
        actions.assign_address(
            allocation=held,
            version=facts["version"],
            subscription=_subscription(request, held.customer, said) if said else None,
            by=request.user,
            at=clock.now(),
        )

    stored = {"subscription": held.subscription.number if held.subscription else ""}
    edit = edits.edited(request, forms.AssignForm, give, stored=stored, version=held.version)
    return _answer(request, edit, _("Assign an IP address"), _page(prefix_id), held.network)


@page(RESERVE, methods=GET_AND_POST)
def release(request: PersonRequest, prefix_id: int, allocation_id: int) -> HttpResponse:
    """Release an address or a network."""
    row = queries.get_prefix(request.reach, prefix_id, RESERVE)
    held = queries.get_allocation(row, request.reach, allocation_id)

    def give_back(facts: Facts) -> None:
        actions.release_address(
            allocation=held,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(request, forms.EndForm, give_back, stored={}, version=held.version)
    return _answer(request, edit, _("Release an IP address"), _page(prefix_id), held.network)


class _Offered:
    """The units and lines of business that a form of a prefix offers."""

    def __init__(self, request: PersonRequest) -> None:
        self.units = open_units(request, EDIT)
        self.lines = {line.pk: line for line in products.lines()}

    @property
    def choices(self) -> Facts:
        lines = [(pk, line.name) for pk, line in self.lines.items()]
        return {"unit": as_choices(self.units), "line": lines}

    def read(self, facts: Facts) -> PrefixFacts:
        """Return what a form says."""
        return PrefixFacts(
            unit=self.units[facts["unit"]],
            line=self.lines[facts["line"]] if facts["line"] else None,
            name=facts["name"],
            quarantine_days=facts["quarantine_days"],
        )


def _page(prefix_id: int) -> str:
    return reverse("addresses:prefix", args=[prefix_id])


def _account(request: PersonRequest, number: str) -> "Customer":
    try:
        return customers.get_customer(request.reach, number.strip(), RESERVE)
    except NotFound as missing:
        said = _("There is no such account within your reach. Compare its number.")
        raise Refused(said, field="account") from missing


def _subscription(
    request: PersonRequest, customer: "Customer | None", number: str
) -> "Subscription":
    found = queries.subscription_named(customer, number) if customer is not None else None
    if found is None:
        said = _("This account has no subscription of that number. Compare it.")
        raise Refused(said, field="subscription")
    return found


def _add(
    request: PersonRequest,
    title: str,
    back: str,
    kind: Callable[..., Any],
    deed: Callable[[Facts], object],
    *,
    about: str = "",
    **options: Any,
) -> HttpResponse:
    """Show a form for something new, or do what it says, once however often it is sent."""

    def at_most_once(facts: Facts) -> None:
        once(key=facts["once"], at=clock.now(), deed=lambda: str(deed(facts)))

    if request.method == "POST":
        edit = edits.save(kind(request.POST, **options), at_most_once)
    else:
        edit = Edit(form=kind(initial={"once": OnceForm.new_key()}, **options))
    return _answer(request, edit, title, back, about)


def _answer(
    request: PersonRequest, edit: Edit, title: str, back: str, about: str = ""
) -> HttpResponse:
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"edit": edit, "form": edit.form, "title": title, "back": back, "about": about}
    return render(request, "web/addresses/form.html", context, status=edit.status)
