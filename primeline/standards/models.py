"""Steps, reasons to pause, the library of standards, and the versions of the matrix."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import Tier
from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow
from primeline.kit.words import in_language
from primeline.products.choices import AssuranceLevel, Distance
from primeline.staff.choices import Role
from primeline.standards.choices import (
    Area,
    Clock,
    Mark,
    PauseParty,
    PolicyStatus,
    Priority,
    Severity,
    StandardKind,
)
from primeline.standards.values import LONGEST_SECONDS


class Step(ReferenceRow):
    """A kind of thing that is owed, say a first response. Reference data."""

    reach_through = None

    # Who owes it where nobody else is named.
    owed_by = models.CharField(max_length=20, choices=Role)
    clock = models.CharField(max_length=8, choices=Clock, default=Clock.NATURAL)
    # At how much of the limit whom is told: [{"percent": 50, "tells": ["OWNER"]}].
    rungs = models.JSONField(default=list)
    may_pause = models.BooleanField(default=False)
    may_snooze = models.BooleanField(default=False)
    # Counted back from a moment that is fixed, say the start of works.
    counts_back = models.BooleanField(default=False)
    # Whether limits of it depend on the assurance of a circuit, so that gaps are looked for.
    is_about_circuits = models.BooleanField(default=False)


class PauseReason(ReferenceRow):
    """Why a clock may stand still, for whom we wait, and how long at most. Reference data."""

    reach_through = None

    party = models.CharField(max_length=10, choices=PauseParty)
    longest_seconds = models.PositiveIntegerField()
    needs_evidence = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pausereason_is_bounded",
                condition=Q(longest_seconds__gte=1, longest_seconds__lte=LONGEST_SECONDS),
            ),
        ]


class Standard(models.Model):
    """One edition of a standard that rules cite: a law, a rule of the regulator, our own."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    kind = models.CharField(max_length=14, choices=StandardKind)
    issuer_zh = models.CharField(max_length=100)
    issuer_en = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=64)
    edition = models.CharField(max_length=32, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    # What it is about and for whom.
    scope_zh = models.CharField(max_length=300, blank=True)
    scope_en = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # The unit that it deviates for; empty where it holds everywhere.
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    mark = models.CharField(max_length=1, choices=Mark, default=Mark.OWN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="standard_once", fields=["number", "edition"]),
            models.CheckConstraint(
                name="standard_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="standard_does_not_replace_itself", condition=~Q(replaces=F("id"))
            ),
        ]

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(zh=self.title_zh, en=self.title_en)

    @property
    def issuer(self) -> str:
        """Who issued it, in the reader's language."""
        return in_language(zh=self.issuer_zh, en=self.issuer_en)

    @property
    def scope(self) -> str:
        """What it is about, in the reader's language."""
        return in_language(zh=self.scope_zh, en=self.scope_en)


class PolicyVersion(models.Model):
    """One version of the entitlement matrix. The last approved one that has begun is in force."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    number = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=8, choices=PolicyStatus, default=PolicyStatus.DRAFT)
    effective_from = models.DateTimeField(null=True, blank=True)
    # The version that was the latest approved one when this was drafted; it takes its place.
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # The version whose rules it began with; an older one where it goes back to it.
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=300, blank=True)
    # Empty where the product shipped it.
    author = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    # What its rules said when it was proposed: what is approved is what was read.
    digest = models.CharField(max_length=64, blank=True)
    # When everybody was told that it takes effect.
    announced_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policyversion_has_two_people",
                condition=Q(decided_by=None) | Q(author=None) | ~Q(decided_by=F("author")),
            ),
            models.CheckConstraint(
                name="policyversion_approved_by_somebody",
                condition=~Q(status=PolicyStatus.APPROVED)
                | Q(effective_from__isnull=False, decided_at__isnull=False)
                & (Q(decided_by__isnull=False) | Q(author=None)),
            ),
            # Of two drafts of one version only one can take its place.
            models.UniqueConstraint(
                name="policyversion_one_in_place_of_another",
                fields=["based_on"],
                condition=Q(status=PolicyStatus.APPROVED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-effective_from"],
                name="policyversion_in_force",
                condition=Q(status=PolicyStatus.APPROVED),
            )
        ]


class PolicyRow(models.Model):
    """One rule of a version: for which cases, how long, on which clock, who is told, and why.

    Empty dimensions mean any; no unit means everywhere; no account means every account.
    """

    keeping = Keeping.ARCHIVE
    reach_through = None

    policy_version = models.ForeignKey(
        "standards.PolicyVersion", models.PROTECT, related_name="rows"
    )
    step = models.ForeignKey("standards.Step", models.PROTECT, related_name="+", db_index=False)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    assurance = models.CharField(max_length=6, choices=AssuranceLevel, blank=True)
    line = models.ForeignKey(
        "products.LineOfBusiness",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    distance = models.CharField(max_length=14, choices=Distance, blank=True)
    area = models.CharField(max_length=5, choices=Area, blank=True)
    priority = models.CharField(max_length=2, choices=Priority, blank=True)
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+"
    )
    clock = models.CharField(max_length=8, choices=Clock, default=Clock.NATURAL)
    limit_seconds = models.PositiveIntegerField()
    average_seconds = models.PositiveIntegerField(null=True, blank=True)
    # What share is to be kept in time, in percent; it sets no deadline.
    target_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    # Empty where the step's own rungs hold.
    rungs = models.JSONField(default=list, blank=True)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MINOR)
    is_statutory = models.BooleanField(default=False)
    mark = models.CharField(max_length=1, choices=Mark, default=Mark.OWN)
    citation = models.CharField(max_length=200, blank=True)
    standard = models.ForeignKey(
        "standards.Standard",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rows",
        db_index=False,
    )
    # Out of a draft; never of a version that was approved.
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policyrow_limit_is_one",
                condition=Q(limit_seconds__gte=1, limit_seconds__lte=LONGEST_SECONDS),
            ),
            models.CheckConstraint(
                name="policyrow_average_within_limit",
                condition=Q(average_seconds=None)
                | Q(average_seconds__gte=1, average_seconds__lte=F("limit_seconds")),
            ),
            models.CheckConstraint(
                name="policyrow_target_is_a_share",
                condition=Q(target_percent=None)
                | Q(target_percent__gte=1, target_percent__lte=100),
            ),
            models.CheckConstraint(
                name="policyrow_statute_is_cited",
                condition=Q(is_statutory=False)
                | (~Q(citation="") & Q(customer=None) & ~Q(mark=Mark.UNVERIFIED)),
            ),
        ]

    @property
    def is_verified(self) -> bool:
        """Whether somebody has read the number where it comes from, or decided it."""
        return self.mark != Mark.UNVERIFIED
