"""Policies, what stands by them month after month, and what people have decided beside them."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import BusinessKind, Tier
from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language
from primeline.privacy.textfields import FreeTextField
from primeline.products.choices import AssuranceLevel
from primeline.tiers.choices import (
    GRADES,
    CountOf,
    Grade,
    KeyRuleKind,
    ListLevel,
    LoadLevel,
    OrganizationKind,
    OverrideStatus,
    PolicyStatus,
    Scheme,
)


def grade_belongs_to_scheme(*, may_be_empty: bool) -> Q:
    """Return the condition under which a grade is one of its own scheme."""
    wanted = Q(grade="") if may_be_empty else Q(pk__in=[])
    for scheme, grades in GRADES.items():
        wanted |= Q(scheme=scheme, grade__in=list(grades))
    return wanted


class Policy(models.Model):
    """One version of the rules that say who is a key account and which level."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=PolicyStatus, default=PolicyStatus.DRAFT)
    active_from_month = models.DateField(null=True, blank=True)
    active_to_month = models.DateField(null=True, blank=True)
    # Averages run over this many closed months before the month judged.
    window_months = models.PositiveSmallIntegerField(default=6)
    # How many months in a row must say so before an account rises or falls.
    rise_after_months = models.PositiveSmallIntegerField(default=1)
    fall_after_months = models.PositiveSmallIntegerField(default=1)
    # Codes of the industries whose organizations count as industry customers (行业客户).
    key_industries = models.JSONField(default=list)
    # What an account of a tier weighs for its manager, in tenths of a point; "" is an ordinary one.
    load_points = models.JSONField(default=dict)
    load_limit = models.PositiveIntegerField(default=500)
    approved_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="policy_one_in_force",
                fields=["status"],
                condition=Q(status=PolicyStatus.IN_FORCE),
            ),
            models.CheckConstraint(
                name="policy_in_force_has_start",
                condition=Q(status=PolicyStatus.DRAFT) | Q(active_from_month__isnull=False),
            ),
            models.CheckConstraint(
                name="policy_waits_at_least_one_month",
                condition=Q(window_months__gte=1, rise_after_months__gte=1)
                & Q(fall_after_months__gte=1),
            ),
        ]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


class KeyAccountRule(models.Model):
    """One way to become a key account, by one line of business. The first that fits is named.

    Without a line it speaks of each line that no other rule of the policy names, one by one.
    """

    keeping = Keeping.ARCHIVE

    policy = models.ForeignKey("tiers.Policy", models.PROTECT, related_name="key_rules")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=KeyRuleKind)
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )
    threshold_cents = models.BigIntegerField(null=True, blank=True)
    leave_cents = models.BigIntegerField(null=True, blank=True)
    threshold_count = models.PositiveIntegerField(null=True, blank=True)
    leave_count = models.PositiveIntegerField(null=True, blank=True)
    assurance = models.CharField(max_length=6, choices=AssuranceLevel, blank=True)
    # Where this rule looks back further than its policy does.
    window_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="key_rule_position", fields=["policy", "position"]),
            models.CheckConstraint(
                name="key_rule_sales_has_threshold",
                condition=~Q(kind__in=[KeyRuleKind.AVERAGE_SALES, KeyRuleKind.TOTAL_SALES])
                | Q(threshold_cents__isnull=False),
            ),
            models.CheckConstraint(
                name="key_rule_quantity_has_threshold",
                condition=~Q(kind=KeyRuleKind.QUANTITY) | Q(threshold_count__isnull=False),
            ),
            models.CheckConstraint(
                name="key_rule_leaves_below_it_enters",
                condition=(Q(leave_cents=None) | Q(leave_cents__lte=F("threshold_cents")))
                & (Q(leave_count=None) | Q(leave_count__lte=F("threshold_count"))),
            ),
        ]


class TierRule(models.Model):
    """One way to a grade within one scheme. The highest grade whose rule applies counts.

    Empty conditions mean any. Money is the average monthly bill: of an individual their ARPU, of
    an organization its size.
    """

    keeping = Keeping.ARCHIVE

    policy = models.ForeignKey("tiers.Policy", models.PROTECT, related_name="tier_rules")
    position = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=12, choices=Scheme)
    grade = models.CharField(max_length=8, choices=Grade)
    # The service tier that this grade stands for; empty where promises are not keyed by it.
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    organization_kind = models.CharField(max_length=10, choices=OrganizationKind, blank=True)
    business_kind = models.CharField(max_length=8, choices=BusinessKind, blank=True)
    threshold_cents = models.BigIntegerField(null=True, blank=True)
    leave_cents = models.BigIntegerField(null=True, blank=True)
    count_of = models.CharField(max_length=8, choices=CountOf, blank=True)
    threshold_count = models.PositiveIntegerField(null=True, blank=True)
    leave_count = models.PositiveIntegerField(null=True, blank=True)
    is_reported_apart = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tier_rule_position", fields=["policy", "position"]),
            models.CheckConstraint(
                name="tier_rule_grade_of_scheme",
                condition=grade_belongs_to_scheme(may_be_empty=False),
            ),
            models.CheckConstraint(
                name="tier_rule_dimensions_are_for_organizations",
                condition=Q(scheme=Scheme.ORGANIZATION)
                | Q(organization_kind="", business_kind="", count_of=""),
            ),
            models.CheckConstraint(
                name="tier_rule_leaves_below_it_enters",
                condition=(Q(leave_cents=None) | Q(leave_cents__lte=F("threshold_cents")))
                & (Q(leave_count=None) | Q(leave_count__lte=F("threshold_count"))),
            ),
        ]


