"""What contracts and subscriptions of key accounts ask for, and what they ask for no more."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from primeline.commitments.choices import OPEN
from primeline.commitments.models import Commitment
from primeline.products.choices import AgreementStatus, RenewalKind
from primeline.products.models import Agreement, Subscription
from primeline.staff.rules import OPERATOR_TIME_ZONE

CONTRACT: Final = "products.agreement"
SUBSCRIPTION: Final = "products.subscription"
FILING, FOLLOW_UP = "CONTRACT_FILING", "ONBOARDING_FOLLOW_UP"
OUTLOOK, RENEWAL = "RENEWAL_OUTLOOK", "CONTRACT_RENEWAL"
# A contract signed longer ago than this that comes on file now has been late for everybody.
FILED_WITHIN: Final = timedelta(days=90)
# So long before a contract ends its customer is asked what they want, then it is to be renewed.
ASKED_FROM: Final = timedelta(days=180)
RENEWED_FROM: Final = timedelta(days=90)
MOST: Final = 500
_OVER = (AgreementStatus.TERMINATED, AgreementStatus.CANCELLED, AgreementStatus.EXPIRED)


class Contract(NamedTuple):
    """A contract that asks for something, since when."""

    id: int
    customer_id: int
    number: str
    amended: date | None
    since: date
    ends: date | None


def to_file(today: date, agreement_id: int | None = None) -> list[Contract]:
    """Return signed contracts of key accounts that are not filed, and that nobody owes to file.

    What was filed and is amended since is to be filed once more: `amended` says for which day.
    """
    rows = _key_accounts().filter(
        status=AgreementStatus.ACTIVE, filed_date=None, signed_date__isnull=False
    )
    if agreement_id is not None:
        rows = rows.filter(pk=agreement_id)
    recent = today - FILED_WITHIN, today
    first = rows.filter(refile_from_date=None, signed_date__range=recent)
    again = rows.filter(refile_from_date__range=recent)
    this_time = (Value(":"), Cast("refile_from_date", CharField()))
    return [
        *_contracts(_not_yet(first, FILING), "signed_date"),
        *_contracts(_not_yet(again, FILING, *this_time), "refile_from_date"),
    ]


def to_renew(today: date) -> list[Contract]:
    """Return contracts of key accounts that end within ninety days and that nobody sees to."""
    return _to_see_to(
        RENEWAL, RENEWED_FROM, ends_date__gte=today, ends_date__lte=today + RENEWED_FROM
    )


def to_ask(today: date) -> list[Contract]:
    """Return those that end within a half-year, and not so soon that they are to be renewed."""
    return _to_see_to(
        OUTLOOK,
        ASKED_FROM,
        ends_date__gt=today + RENEWED_FROM,
        ends_date__lte=today + ASKED_FROM,
    )


def _to_see_to(step: str, before: timedelta, **ends: date) -> list[Contract]:
    held = Subscription.objects.held().filter(agreement=OuterRef("pk"))
    rows = (
        _key_accounts()
        .exclude(status__in=_OVER)
        # What renews by itself does not end: the last day to say no is told instead.
        .exclude(renewal_kind=RenewalKind.BY_ITSELF)
        .filter(Exists(held), **ends)
    )
    this_end = (Value(":"), Cast("ends_date", CharField()))
    return [
        one._replace(since=one.ends - before)
        for one in _contracts(_not_yet(rows, step, *this_end), "ends_date")
        if one.ends is not None
    ]


def filed() -> list[int]:
    """Return contracts that were filed while somebody still owes it."""
    return _ids(_owed(FILING), Agreement.objects.filter(filed_date__isnull=False))


def over() -> list[int]:
    """Return contracts that are over while somebody still owes something about them."""
    return _ids(_owed(FILING, OUTLOOK, RENEWAL), Agreement.objects.filter(status__in=_OVER))


def renewed(today: date) -> list[int]:
    """Return contracts that go on for longer than ninety days while somebody owes their renewal."""
    return _going_on(RENEWAL, today + RENEWED_FROM)


def asked(today: date) -> list[int]:
    """Return those that go on for longer than a half-year while somebody owes to ask."""
    return _going_on(OUTLOOK, today + ASKED_FROM)


def _going_on(step: str, beyond: date) -> list[int]:
    goes_on = Q(ends_date=None) | Q(ends_date__gt=beyond)
    by_itself = Q(renewal_kind=RenewalKind.BY_ITSELF)
    return _ids(_owed(step), Agreement.objects.filter(goes_on | by_itself))


def morning_of(day: date) -> datetime:
    """Return when a day begins for the operator."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(OPERATOR_TIME_ZONE))


def is_followed_up(subscription: Subscription) -> bool:
    """Test whether somebody is to ask how an opening went: at key accounts, if it is no change."""
    return subscription.customer.is_key_account and subscription.replaces_id is None


def _key_accounts() -> QuerySet[Agreement]:
    return Agreement.objects.filter(customer__is_key_account=True, customer__closed_date=None)


def _not_yet(rows: QuerySet[Agreement], step: str, *mark: Combinable) -> QuerySet[Agreement]:
    """Leave out what is or was owed: what was done is not asked for again."""
    key = Concat(
        Value(f"{step}:{CONTRACT}:"), Cast("pk", CharField()), *mark, output_field=CharField()
    )
    there = Commitment.objects.filter(owed_key=OuterRef("key"))
    return rows.annotate(key=key).exclude(Exists(there))


def _owed(*steps: str) -> Iterable[int]:
    found = Commitment.objects.filter(subject_kind=CONTRACT, step__code__in=steps, status__in=OPEN)
    return list(found.values_list("subject_id", flat=True))


def _ids(owed: Iterable[int], rows: QuerySet[Agreement]) -> list[int]:
    found = rows.filter(pk__in=list(owed)).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _contracts(rows: QuerySet[Agreement], since: str) -> list[Contract]:
    columns = ("pk", "customer_id", "number", "refile_from_date", since, "ends_date")
    return [Contract(*row) for row in rows.order_by("pk").values_list(*columns)[:MOST]]
