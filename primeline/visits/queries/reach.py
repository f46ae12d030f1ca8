"""What somebody may see of what is planned. Every list begins here."""

from django.db.models import Q

from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Reach
from primeline.visits.models import ServiceAction, ServiceActionQuerySet

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS


def visible_to(reach: Reach) -> ServiceActionQuerySet:
    """Return what is planned for accounts within reach."""
    if not reach.may(SEE):
        return ServiceAction.objects.none()
    return ServiceAction.objects.standing().filter(
        customers.within(reach, SEE, prefix="customer__")
    )


def mine(reach: Reach) -> ServiceActionQuerySet:
    """Return what this reader is to do, and what those are to do for whom they stand in."""
    return visible_to(reach).filter(person__in=list(reach.named_ids))


def led_by(reach: Reach) -> ServiceActionQuerySet:
    """Return what is planned for accounts of the units that this reader leads, and below."""
    units = Unit.objects.under(*reach.paths_for(LEAD))
    return visible_to(reach).filter(customer__owner_unit__in=units.values("pk"))


def get_action(reach: Reach, action_id: int) -> ServiceAction:
    """Return one that this reader may move and record: theirs, or of a unit that they lead.

    :raises NotFound: if there is none, or it is not theirs
    """
    people = list(reach.named_ids)
    theirs = Q(person__in=people) | Q(customer__account_manager__in=people)
    units = Unit.objects.under(*reach.paths_for(LEAD))
    led = Q(customer__owner_unit__in=units.values("pk"))
    rows = visible_to(reach).filter(theirs | led, pk=action_id)
    found = rows.select_related("customer", "standard__step", "commitment").first()
    if found is None:
        raise NotFound
    return found
