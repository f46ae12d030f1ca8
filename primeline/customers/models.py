"""Who the accounts are: identity, people, billing, and what happened to them."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import (
    AttachedTo,
    AttachmentKind,
    Attitude,
    BillStatus,
    BusinessKind,
    ConsentProof,
    ConsentPurpose,
    CustomerKind,
    CustomerStatus,
    DecisionRole,
    IdentifierKind,
    PaymentMethod,
    PaymentMode,
    PaymentStatus,
    PreferredChannel,
    Scale,
    Tier,
    TimelineKind,
)
from primeline.kit.keeping import Keeping, ReachBy
from primeline.kit.words import in_language
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import (
    EncryptedDateField,
    EncryptedField,
    SubjectField,
    sealed_constraints,
)


class Industry(models.Model):
    """An industry that accounts are classed by. Reference data, edited by people."""

    keeping = Keeping.ARCHIVE

    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


class Customer(models.Model):
    """An account: an organization or individual that we serve (TMF629 Customer)."""

    keeping = Keeping.ARCHIVE
    reach_by = ReachBy(
        unit="owner_unit",
        people=("account_manager", "deputy"),
        is_restricted="is_restricted",
        industry="industry",
        line="subscriptions__line",
        within="primeline.customers.queries.within_and_granted",
    )

    number = models.CharField(max_length=20, unique=True)
    # The number under which another system knows this account; imports find it again by this.
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=16, choices=CustomerKind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    identifier_kind = models.CharField(max_length=16, choices=IdentifierKind, blank=True)
    identifier = models.CharField(max_length=40, blank=True)
    industry = models.ForeignKey(
        "customers.Industry", models.PROTECT, null=True, blank=True, related_name="customers"
    )
    scale = models.CharField(max_length=8, choices=Scale, blank=True)
    business_kind = models.CharField(max_length=8, choices=BusinessKind, blank=True)
    brand = models.CharField(max_length=40, blank=True)
    is_agent = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=CustomerStatus, default=CustomerStatus.ACTIVE)
    address = models.CharField(max_length=300, blank=True)
    owner_unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="customers")
    account_manager = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="managed_customers"
    )
    deputy = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="deputized_customers"
    )
    manager_since_date = models.DateField(null=True, blank=True)
    # Level as a value: set by the rooms above through `set_level`, never worked out here.
    is_key_account = models.BooleanField(default=False)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    tier_since_month = models.DateField(null=True, blank=True)
    is_restricted = models.BooleanField(default=False)
    cover_name = models.CharField(max_length=40, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    # What all active subscriptions bring in a month; kept by the products room.
    monthly_fee_cents = models.BigIntegerField(default=0)
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customer_deputy_is_somebody_else",
                condition=Q(deputy=None)
                | Q(account_manager=None)
                | ~Q(deputy=F("account_manager")),
            ),
            models.CheckConstraint(
                name="customer_restricted_has_cover_name",
                condition=Q(is_restricted=False) | ~Q(cover_name=""),
            ),
            models.CheckConstraint(
                name="customer_closed_has_date",
                condition=~Q(status=CustomerStatus.CLOSED) | Q(closed_date__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_unit", "is_key_account", "tier"], name="customer_owner"),
            models.Index(fields=["account_manager"], name="customer_manager"),
            models.Index(fields=["deputy"], name="customer_deputy"),
            models.Index(fields=["-monthly_fee_cents", "id"], name="customer_fee"),
            models.Index(fields=["name", "-id"], name="customer_name"),
            models.Index(fields=["-opened_date", "id"], name="customer_opened"),
            models.Index(fields=["identifier"], name="customer_identifier"),
        ]

    @property
    def display_name(self) -> str:
        """What lists call the account: the cover name of a restricted one, else the short name."""
        if self.is_restricted:
            return self.cover_name
        return self.short_name or self.name


class Clearance(models.Model):
    """A person who may open a restricted account, from a moment until it is withdrawn."""

    keeping = Keeping.ARCHIVE
    # Ids only, and needed to work out a reach before any wall is open.
    reach_through = None

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="clearances")
    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="clearances")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)


class Contact(models.Model):
    """A person at the customer (TMF632 Individual)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="contacts")
    # Whose facts the sealed fields are; it stands before them.
    subject = SubjectField()
    name = EncryptedField(kind=PersonalKind.NAME)
    job_title = models.CharField(max_length=100, blank=True)
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
    preferred_hours = models.CharField(max_length=40, blank=True)
    is_primary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="contact_customer")]
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
    job_title = models.CharField(max_length=100, blank=True)
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
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    given_date = models.DateField()
    proof = models.CharField(max_length=8, choices=ConsentProof)
    # Where the proof lies: a file number, a mailbox, the number of a recording.
    proof_place = models.CharField(max_length=200)
    withdrawn_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
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


class BillingAccount(models.Model):
    """An account that bills are written to (TMF666 BillingAccount)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="billing_accounts"
    )
    number = models.CharField(max_length=32, unique=True)
    payment_mode = models.CharField(max_length=8, choices=PaymentMode)
    pays_every_months = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class Bill(models.Model):
    """The head of one month's bill (TMF678 CustomerBill).

    `charges` holds cents by code of the line of business; they add up to `amount_cents`.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="bills", db_index=False
    )
    bill_month = models.DateField()
    amount_cents = models.BigIntegerField()
    charges = models.JSONField(default=dict)
    due_date = models.DateField()
    settled_date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=BillStatus, default=BillStatus.SENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bill_once_a_month", fields=["customer", "bill_month"]),
        ]
        indexes = [
            models.Index(
                fields=["due_date", "customer"],
                name="bill_unpaid",
                condition=Q(settled_date__isnull=True),
            ),
        ]


class Payment(models.Model):
    """Money that an account has paid (TMF676 Payment).

    `bill_month` names the bill that it was paid for, where the paying system tells.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="payments", db_index=False
    )
    # The number under which the paying system knows it; imports find it again by this.
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    paid_date = models.DateField()
    amount_cents = models.BigIntegerField()
    bill_month = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=8, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    status = models.CharField(max_length=9, choices=PaymentStatus, default=PaymentStatus.DONE)
    payer = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-paid_date", "-id"], name="payment_customer"),
        ]


class TimelineLine(models.Model):
    """One thing that happened to an account, told on its timeline.

    `words` are the values that the sentence for this kind is filled with.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="timeline", db_index=False
    )
    kind = models.CharField(max_length=24, choices=TimelineKind)
    happened_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    words = models.JSONField(default=dict)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-happened_at", "-id"], name="timeline_of_customer"),
            models.Index(
                fields=["customer", "kind", "-happened_at", "-id"], name="timeline_of_kind"
            ),
        ]


class Attachment(models.Model):
    """A file on the papers of an account, or of a row of a room above. Withdrawn ones stay."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="attachments", db_index=False
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=12, choices=AttachmentKind)
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)
    subject_kind = models.CharField(max_length=12, choices=AttachedTo, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_subject_is_whole",
                condition=Q(subject_kind="") ^ Q(subject_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "subject_kind", "subject_id"], name="attachment_of"),
        ]


class SavedView(models.Model):
    """A filter and a choice of columns that a person keeps for a list."""

    keeping = Keeping.WORKING

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="saved_view_name_once", fields=["person", "page", "name"]),
        ]
