"""The page of one account: its head and its panes, each a page of its own and a part for htmx."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.audit.choices import LookBasis
from primeline.audit.queries import get_grant
from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.partners import queries as partners
from primeline.products import queries as products
from primeline.quality import queries as quality
from primeline.quality.choices import RecordPart
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.tiers import queries as tiers
from primeline.web import looked, looking
from primeline.web.accounts import equipment, matters, outside, papers, timeline
from primeline.web.accounts.charts import bills_chart
from primeline.web.accounts.history import history
from primeline.web.accounts.people import people
from primeline.web.accounts.plan import plan
from primeline.web.accounts.then import then
from primeline.web.groups.pane import group
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.sites.pane import sites

if TYPE_CHECKING:
    from primeline.customers.models import Customer

BODY = "account-body"
LOOKS = _("Who looked")
LATEST_LINES = 6

Context = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One pane as its tab shows it."""

    key: str
    label: str | Promise
    address: str
    count: int | None = None


def _overview(request: PersonRequest, customer: "Customer") -> Context:
    open_lines = timeline.permitted(customer, request.reach)
    latest = customers.timeline_of(customer, wanted=open_lines, size=LATEST_LINES).lines
    return {
        "with_people": open_lines.with_contacts,
        "contacts": customers.contacts_of(customer, request.reach),
        "identifier": customers.identifier_of(customer, request.reach),
        "address": customers.address_of(customer, request.reach),
        "sees_identity": customers.sees_identity(customer, request.reach),
        "standing": tiers.standings_of(customer).first(),
        "listing": tiers.listing_of(customer),
        "arrears": customers.arrears_of(customer, today=today()),
        "bills": customers.bills_of(customer, months=12),
        "counts": products.subscription_counts(customer),
        "condition": quality.condition_of(customer),
        "parts": RecordPart,
        "partnerships": partners.partnerships_of(customer, request.reach)
        if request.reach.may(Permission.VIEW_PARTNERS)
        else [],
        "servers": partners.servers_of(customer, request.reach),
        "latest": latest,
        **timeline.words_for(latest),
    }


def _subscriptions(request: PersonRequest, customer: "Customer") -> Context:
    which = request.GET.get("which", "held")
    is_held = {"held": True, "ended": False, "all": None}.get(which, True)
    return {
        "which": which,
        "page": products.subscriptions_of(
            customer, is_held=is_held, after=request.GET.get("after")
        ),
        "counts": products.subscription_counts(customer),
    }


def _contracts(request: PersonRequest, customer: "Customer") -> Context:
    return {"agreements": products.agreements_of(customer), "today": today()}


def _bills(request: PersonRequest, customer: "Customer") -> Context:
    bills = customers.bills_of(customer)
    return {
        "bills": bills,
        "chart_options": bills_chart(bills, lines=list(products.lines(only_active=False))),
        "arrears": customers.arrears_of(customer, today=today()),
        "payments": customers.payments_of(customer),
        "billing_accounts": list(customers.billing_accounts_of(customer)),
        "line_names": timeline.line_names(),
    }


def _attachments(request: PersonRequest, customer: "Customer") -> Context:
    return {"attachments": customers.attachments_of(customer, request.reach)}


def _level(request: PersonRequest, customer: "Customer") -> Context:
    return {
        "explanation": tiers.why(customer),
        "standings": list(tiers.standings_of(customer)[:60]),
    }


PANES: dict[str, tuple[str | Promise, Callable[[PersonRequest, "Customer"], Context]]] = {
    "overview": (_("Overview"), _overview),
    "matters": (pgettext_lazy("tab", "Matters"), matters.pane),
    "people": (pgettext_lazy("tab", "People"), people),
    "subscriptions": (pgettext_lazy("tab", "Subscriptions"), _subscriptions),
    "contracts": (_("Contracts"), _contracts),
    "equipment": (_("Equipment"), equipment.pane),
    "outside": (_("From others"), outside.pane),
    "bills": (_("Bills"), _bills),
    "group": (pgettext_lazy("tab", "Group"), group),
    "sites": (pgettext_lazy("tab", "Sites"), sites),
    "plan": (_("Account plan"), plan),
    "papers": (pgettext_lazy("tab", "Papers"), papers.pane),
    "attachments": (pgettext_lazy("tab", "Files"), _attachments),
    "timeline": (pgettext_lazy("tab", "Timeline"), timeline.pane),
    "level": (_("Level and why"), _level),
    "history": (_("History"), history),
    "then": (_("Then and now"), then),
}


