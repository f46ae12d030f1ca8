"""What somebody may see of what is owed. Every list begins at `visible_to`."""

from datetime import datetime

from django.db.models import Q

from primeline.audit.queries import open_now
from primeline.commitments.choices import ASKED_BY_CUSTOMERS
from primeline.commitments.models import Commitment, CommitmentQuerySet
from primeline.customers import queries as customers
from primeline.customers.models import Customer
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS


def visible_to(reach: Reach, *, with_granted: bool = False) -> CommitmentQuerySet:
    """Return what is owed to accounts within reach, and what units within reach owe each other.

    The matters of a restricted account are those of the people cleared for it, and nobody else's.
    """
    return Commitment.objects.filter(within(reach, with_granted=with_granted))


def owed_by(reach: Reach) -> CommitmentQuerySet:
    """Return what this reader owes: in person, as manager, by role, and for whom they cover.

    Matters of accounts that were opened to them for a time are among them.
    """
    return visible_to(reach, with_granted=True).filter(_mine(reach))


def led_by(reach: Reach) -> CommitmentQuerySet:
    """Return what the units that this reader leads, and those below, owe: the board."""
    return visible_to(reach).open().filter(_under(reach, LEAD))


def asked_by_customers(reach: Reach, *, at: datetime) -> CommitmentQuerySet:
    """Return what customers of this reader's own wait for from others, what is due first on top."""
    people = list(reach.named_ids)
    own = Q(customer__account_manager__in=people) | Q(customer__deputy__in=people)
    open_ones = visible_to(reach).open().filter(own, opened_at__lte=at)
    asked = open_ones.filter(step__code__in=ASKED_BY_CUSTOMERS)
    return asked.exclude(_mine(reach)).in_full().order_by("due_at", "pk")


def of_customer(reach: Reach, customer_id: int) -> CommitmentQuerySet:
    """Return all that is or was owed to one account, the latest first."""
    found = visible_to(reach, with_granted=True).filter(customer=customer_id)
    return found.in_full().order_by("-opened_at", "-id")


def get_commitment(reach: Reach, commitment_id: int) -> Commitment:
    """Return one commitment with all that its page shows.

    :raises NotFound: if there is none, or it is out of reach
    """
    found = visible_to(reach, with_granted=True).in_full().filter(pk=commitment_id).first()
    if found is None:
        raise NotFound
    return found


def is_mine(reach: Reach, commitment: Commitment) -> bool:
    """Test whether this reader owes it, alone, by role, or for somebody they cover."""
    return owed_by(reach).filter(pk=commitment.pk).exists()


def is_led(reach: Reach, commitment: Commitment) -> bool:
    """Test whether this reader may give it to somebody else and let somebody off."""
    return led_by(reach).filter(pk=commitment.pk).exists()


def concerning(reach: Reach) -> Q:
    """Return the condition of what units that a reader leads owe, or is owed to their accounts."""
    led = Q(pk__in=[])
    for path in reach.paths_for(LEAD):
        led |= Q(unit__path__startswith=path) | Q(customer__owner_unit__path__startswith=path)
    return led


def within(reach: Reach, *, with_granted: bool = False) -> Q:
    """Return the condition that holds for commitments within reach."""
    if not reach.may(SEE):
        return Q(pk__in=[])
    between_units = _mine(reach) | _under(reach, SEE)
    return _of_accounts(reach, with_granted=with_granted) | (Q(customer=None) & between_units)


def within_by(reach: Reach, way: str) -> Q:
    """Return the condition of rows whose commitment, by this way, is within reach."""
    return Q(**{f"{way}__in": visible_to(reach, with_granted=True)})


def may_be_given(reach: Reach) -> Q:
    """Return the condition of what somebody with this reach can be given to see to."""
    if not reach.may(SEE):
        return Q(pk__in=[])
    return Q(customer=None) | _of_accounts(reach, with_granted=True)


def _of_accounts(reach: Reach, *, with_granted: bool) -> Q:
    found = customers.within(reach, SEE, prefix="customer__")
    if with_granted and reach.granted:
        found |= Q(customer__is_restricted=False, customer__in=open_now(reach.granted))
    return Q(customer__isnull=False) & found


def _under(reach: Reach, permission: Permission) -> Q:
    """Return the condition of what units within reach by rank owe."""
    units = Unit.objects.under(*reach.paths_for(permission))
    return Q(unit__in=units.values("pk"))


def _mine(reach: Reach) -> Q:
    """Return the condition of what somebody owes and is open.

    Each way to owe it is a search of an index of its own; put together by `or`, all rows that
    were ever owed would be read.
    """
    people = list(reach.named_ids)
    owed = Commitment.objects.open().values("pk")
    by_role = owed.filter(person=None)
    managed = Customer.objects.filter(account_manager__in=people).values("pk")
    ways = [by_role.filter(debtor_role=Role.ACCOUNT_MANAGER, customer__in=managed)]
    ways += [
        by_role.filter(debtor_role=bound.role, unit=bound.unit_id)
        for bound in reach.bounds_for(SEE)
        if not bound.is_named_only
    ]
    return Q(pk__in=owed.filter(person__in=people).union(*ways, all=True))
