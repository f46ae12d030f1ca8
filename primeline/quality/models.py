"""Pairs that look like one account, what people decided about them, merges, and limits."""

from datetime import date
from typing import Final

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField
from primeline.quality.choices import LimitKind, MergeStatus, RecordPart

# What was stored when numbers had no days holds from then on.
LONG_AGO: Final = date(2020, 1, 1)


class Limit(models.Model):
    """One number of the policy on records, from a day on. Reference data, edited by people.

    One that ends on the day it starts was replaced before it took effect.
    """

    keeping = Keeping.ARCHIVE

    kind = models.CharField(max_length=16, choices=LimitKind)
    # The tier or rank of unit that it is for; empty where it is for all.
    scope = models.CharField(max_length=16, blank=True)
    value = models.PositiveIntegerField()
    active_from_date = models.DateField(default=LONG_AGO, db_default=LONG_AGO)
    active_to_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="limit_one_to_come", fields=["kind", "scope"], condition=Q(active_to_date=None)
            ),
            models.CheckConstraint(
                name="limit_never_ends_before_it_starts",
                condition=Q(active_to_date=None) | Q(active_to_date__gte=F("active_from_date")),
            ),
        ]


class BlockingKey(models.Model):
    """One key under which an account is compared with its neighbors; made anew by every search."""

    keeping = Keeping.WORKING

    key = models.BigIntegerField()
    sort = models.CharField(max_length=24)
    customer_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "sort", "customer_id"], name="blocking_key")]


class DuplicatePair(models.Model):
    """Two accounts that look like one, as the latest search found them.

    `because` holds kinds of evidence with their points, and nothing of what was compared.
    """

    keeping = Keeping.WORKING
    stays_in_merge = ("first", "second")

    first = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    second = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    because = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duplicate_pair_once", fields=["first", "second"]),
            models.CheckConstraint(
                name="duplicate_pair_in_order", condition=Q(first__lt=F("second"))
            ),
        ]
        indexes = [models.Index(fields=["-score", "id"], name="duplicate_pair_score")]


class Difference(models.Model):
    """That somebody found two accounts which look alike to be different. It can be taken back."""

    keeping = Keeping.ARCHIVE
    reach_through = "first"
    stays_in_merge = ("first", "second")

    first = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", db_index=False
    )
    second = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    reason = FreeTextField(max_length=300)
    decided_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="difference_once", fields=["first", "second"], condition=Q(is_active=True)
            ),
            models.CheckConstraint(name="difference_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="difference_has_reason", condition=~Q(reason="")),
        ]


class Merge(models.Model):
    """That one account took another in: what moved, what stayed beside, and whether it stands.

    The history of its own act, from one row to another, is what undoing it goes by.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "survivor"
    stays_in_merge = ("survivor", "absorbed")

    survivor = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    absorbed = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    # Whether the absorbed account was a key account until then.
    was_key = models.BooleanField()
    reason = FreeTextField(max_length=300)
    # Which facts were taken from the absorbed account.
    taken = models.JSONField(default=list)
    # How many rows of each table moved, and how many had no place beside one of the survivor.
    moved = models.JSONField(default=dict)
    kept_beside = models.JSONField(default=dict)
    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="+", db_index=False)
    history_from = models.BigIntegerField()
    history_to = models.BigIntegerField()
    merged_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    merged_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=MergeStatus, default=MergeStatus.MERGED)
    undone_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = FreeTextField(max_length=300, blank=True)
    # What was changed since the merge and therefore stayed as it was changed: table, row, columns.
    left = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_once", fields=["absorbed"], condition=Q(status=MergeStatus.MERGED)
            ),
            models.CheckConstraint(
                name="merge_is_of_two", condition=~Q(survivor=F("absorbed")) & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(status=MergeStatus.MERGED)
                | (Q(undone_by__isnull=False) & ~Q(undo_reason="")),
            ),
        ]


class PartWeight(models.Model):
    """What a part of a record weighs, as set before such numbers had days. See `Limit`."""

    keeping = Keeping.ARCHIVE

    part = models.CharField(max_length=16, choices=RecordPart, unique=True)
    weight = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)


class Condition(models.Model):
    """How whole and how fresh the record of an account is, as it was last judged."""

    keeping = Keeping.WORKING
    stays_in_merge = ("customer",)

    customer = models.OneToOneField("customers.Customer", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    missing = models.JSONField(default=list)
    # When somebody last changed it or confirmed that it is right.
    fresh_date = models.DateField()
    judged_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["score", "customer"], name="condition_score")]


class ConditionMonth(models.Model):
    """How whole the records of one manager at one unit were in a month, in sums."""

    keeping = Keeping.ARCHIVE

    month = models.DateField()
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    manager = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    accounts_count = models.PositiveIntegerField()
    points_sum = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="condition_month_once", fields=["month", "unit", "manager"]
            ),
            models.UniqueConstraint(
                name="condition_month_once_for_nobody",
                fields=["month", "unit"],
                condition=Q(manager=None),
            ),
        ]


class Confirmation(models.Model):
    """That somebody looked through the record of an account and found it right."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField()