# What serving an account does not need: partners' counters do not see it.
DOSSIER = frozenset(
    {"matters", "people", "contracts", "outside", "group", "plan", "papers", "attachments", "level"}
    | {"history", "then"}
)


@page(Permission.VIEW_CUSTOMERS)
def account(request: PersonRequest, number: str, pane: str = "overview") -> HttpResponse:
    """Show one pane of an account, with the head around it unless only the pane is asked for."""
    return shown(request, customers.get_customer(request.reach, number), pane)


@page(Permission.VIEW_DOSSIERS)
def dossier(request: PersonRequest, number: str, pane: str) -> HttpResponse:
    """Show one pane of how we work on an account."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_DOSSIERS)
    return shown(request, customer, pane)


def view_of(pane: str) -> Callable[..., Any]:
    """Return the view that shows a pane."""
    return dossier if pane in DOSSIER else account


def shown(
    request: PersonRequest,
    customer: "Customer",
    pane: str,
    *,
    facts: Context | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a pane with the head around it; `facts` are those of a pane whose form came back."""
    if customer.merged_into_id and pane == "overview" and "former" not in request.GET:
        return _to_present(request, customer)
    looked.remember(request, customer.number)
    label, facts_of = PANES[pane]
    said = facts_of(request, customer) if facts is None else facts
    context = around(request, customer, pane, label) | said
    return render(request, f"web/accounts/{pane}.html", context, status=status)


def around(
    request: PersonRequest, customer: "Customer", pane: str, label: str | Promise
) -> Context:
    """Note who looks at the account, and return what the head and the tabs around a pane show."""
    right = looking.note_look(request, customer, pane)
    is_by_grant = right is not None and right.basis == LookBasis.GRANT
    grant_id = right.grant_id if right and is_by_grant else None
    is_part = bool(request.htmx) and request.htmx.target == BODY
    return {
        "customer": customer,
        "frame": "web/accounts/part.html" if is_part else "web/accounts/account.html",
        "pane": pane,
        "pane_label": label,
        "tabs": _tabs(customer, request.reach, is_granted=grant_id is not None),
        "sees_dossier": customers.sees_dossier(customer, request.reach),
        "may": customers.permissions_on(customer, request.reach),
        "grant": get_grant(grant_id) if grant_id else None,
        "merge": quality.merge_of(customer, request.reach) if customer.merged_into_id else None,
    }


def _to_present(request: PersonRequest, customer: "Customer") -> HttpResponse:
    """Lead from an account that was merged to the one that it is now, with the way back."""
    present = customers.present_account(customer)
    if not customers.visible_to(request.reach).filter(pk=present.pk).exists():
        raise NotFound
    messages.info(
        request,
        _now("Account %(number)s was merged into this one.") % {"number": customer.number},
    )
    return redirect("accounts:account", present.number)


def address_of(number: str, pane: str = "overview") -> str:
    """Return where a pane of an account is."""
    if pane == "overview":
        return reverse("accounts:account", args=[number])
    return reverse(f"accounts:{pane}", args=[number])


def _tabs(customer: "Customer", reach: Reach, *, is_granted: bool) -> list[Tab]:
    labels: dict[str, str | Promise] = {key: label for key, (label, _facts) in PANES.items()}
    if reach.may(Permission.VIEW_LOOKS) and not is_granted:
        labels["looks"] = LOOKS
    hidden = frozenset() if customers.sees_dossier(customer, reach) else DOSSIER
    return [
        Tab(key=key, label=label, address=address_of(customer.number, key))
        for key, label in labels.items()
        if key not in hidden
    ]
