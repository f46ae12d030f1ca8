"""Partners, and whom they serve."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.partners import rules
from primeline.partners.choices import PartnerKind, PartnerStatus, RetailGrade
from primeline.privacy.textfields import FreeTextField


class Partner(models.Model):
    """An account that is more to us: it resells, allies with us, or is a retail chain.

    What it is called, who looks after it and whom one asks there is the account's. `grade` is
    what a person confirmed; what follows from the facts, `suggested_grade` says.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="partnerships")
    kind = models.CharField(max_length=12, choices=PartnerKind)
    status = models.CharField(max_length=9, choices=PartnerStatus, default=PartnerStatus.ACTIVE)
    since_date = models.DateField()
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    is_international = models.BooleanField(default=False)
    provinces = models.JSONField(default=list)
    grade = models.CharField(max_length=3, choices=RetailGrade, blank=True)
    grade_reason = FreeTextField(max_length=300, blank=True)
    grade_confirmed_date = models.DateField(null=True, blank=True)
    grade_confirmed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="partner_kind_once", fields=["customer", "kind"]),
        ]

    @property
    def suggested_grade(self) -> str:
        """The grade that follows from where it is at home."""
        return rules.grade_of(
            self.kind, is_international=self.is_international, provinces=self.provinces
        )

    @property
    def waits_for_grade(self) -> bool:
        """Whether a person has still to confirm the grade, or to say why it is another one."""
        is_settled = self.grade == self.suggested_grade or bool(self.grade_reason)
        return bool(self.suggested_grade) and not (self.grade and is_settled)


class Serving(models.Model):
    """A partner serves an account, from a day until it ends."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="servings")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="served_by")
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="serving_once", fields=["partner", "customer"], condition=Q(active_to=None)
            ),
            models.CheckConstraint(
                name="serving_ends_after_it_began",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
        ]
