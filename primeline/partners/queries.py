"""Questions about partners. Every list begins at `partners_within`."""

from django.db.models import QuerySet

from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.partners.models import Partner, Serving
from primeline.partners.values import Server
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MOST_SHOWN = 500


def partners_within(
    reach: Reach, permission: Permission = Permission.VIEW_PARTNERS
) -> QuerySet[Partner]:
    """Return the partners whose account lies within reach."""
    rows = Partner.objects.filter(within(reach, permission, prefix="customer__"))
    return rows.select_related("customer__owner_unit", "customer__account_manager", "contact")


def partners_shown(
    reach: Reach, *, kind: str = "", grade: str = "", status: str = ""
) -> list[Partner]:
    """Return the partners within reach that a filter wants, by name."""
    wanted = {"kind": kind, "grade": grade, "status": status}
    rows = partners_within(reach).filter(**{name: said for name, said in wanted.items() if said})
    return list(rows.order_by("kind", "customer__name", "id")[:MOST_SHOWN])


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
