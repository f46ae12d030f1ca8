"""The named-account list (名单制): key accounts, their people, and where somebody is missing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import CharField

from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Cover, Person, Posting
from primeline.staff.reach import Reach
from primeline.tiers.choices import Alarm
from primeline.tiers.queries.listings import on_list
from primeline.tiers.queries.loads import loads_in_all_and_within, overloaded
from primeline.tiers.values import Load

NAMED_COLUMNS = (
    "id", "number", "name", "short_name", "is_restricted", "cover_name", "tier", "version",
    "monthly_fee_cents", "owner_unit__name_zh", "owner_unit__name_en", "account_manager_id",
    "account_manager__name_zh", "account_manager__name_en", "account_manager__is_active",
    "manager_since_date", "deputy_id", "deputy__name_zh", "deputy__name_en",
    "deputy__is_active", "alarm", "named_listing__level", "named_listing__is_core",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """Which part of the list is wanted. What is empty does not narrow it."""

    unit_path: str = ""
    tier: str = ""
    alarm: str = ""
    manager_id: int | None = None
    listing: str = ""
    is_overloaded: bool = False


@dataclass(frozen=True, kw_only=True)
class Managed:
    """A person, what they look after in all, and how much of it lies within reach."""

    person: Person
    load: Load
    within: Load
    is_away: bool


def named_accounts(
    reach: Reach,
    wanted: ListFilter,
    *,
    today: date,
    permission: Permission = Permission.VIEW_CUSTOMERS,
) -> QuerySet[Any]:
    """Return the key accounts within reach: alarms first, the graver ones and the greatest."""
    rows = with_alarm(visible_to(reach, permission).filter(is_key_account=True), today)
    plain: dict[str, Any] = {
        "owner_unit__path__startswith": wanted.unit_path,
        "tier": wanted.tier,
        "account_manager": wanted.manager_id,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    rows = on_list(rows, wanted.listing)
    if wanted.is_overloaded:
        rows = rows.filter(account_manager__in=overloaded(month=today.replace(day=1)))
    if wanted.alarm == Alarm.ANY:
        rows = rows.exclude(alarm="")
    elif wanted.alarm:
        rows = rows.filter(alarm=wanted.alarm)
    gravity = Case(When(alarm="", then=2), When(alarm=Alarm.NO_DEPUTY, then=1), default=0)
    return rows.order_by(gravity, "-monthly_fee_cents", "pk")


def alarm_counts(reach: Reach, *, today: date, unit_path: str = "") -> Counter[Alarm]:
    """Return how many key accounts within reach have which alarm."""
    rows = visible_to(reach).filter(is_key_account=True, owner_unit__path__startswith=unit_path)
    found = (
        with_alarm(rows, today)
        .exclude(alarm="")
        .order_by()
        .values_list("alarm")
        .annotate(count=Count("pk"))
    )
    return Counter({Alarm(alarm): count for alarm, count in found})


def managers_within(reach: Reach, *, today: date, unit_path: str = "") -> list[Managed]:
    """Return who manages accounts within reach, the heaviest load first."""
    managing = (
        visible_to(reach)
        .filter(owner_unit__path__startswith=unit_path, account_manager__isnull=False)
        .order_by()
        .values("account_manager")
        .distinct()
    )
    people = list(Person.objects.filter(pk__in=managing))
    ids = [person.pk for person in people]
    loads, within = loads_in_all_and_within(reach, ids, month=today.replace(day=1))
    away = set(_absences(today).values_list("absent_id", flat=True))
    managed = [
        Managed(
            person=person,
            load=loads[person.pk],
            within=within[person.pk],
            is_away=person.pk in away,
        )
        for person in people
    ]
    return sorted(managed, key=lambda one: (-one.load.points, one.person.pk))


def assignable(reach: Reach, *, today: date, unit_path: str = "") -> QuerySet[Person]:
    """Return the account managers in the units within reach, to whom accounts may be given."""
    paths = Q(pk__in=[])
    for path in reach.paths_for(Permission.ASSIGN_MANAGERS):
        paths |= Q(unit__path__startswith=path)
    postings = _manager_postings(today).filter(paths, unit__path__startswith=unit_path)
    return Person.objects.filter(is_active=True, pk__in=postings.values("person")).order_by(
        "name_zh", "pk"
    )


def with_alarm(rows: QuerySet[Customer], today: date) -> QuerySet[Any]:
    """Return accounts with what is missing where one should be in good hands; empty is nothing.

    A deputy who has left is none.
    """
    managers = _manager_postings(today).filter(person=OuterRef("account_manager"))
    away = _absences(today).filter(absent=OuterRef("account_manager"))
    alone = Q(deputy=None) | Q(deputy__is_active=False)
    return rows.annotate(
        alarm=Case(
            When(account_manager=None, then=Value(Alarm.NO_MANAGER)),
            When(account_manager__is_active=False, then=Value(Alarm.MANAGER_LEFT)),
            When(alone & Exists(away), then=Value(Alarm.AWAY_WITHOUT_DEPUTY)),
            When(~Exists(managers), then=Value(Alarm.PARKED)),
            When(alone, then=Value(Alarm.NO_DEPUTY)),
            default=Value(""),
            output_field=CharField(),
        )
    )


def _manager_postings(today: date) -> QuerySet[Posting]:
    return Posting.objects.filter(role=Role.ACCOUNT_MANAGER, active_from__lte=today).filter(
        Q(active_to=None) | Q(active_to__gt=today)
    )


def _absences(today: date) -> QuerySet[Cover]:
    return Cover.objects.filter(active_from__lte=today, active_to__gt=today)