class Card(models.Model):
    """The card that an individual holds. Its grade comes from the card scheme, not from us."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="cards")
    grade = models.CharField(max_length=8, choices=Grade)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="card_has_card_grade", condition=Q(grade__in=list(GRADES[Scheme.CARD]))
            ),
            models.UniqueConstraint(
                name="card_one_at_a_time", fields=["customer"], condition=Q(active_to=None)
            ),
        ]


class StrategicListing(models.Model):
    """An account put on the strategic list by two people, until a day."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("customer",)

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="listings")
    reason = FreeTextField(max_length=300)
    requested_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    active_from = models.DateField()
    active_to = models.DateField()


class NamedListing(models.Model):
    """On which named list (名单制) an account stands, and whether it is a core account (核心客户).

    One row an account; what it said before is in its history. Without a level it stands on none.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("customer",)

    customer = models.OneToOneField(
        "customers.Customer", models.PROTECT, related_name="named_listing"
    )
    level = models.CharField(max_length=10, choices=ListLevel, blank=True)
    is_core = models.BooleanField(default=False)
    since_date = models.DateField()
    reason = FreeTextField(max_length=300)
    decided_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class TierOverride(models.Model):
    """A level set by hand: asked for by one person, approved by another, and it expires."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("customer",)

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="overrides")
    grade = models.CharField(max_length=8, choices=Grade)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    reason = FreeTextField(max_length=300)
    status = models.CharField(
        max_length=9, choices=OverrideStatus, default=OverrideStatus.REQUESTED
    )
    requested_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    active_from = models.DateField()
    active_to = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="override_ends_after_it_starts", condition=Q(active_to__gt=F("active_from"))
            ),
            models.CheckConstraint(
                name="override_has_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="override_decided_by_somebody",
                condition=Q(status=OverrideStatus.REQUESTED) | Q(decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["active_to"], name="override_ends")]


class LoadLimit(models.Model):
    """How many accounts of a level one manager may have, from a month on.

    One that ends with the month it starts in was replaced before it took effect.
    """

    keeping = Keeping.ARCHIVE

    level = models.CharField(max_length=8, choices=LoadLevel)
    most_accounts = models.PositiveIntegerField()
    active_from_month = models.DateField()
    active_to_month = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="load_limit_one_to_come", fields=["level"], condition=Q(active_to_month=None)
            ),
            models.CheckConstraint(
                name="load_limit_never_ends_before_it_starts",
                condition=Q(active_to_month=None) | Q(active_to_month__gte=F("active_from_month")),
            ),
        ]


class PolicyRun(models.Model):
    """A policy applied to the base for one month."""

    keeping = Keeping.ARCHIVE

    policy = models.ForeignKey("tiers.Policy", models.PROTECT, related_name="runs")
    # The months from the first to the last that were judged in this run.
    since_month = models.DateField()
    month = models.DateField()
    ran_at = models.DateTimeField()
    # The closed months whose bills were on file and were averaged over, oldest first.
    sales_months = models.JSONField(default=list)
    customers_count = models.PositiveIntegerField()
    key_accounts_count = models.PositiveIntegerField()
    entered_count = models.PositiveIntegerField()
    left_count = models.PositiveIntegerField()
    raised_count = models.PositiveIntegerField()
    lowered_count = models.PositiveIntegerField()


class Standing(models.Model):
    """What an account is from a month on, until its next row. Only changes are written.

    The `ruled` values are what the rules alone say; they go on while an override stands.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("customer",)

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="standings", db_index=False
    )
    month = models.DateField()
    policy = models.ForeignKey("tiers.Policy", models.PROTECT, related_name="+", db_index=False)
    is_key_account = models.BooleanField()
    scheme = models.CharField(max_length=12, choices=Scheme)
    grade = models.CharField(max_length=8, choices=Grade, blank=True)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    is_reported_apart = models.BooleanField(default=False)
    key_rule = models.ForeignKey(
        "tiers.KeyAccountRule", models.PROTECT, null=True, related_name="+", db_index=False
    )
    tier_rule = models.ForeignKey(
        "tiers.TierRule", models.PROTECT, null=True, related_name="+", db_index=False
    )
    override = models.ForeignKey(
        "tiers.TierOverride", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ruled_is_key = models.BooleanField()
    ruled_grade = models.CharField(max_length=8, choices=Grade, blank=True)
    # Months in a row that have said otherwise; below zero they speak for a fall.
    key_waits = models.SmallIntegerField(default=0)
    grade_waits = models.SmallIntegerField(default=0)
    # The terms as they were when this row was written: which rule, measured, needed.
    reason = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="standing_once_a_month", fields=["customer", "month"]),
            models.CheckConstraint(
                name="standing_grade_of_scheme",
                condition=grade_belongs_to_scheme(may_be_empty=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer", "month"],
                name="standing_key",
                condition=Q(is_key_account=True),
            ),
        ]
