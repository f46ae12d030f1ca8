"""Groups of accounts: who belongs to whom, who pays for whom, which branches have promised what."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import BranchPart
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class GroupLink(models.Model):
    """An account as the subsidiary of another, from a day until it leaves or moves.

    `head` is the top of its group, so that a group is read without climbing. `payer` is the
    account of the group that pays for this one (统付); without one it pays for itself (分付).
    """

    keeping = Keeping.ARCHIVE
    reach_through = "child"
    # A merged account keeps its place: whether the other one takes it, people decide.
    stays_in_merge = ("child", "parent", "head", "payer")

    child = models.ForeignKey("customers.Customer", models.PROTECT, related_name="group_links")
    parent = models.ForeignKey("customers.Customer", models.PROTECT, related_name="child_links")
    head = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="group_members", db_index=False
    )
    payer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="paid_links"
    )
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="group_link_one_parent", fields=["child"], condition=Q(active_to=None)
            ),
            models.CheckConstraint(
                name="group_link_of_two_accounts",
                condition=~Q(child=F("parent")) & ~Q(child=F("head")),
            ),
            models.CheckConstraint(
                name="group_link_paid_by_another",
                condition=Q(payer=None) | ~Q(payer=F("child")),
            ),
            models.CheckConstraint(
                name="group_link_ends_after_it_began",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["head"], name="group_link_head", condition=Q(active_to=None)),
        ]


class GroupBranch(models.Model):
    """A unit that hosts an account and its group (主办), or assists with it (协办), for a time."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="group_branches"
    )
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="group_branches")
    part = models.CharField(max_length=8, choices=BranchPart)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="group_branch_unit_once",
                fields=["customer", "unit"],
                condition=Q(active_to=None),
            ),
            models.UniqueConstraint(
                name="group_branch_one_host",
                fields=["customer"],
                condition=Q(active_to=None, part=BranchPart.HOST),
            ),
        ]


class GroupDuty(models.Model):
    """What a host or assisting branch has committed to, by when, and when it was done."""

    keeping = Keeping.ARCHIVE
    reach_through = "branch__customer"

    branch = models.ForeignKey("customers.GroupBranch", models.PROTECT, related_name="duties")
    text = FreeTextField(max_length=300)
    due_date = models.DateField()
    done_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
