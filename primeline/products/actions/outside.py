"""Services that accounts have from others: noted, changed, over."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy.textfields import check_nameless
from primeline.products import rules
from primeline.products.choices import OutsideOutcome
from primeline.products.models import OutsideService
from primeline.products.values import OutsideFacts


@deed("products.note_outside_service")
def note_outside_service(
    *, customer: Customer, facts: OutsideFacts, by: Actor, at: datetime
) -> OutsideService:
    """Put down what an account has from another operator, and how we know.

    :raises Refused: if the operator is missing, the price band is none, it is learned tomorrow or
        over already, or somebody on file is named
    """
    _check(facts, customer.pk, at)
    service = OutsideService.objects.create(customer=customer, **_columns(facts))
    _tell(service, TimelineKind.OUTSIDE_NOTED, {}, by=by, at=at)
    return service


@deed("products.change_outside_service")
def change_outside_service(
    *, service: OutsideService, version: int, facts: OutsideFacts, by: Actor, at: datetime
) -> OutsideService:
    """Correct what we know of a service from others.

    :raises Refused: if it is over, the operator is missing, or the price band is none
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_open(service)
    _check(facts, service.customer_id, at, ended=service.ends_date)
    save_changes(OutsideService, pk=service.pk, version=version, changes=_columns(facts))
    service.refresh_from_db()
    _tell(service, TimelineKind.OUTSIDE_CHANGED, {}, by=by, at=at)
    return service


def _check(
    facts: OutsideFacts, customer_id: int, at: datetime, *, ended: date | None = None
) -> None:
    rules.check_outside(facts, ended=ended, at=at)
    rules.check_has_come(facts.learned_date, at=at, field="learned_date")
    check_nameless(OutsideService, customer_id, asdict(facts))


@deed("products.end_outside_service")
def end_outside_service(
    *,
    service: OutsideService,
    version: int,
    outcome: str,
    over_date: date,
    by: Actor,
    at: datetime,
) -> OutsideService:
    """Record that a service from others is over, and what became of it.

    :raises Refused: if it is over already, the outcome is none, or the day is still to come
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_open(service)
    if outcome not in OutsideOutcome.values:
        raise Refused(_("Say what became of it."), field="outcome")
    rules.check_has_come(over_date, at=at, field="over_date")
    changes = {"outcome": outcome, "over_date": over_date}
    save_changes(OutsideService, pk=service.pk, version=version, changes=changes)
    service.refresh_from_db()
    words = {"outcome": outcome, "day": over_date.isoformat()}
    _tell(service, TimelineKind.OUTSIDE_OVER, words, by=by, at=at)
    return service


def _check_open(service: OutsideService) -> None:
    if service.over_date is not None:
        raise Refused(_("This service is over already. Put down a new one."))


def _columns(facts: OutsideFacts) -> dict[str, Any]:
    return asdict(facts) | {"operator": facts.operator.strip()}


def _tell(
    service: OutsideService, kind: TimelineKind, words: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    line = Line(
        customer_id=service.customer_id,
        kind=kind,
        happened_at=at,
        words={"operator": service.operator, "line_code": service.line.code, **words},
        subject_kind="outside_service",
        subject_id=service.pk,
    )
    customers.tell(line=line, by=by, at=at)
