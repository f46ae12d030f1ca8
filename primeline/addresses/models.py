"""Prefixes, and what of them is held by whom."""

from django.db import models
from django.db.models import F, Q

from primeline.addresses import rules
from primeline.addresses.choices import HELD, TAKEN, AllocationStatus, Family
from primeline.addresses.structures import LieApart
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Prefix(models.Model):
    """A network from which a unit, and those below it, give addresses.

    `first` and `last` are its ends as texts that sort like addresses do. That no two in use
    overlap the database sees to.
    """

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="prefixes")
    # The one line of business it is for, if there is one.
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=59, blank=True)
    network = models.CharField(max_length=rules.LONGEST_NETWORK)
    family = models.PositiveSmallIntegerField(choices=Family)
    first = models.CharField(max_length=33, db_index=True)
    last = models.CharField(max_length=33)
    # For so long nobody is given what somebody else has just had.
    quarantine_days = models.PositiveSmallIntegerField(default=30)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="prefix_begins_before_it_ends", condition=Q(last__gte=F("first"))
            ),
            models.UniqueConstraint(
                name="prefix_once", fields=["first"], condition=Q(is_active=True)
            ),
            LieApart(name="prefix_apart", standing="{row}is_active"),
        ]

    @property
    def read(self) -> rules.Network:
        """The network that it is."""
        return rules.network_of(self.network)


class Allocation(models.Model):
    """An address or a network out of a prefix: reserved, assigned, at rest, free again.

    Each time is a row of its own, so that who held it before stays known. As long as it is taken
    nothing else can lie there: the database sees to it.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    is_open_without_account = True

    prefix = models.ForeignKey(
        "addresses.Prefix", models.PROTECT, related_name="allocations", db_index=False
    )
    network = models.CharField(max_length=rules.LONGEST_NETWORK)
    first = models.CharField(max_length=33)
    last = models.CharField(max_length=33)
    status = models.CharField(
        max_length=11, choices=AllocationStatus, default=AllocationStatus.RESERVED
    )
    # Of no account where it is for ourselves.
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    subscription = models.ForeignKey(
        "products.Subscription", models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    purpose = FreeTextField(max_length=200, blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    # Who asked for it, as a machine says it: asked for again, it is there already.
    mark = models.CharField(max_length=59, blank=True)
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    # When a quarantine is over.
    free_from = models.DateTimeField(null=True, blank=True)
    reason = FreeTextField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_begins_before_it_ends", condition=Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="allocation_says_when",
                condition=Q(status=AllocationStatus.RESERVED, assigned_at=None, released_at=None)
                | Q(status=AllocationStatus.ASSIGNED, assigned_at__isnull=False, released_at=None)
                | Q(
                    status=AllocationStatus.QUARANTINED,
                    released_at__isnull=False,
                    free_from__isnull=False,
                )
                | Q(status=AllocationStatus.RELEASED, released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="allocation_of_an_account_or_for_something",
                condition=Q(customer__isnull=False)
                | (Q(subscription=None, case_number="") & ~Q(purpose="")),
            ),
            models.UniqueConstraint(
                name="allocation_once", fields=["first"], condition=Q(status__in=TAKEN)
            ),
            LieApart(name="allocation_apart", standing="{row}status <> 'RELEASED'"),
            models.UniqueConstraint(
                name="allocation_marked_once", fields=["mark"], condition=~Q(mark="")
            ),
        ]
        indexes = [
            models.Index(fields=["prefix", "first"], name="allocation_in_prefix"),
            models.Index(
                fields=["case_number"], name="allocation_case", condition=~Q(case_number="")
            ),
        ]

    @property
    def is_held(self) -> bool:
        """Whether somebody has it, reserved or assigned."""
        return self.status in HELD
