"""What somebody reads before they go: one page on an account, to print or to hold in the hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.commitments import queries as owed
from primeline.commitments.queries.changed import RECEIVED, Overnight
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import queries as products
from primeline.products.choices import AgreementStatus
from primeline.quality import queries as quality
from primeline.quality.choices import RecordPart
from primeline.staff.choices import Permission
from primeline.visits import queries
from primeline.web import looking
from primeline.web.matters.lines import lines_of
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment
    from primeline.customers.models import Bill, Customer
    from primeline.products.models import Agreement

TALKS: Final = 3
MATTERS: Final = 10
FAULTS_SHOWN: Final = 5
FAULT_DAYS: Final = 90
MONTHS: Final = 7
COMPLAINT, FAULT = RECEIVED[Overnight.COMPLAINT], RECEIVED[Overnight.FAULT]


@dataclass(frozen=True, kw_only=True)
class Fees:
    """What the account was billed by month, the latest month last."""

    months: Sequence[tuple[date, int]]

    @property
    def change(self) -> float | None:
        """How much more the last month brought than those before it on average."""
        *before, (_month, last) = self.months or [(date.min, 0)]
        average = sum(cents for _each, cents in before) / len(before) if before else 0
        return last / average - 1 if average else None


@page(Permission.VIEW_DOSSIERS)
def brief(request: PersonRequest, number: str) -> HttpResponse:
    """Show what is to be known before a visit or call."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_DOSSIERS)
    looking.note_look(request, customer, "brief")
    return render(request, "web/visits/brief.html", _facts(request, customer, clock.now()))


def _facts(request: PersonRequest, customer: "Customer", at: datetime) -> dict[str, Any]:
    asked = owed.of_customer(request.reach, customer.pk).filter(opened_at__lte=at)
    running = list(asked.open().select_related("policy_row__standard").order_by("due_at", "pk"))
    faults = list(
        asked.filter(step__code=FAULT, opened_at__gte=at - timedelta(days=FAULT_DAYS))
        .select_related("step")
        .order_by("-opened_at", "-pk")
    )
    talks = list(queries.latest_told(request.reach, customer)[:TALKS])
    cards = customers.contacts_of(customer, request.reach)
    condition = quality.condition_of(customer)
    return {
        "customer": customer,
        "at": at,
        "people": [one for one in cards if one.is_active and not one.is_gone],
        "fees": _fees(customers.bills_of(customer, months=2 * MONTHS)),
        "arrears": customers.arrears_of(customer, today=today()),
        "running": lines_of(request, running[:MATTERS], at, tells_word=True),
        "running_count": len(running),
        "faults": faults[:FAULTS_SHOWN],
        "faults_count": len(faults),
        "fault_days": FAULT_DAYS,
        "talks": talks,
        "promises": list(queries.promises_of(talks[0])) if talks else [],
        "contract": _ending_first(products.agreements_of(customer)),
        "others": products.outside_services_of(customer),
        "missing": condition.missing if condition else (),
        "parts": RecordPart,
        "grievances": _grievances(running),
        "today": today(),
    }


def _fees(bills: "Sequence[Bill]") -> Fees:
    """Return the sums of months; after a merge there are two bills of one."""
    sums: dict[date, int] = {}
    for bill in bills:
        sums[bill.bill_month] = sums.get(bill.bill_month, 0) + bill.amount_cents
    return Fees(months=sorted(sums.items())[-MONTHS:])


def _ending_first(agreements: "Sequence[Agreement]") -> "Agreement | None":
    """Return the contract in force that ends next."""
    running = [one for one in agreements if one.status == AgreementStatus.ACTIVE and one.ends_date]
    return min(running, key=lambda one: one.ends_date or date.max, default=None)


def _grievances(running: "Sequence[Commitment]") -> list[str | Promise]:
    """Return what nobody sells anything on top of."""
    codes = {one.step.code for one in running}
    said = {COMPLAINT: _("a complaint is open"), FAULT: _("a fault is being mended")}
    return [words for code, words in said.items() if code in codes]
