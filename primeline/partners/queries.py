"""Questions about partners. Every list begins at `partners_within`."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.partners.models import Partner, Serving
from primeline.partners.values import Server
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MOST_SHOWN = 500
ORDER = ("kind", "customer__name", "id")


def partners_within(
    reach: Reach, permission: Permission = Permission.VIEW_PARTNERS
) -> QuerySet[Partner]:
    """Return the partners whose account lies within reach."""
    rows = Partner.objects.filter(within(reach, permission, prefix="customer__"))
    return rows.select_related("customer__owner_unit", "customer__account_manager", "contact")


@dataclass(frozen=True, kw_only=True)
class PartnerPage:
    """A page of partners, and the keys of the pages around it, if there are any."""

    rows: list[Partner]
    after: str | None
    before: str | None


def partners_page(
    reach: Reach,
    *,
    kind: str = "",
    grade: str = "",
    status: str = "",
    after: str | None = None,
    before: str | None = None,
    size: int = 50,
) -> PartnerPage:
    """Return the page after or before a key of the partners that a filter wants, by name.

    :raises NotFound: if the key is not one of this list's
    """
    wanted = {"kind": kind, "grade": grade, "status": status}
    rows = partners_within(reach).filter(**{name: said for name, said in wanted.items() if said})
    is_back = before is not None
    key = before if is_back else after
    if key is not None:
        rows = rows.filter(_beyond(rows, key, "lt" if is_back else "gt"))
    sign = "-" if is_back else ""
    found = list(rows.order_by(*(f"{sign}{name}" for name in ORDER))[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    has_next, has_previous = (True, has_more) if is_back else (has_more, after is not None)
    return PartnerPage(
        rows=found,
        after=str(found[-1].pk) if found and has_next else None,
        before=str(found[0].pk) if found and has_previous else None,
    )


def _beyond(rows: QuerySet[Partner], key: str, step: str) -> Q:
    """Return the condition for rows beyond the one with this id, which alone is in the address."""
    start = rows.filter(pk=whole_number(key) or 0).values_list(*ORDER).first()
    if start is None:
        raise NotFound
    beyond, same = Q(pk__in=[]), Q()
    for name, value in zip(ORDER, start, strict=True):
        beyond |= same & Q(**{f"{name}__{step}": value})
        same &= Q(**{name: value})
    return beyond


def get_partner(
    reach: Reach, partner_id: int, permission: Permission = Permission.VIEW_PARTNERS
) -> Partner:
    """Return one partner.

    :raises NotFound: if there is none, or its account is not within reach
    """
    partner = partners_within(reach, permission).filter(pk=partner_id).first()
    if partner is None:
        raise NotFound
    return partner


def servings_of(partner: Partner, reach: Reach) -> list[Serving]:
    """Return whom a partner serves and served, as far as the reader sees those accounts."""
    rows = Serving.objects.filter(within(reach, prefix="customer__"), partner=partner)
    rows = rows.select_related("customer__owner_unit", "customer__account_manager")
    found = list(rows.order_by("-active_from", "-id")[:MOST_SHOWN])
    return sorted(found, key=lambda serving: serving.active_to is not None)


def get_serving(partner: Partner, reach: Reach, serving_id: int) -> Serving:
    """Return one account that a partner serves, for whoever may change that account.

    :raises NotFound: if there is none, or the account is not within reach
    """
    reached = within(reach, Permission.EDIT_PARTNERS, prefix="customer__")
    rows = Serving.objects.filter(reached, partner=partner).select_related("customer")
    serving = rows.filter(pk=serving_id).first()
    if serving is None:
        raise NotFound
    return serving


def partnerships_of(customer: Customer, reach: Reach) -> list[Partner]:
    """Return as what an account is a partner of ours, for whoever sees partners."""
    return list(partners_within(reach).filter(customer=customer).order_by("pk"))


def servers_of(customer: Customer, reach: Reach) -> list[Server]:
    """Return who serves an account; a restricted partner only to whoever is cleared for it.

    Who serves an account is a fact of that account: the name is told though the partner's own
    account lies elsewhere; its page opens only to whoever reaches that.
    """
    with walls.open_for_system():
        rows = Serving.objects.filter(customer=customer, active_to=None)
        found = list(rows.select_related("partner__customer").order_by("active_from", "id"))
    if not found:
        return []
    reached = set(partners_within(reach).values_list("pk", flat=True))
    return [
        Server(
            name=serving.partner.customer.display_name,
            kind=serving.partner.kind,
            since=serving.active_from,
            partner_id=serving.partner_id if serving.partner_id in reached else None,
        )
        for serving in found
        if not serving.partner.customer.is_restricted
        or serving.partner.customer_id in reach.cleared_ids
    ]
