"""Which accounts are on offer: those that a list of accounts shows, of one manager."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers import queries as customers
from primeline.customers.values import AccountFilter
from primeline.handovers import queries
from primeline.handovers.values import MOST_ACCOUNTS
from primeline.kit.sent import whole_number
from primeline.tiers import queries as tiers
from primeline.web.accounts import listing
from primeline.web.loads import over_words
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.staff.models import Person


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Accounts of one manager, as far as the list shows them, at most as many as one act holds."""

    manager: "Person | None"
    managers: "list[Person]"
    rows: "list[Customer]"
    count: int
    people: "dict[int, Person]"
    """Who may receive them or deputize."""
    receivers: list[tuple[int, str]]
    deputies: list[tuple[int, str]]
    query: str
    is_narrowed: bool
    """Whether a filter of the list chose them, beyond whose they are."""

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


def read(request: PersonRequest, *, today: date) -> Chosen:
    """Return what the address asks to hand over."""
    people = queries.managers_led(request.reach)
    asked = listing.read(request.GET, request.reach)
    wanted_id = whole_number(request.GET.get("manager", "")) or request.user.pk
    manager = next((one for one in people if one.pk == wanted_id), None)
    matching = customers.matching(request.reach, asked.wanted)
    found: QuerySet[Customer] = queries.offerable(
        request.reach, manager.pk if manager else 0
    ).filter(pk__in=matching.order_by().values("pk"))
    # Who may receive does not hang on what is on offer: the same form may be sent twice.
    free = found.filter(queries.waits_in_none())
    rows = list(free.order_by("-monthly_fee_cents", "pk")[:MOST_ACCOUNTS])
    around = queries.receivers(found, today=today)
    loads = tiers.loads_of([one.pk for one, _unit in around], month=today.replace(day=1))
    coming = queries.coming_to([one.pk for one, _unit in around])
    named = [(one.pk, f"{one.name} · {unit.name}") for one, unit in around]
    never = {request.user.pk, manager.pk if manager else 0}
    return Chosen(
        manager=manager,
        managers=people,
        rows=rows,
        count=free.count() if len(rows) == MOST_ACCOUNTS else len(rows),
        people={one.pk: one for one, _unit in around},
        receivers=[
            (pk, f"{label} · {load_words(loads[pk], len(coming[pk]))}")
            for pk, label in named
            if pk not in never
        ],
        deputies=named,
        query=asked.query,
        is_narrowed=replace(asked.wanted, manager_id=None) != AccountFilter(),
    )


def load_words(load: tiers.Load, coming: int) -> str:
    """Return how much of their limit somebody carries, and how many accounts come to them."""
    words = _("load %(points)s of %(limit)s") % {
        "points": f"{load.points / 10:.1f}",
        "limit": f"{load.limit / 10:.0f}",
    }
    if coming:
        more = ngettext("%(num)s more accepted", "%(num)s more accepted", coming) % {"num": coming}
        words = f"{words}, {more}"
    return f"{words} ⚠ {over_words(load)}" if load.is_over else words
