"""Whose rosters and chains somebody sees, and which they set."""

from datetime import datetime

from django.db.models import Q

from primeline.audit.queries import open_now
from primeline.customers import queries as customers
from primeline.kit.errors import NotFound
from primeline.rosters.choices import ShiftStatus
from primeline.rosters.models import CallChain, Roster, Shift
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

SEE, EDIT, RUN = Permission.VIEW_ROSTERS, Permission.EDIT_ROSTERS, Permission.RUN_CALL_CHAINS


def may_edit(reach: Reach, unit: Unit) -> bool:
    """Test whether this reader sets the rosters and call chains of a unit."""
    return any(unit.path.startswith(path) for path in reach.paths_for(EDIT))


def rosters_within(reach: Reach, *, at: datetime) -> Q:
    """Return the condition of rosters of units within reach, above it, and of one's own shifts.

    A shift of one's own, or of whom one stands in for, opens its roster until it is over.
    """
    if not reach.may(SEE):
        return Q(pk__in=[])
    shifts = Shift.objects.filter(
        person__in=list(reach.named_ids), status=ShiftStatus.PLANNED, ends_at__gt=at
    )
    return units_around(reach) | Q(pk__in=shifts.values("roster"))


def visible_chains(reach: Reach, *, with_granted: bool = False) -> Q:
    """Return the condition of call chains of units around, and of accounts within reach.

    Accounts that are open for a time are to be read: whoever shows chains or runs says so.
    """
    if not reach.may(SEE):
        return Q(pk__in=[])
    of_account = customers.within(reach, SEE, prefix="customer__")
    if with_granted and reach.granted:
        of_account |= Q(customer__is_restricted=False, customer__in=open_now(reach.granted))
    return (Q(customer=None) & units_around(reach)) | (Q(customer__isnull=False) & of_account)


def units_around(reach: Reach) -> Q:
    """Return the condition of what belongs to a unit within reach, or to one above it."""
    found, above = Q(pk__in=[]), set[int]()
    for bound in reach.bounds_for(SEE):
        found |= Q(unit__path__startswith=bound.path)
        above |= {int(part) for part in bound.path.split("/") if part}
    return found | Q(unit__in=above)


def get_roster(reach: Reach, roster_id: int, *, at: datetime, to_edit: bool = False) -> Roster:
    """Return one roster, closed ones too.

    :raises NotFound: if there is none, it is out of reach, or not this reader's to set
    """
    found = Roster.objects.filter(rosters_within(reach, at=at)).select_related("unit")
    roster = found.filter(pk=roster_id).first()
    if roster is None or (to_edit and not may_edit(reach, roster.unit)):
        raise NotFound
    return roster


def get_chain(reach: Reach, chain_id: int, *, to_edit: bool = False) -> CallChain:
    """Return one call chain.

    :raises NotFound: if there is none, it is out of reach, or not this reader's to set
    """
    seen = visible_chains(reach, with_granted=not to_edit)
    found = CallChain.objects.filter(seen).select_related("unit", "customer")
    chain = found.filter(pk=chain_id).first()
    if chain is None or (to_edit and not may_edit(reach, chain.unit)):
        raise NotFound
    return chain
