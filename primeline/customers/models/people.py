"""The people at the customer: who they are, were, and have agreed to."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import (
    Attitude,
    ConsentProof,
    ConsentPurpose,
    DecisionRole,
    PreferredChannel,
)
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import (
    EncryptedDateField,
    EncryptedField,
    SubjectField,
    sealed_constraints,
    sealed_if_owned,
)
from primeline.privacy.textfields import OpenTextField


class Contact(models.Model):
    """A person at the customer (TMF632 Individual)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="contacts")
    # Whose facts the sealed fields are; it stands before them.
    subject = SubjectField()
    name = EncryptedField(kind=PersonalKind.NAME)
    job_title = OpenTextField(max_length=100, blank=True)
    decision_role = models.CharField(max_length=12, choices=DecisionRole, blank=True)
    attitude = models.CharField(
        max_length=10, choices=Attitude, blank=True, default="", db_default=""
    )
    # Somebody at the same account; the actions see to it that nobody is above themselves.
    reports_to = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    in_post_from_date = models.DateField(null=True, blank=True)
    phone = EncryptedField(kind=PersonalKind.PHONE, blank=True)
    email = EncryptedField(kind=PersonalKind.EMAIL, blank=True)
    birthday = EncryptedDateField(kind=PersonalKind.BIRTHDAY, null=True, blank=True)
    # Month and day of the lunar calendar, "08-15", for those who celebrate by it.
    lunar_birthday = EncryptedField(
        kind=PersonalKind.BIRTHDAY, blank=True, default="", db_default=""
    )
    preferred_channel = models.CharField(max_length=8, choices=PreferredChannel, blank=True)
    preferred_hours = OpenTextField(max_length=40, blank=True)
    is_primary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *sealed_constraints("contact", "name", "phone", "email", "birthday", "lunar_birthday"),
            models.CheckConstraint(
                name="contact_reports_to_somebody_else",
                condition=Q(reports_to=None) | ~Q(reports_to=F("id")),
            ),
        ]


class FormerPost(models.Model):
    """A post that a person at a customer held before the present one, there or elsewhere."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="former_posts")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="former_posts")
    job_title = OpenTextField(max_length=100, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="former_post_ends_after_it_began",
                condition=Q(from_date=None) | Q(to_date__gte=F("from_date")),
            ),
        ]


class Consent(models.Model):
    """What a person at a customer has agreed to, what shows it, and until when."""

    keeping = Keeping.ARCHIVE
    reach_through = "contact__customer"

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="consents")
    # The person at the time of writing: the same as the contact's. None in rows not sealed yet.
    subject = SubjectField(null=True)
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    given_date = models.DateField()
    proof = models.CharField(max_length=8, choices=ConsentProof)
    # Where the proof lies: a file number, a mailbox, the number of a recording.
    proof_place = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True)
    withdrawn_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *sealed_if_owned("consent", "proof_place"),
            models.UniqueConstraint(
                name="consent_once_for_a_purpose",
                fields=["contact", "purpose"],
                condition=Q(withdrawn_date=None),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_date=None) | Q(withdrawn_date__gte=F("given_date")),
            ),
        ]
