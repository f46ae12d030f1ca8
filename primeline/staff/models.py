"""Units, people, and who is what where."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth import hashers
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language
from primeline.staff.choices import MailChoice, Role, UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Words about units."""

    def under(self, *paths: str) -> "UnitQuerySet":
        """Return the units at these paths and all below them."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(path__startswith=path)
        return self.filter(wanted)


class Unit(models.Model):
    """A place in the organization: headquarters, province, branch, team (TMF632 Organization)."""

    keeping = Keeping.ARCHIVE
    on_record = "primeline.staff.queries.units_on_record"

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=UnitKind)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Ids from the root down to this unit, "/1/4/17/"; kept by the actions that move units.
    path = models.CharField(max_length=255, unique=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[UnitQuerySet] = UnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_only_headquarters_has_no_parent",
                condition=Q(parent=None, kind=UnitKind.HEADQUARTERS)
                | (Q(parent__isnull=False) & ~Q(kind=UnitKind.HEADQUARTERS)),
            ),
            models.UniqueConstraint(
                name="unit_only_one_headquarters",
                fields=["kind"],
                condition=Q(kind=UnitKind.HEADQUARTERS),
            ),
            models.CheckConstraint(name="unit_is_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]
        indexes = [models.Index(fields=["parent"], name="unit_parent")]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)

    @property
    def depth(self) -> int:
        """How many units lie above this one."""
        return self.path.count("/") - 2


class PersonManager(BaseUserManager["Person"]):
    """Finds people as the login does. People are made by actions, not here."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works with the system (TMF632 Individual)."""

    keeping = Keeping.ARCHIVE
    on_record = "primeline.staff.queries.people_on_record"
    # What is kept for ever must not hold the means to sign in.
    kept_as_digest = frozenset({"password"})

    last_login = None  # Sign-ins are in the log of sign-ins; a look at the clock is no change.
    username = models.CharField(
        _("user name"), max_length=64, unique=True, validators=[UnicodeUsernameValidator()]
    )
    employee_number = models.CharField(max_length=32, blank=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    home_unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="people")
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    # Which notices are sent by e-mail as well; how much of a matter's time has passed always is.
    mailed_notices = models.CharField(
        _("notices by e-mail"), max_length=6, choices=MailChoice, default=MailChoice.URGENT
    )
    is_active = models.BooleanField(default=True)
    # Somebody else knows this password; at the next sign-in the person chooses another.
    is_password_initial = models.BooleanField(default=False)
    # Part of the session's fingerprint: raising it ends every session of this person at once.
    session_epoch = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="person_username_once_in_any_case"),
        ]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)

    @property
    def actor_id(self) -> int:
        return int(self.pk)

    @property
    def actor_name(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Test whether this is the password. Unlike Django's, it never writes."""
        return hashers.check_password(raw_password, self.password)

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        # Raising the epoch changes the fingerprint that every session of the person carries.
        fingerprint: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{fingerprint}{self.session_epoch}"


class Posting(models.Model):
    """A role that a person holds at a unit, with its bounds and its time (TMF669 PartyRole).

    One that ends on the day it starts was withdrawn before it took effect.
    """

    keeping = Keeping.ARCHIVE
    on_record = "primeline.staff.queries.postings_on_record"

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="postings")
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="postings")
    role = models.CharField(max_length=24, choices=Role)
    # Bounds; empty means all. Industry codes, line-of-business codes, customer ids.
    industries = models.JSONField(default=list, blank=True)
    lines = models.JSONField(default=list, blank=True)
    customer_ids = models.JSONField(default=list, blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="posting_never_ends_before_it_starts",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
            models.UniqueConstraint(
                name="posting_once_at_a_time",
                fields=["person", "unit", "role"],
                condition=Q(active_to=None),
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None while no end is known."""
        return None if self.active_to is None else self.active_to - timedelta(days=1)

    def is_in_force(self, today: date) -> bool:
        """Test whether it holds on this day."""
        return self.active_from <= today and (self.active_to is None or today < self.active_to)

    def is_over(self, today: date) -> bool:
        """Test whether it held, or was withdrawn, and will not hold again."""
        return self.active_to is not None and self.active_to <= max(today, self.active_from)


class Cover(models.Model):
    """Who stands in for whom while they are away. It lends named accounts, never rank.

    One that ends on the day it starts was withdrawn before it took effect.
    """

    keeping = Keeping.ARCHIVE
    on_record = "primeline.staff.queries.covers_on_record"

    absent = models.ForeignKey("staff.Person", models.PROTECT, related_name="absences")
    covered_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="covers"
    )
    active_from = models.DateField()
    active_to = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cover_never_ends_before_it_starts",
                condition=Q(active_to__gte=F("active_from")),
            ),
            models.CheckConstraint(
                name="cover_is_somebody_else", condition=~Q(absent=F("covered_by"))
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.active_to - timedelta(days=1)

    def is_in_force(self, today: date) -> bool:
        """Test whether it holds on this day."""
        return self.active_from <= today < self.active_to

    def is_over(self, today: date) -> bool:
        """Test whether it held, or was withdrawn, and will not hold again."""
        return self.active_to <= max(today, self.active_from)
