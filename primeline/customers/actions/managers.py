"""Who looks after an account."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.customers.actions.search import make_findable
from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import TimelineKind
from primeline.customers.events import ManagersChanged
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.kit.words import told_in_both
from primeline.staff.models import Person


@deed("customers.name_managers")
def name_managers(
    *,
    customer: Customer,
    version: int,
    account_manager: Person | None,
    deputy: Person | None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Customer:
    """Name the manager and the deputy of one account.

    :raises Refused: if both are the same person, or one of them has left
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_pair(account_manager, deputy)
    before, before_deputy = customer.account_manager, customer.deputy
    changes: dict[str, object] = {"account_manager": account_manager, "deputy": deputy}
    if before != account_manager:
        changes["manager_since_date"] = timezone.localdate(at) if account_manager else None
    save_changes(Customer, pk=customer.pk, version=version, changes=changes)
    lines = []
    if before != account_manager:
        lines.append(_line(customer.pk, before, account_manager, at, reason))
    if before_deputy != deputy:
        kind = TimelineKind.DEPUTY_CHANGED
        lines.append(_line(customer.pk, before_deputy, deputy, at, reason, kind))
    tell_many(lines=lines, by=by, at=at)
    make_findable(customer_ids=[customer.pk], by=by, at=at)
    if before != account_manager:
        _publish([before], account_manager, 1, at)
    customer.refresh_from_db()
    return customer


@deed("customers.reassign")
def reassign_customers(
    *,
    customers: Collection[Customer],
    account_manager: Person,
    deputy: Person | None = None,
    by: Actor,
    at: datetime,
    reason: str,
) -> int:
    """Name one manager for many accounts in one recorded act; return how many changed hands.

    A deputy who is the new manager steps back, so that nobody deputizes for themselves. Where no
    deputy is named the others stay.

    :raises Refused: if the manager has left, manager and deputy are one, or no reason is given
    """
    _check_pair(account_manager, deputy)
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    moving = [c for c in customers if c.account_manager_id != account_manager.pk]
    rows = Customer.objects.filter(pk__in=[c.pk for c in moving])
    deputies = _new_deputies(rows, account_manager, deputy)
    rows.filter(deputy=account_manager).update(deputy=None)
    changes: dict[str, object] = {
        "account_manager": account_manager,
        "manager_since_date": timezone.localdate(at),
        "version": F("version") + 1,
    }
    if deputy is not None:
        changes["deputy"] = deputy
    rows.update(**changes)
    lines = [_line(c.pk, c.account_manager, account_manager, at, reason) for c in moving]
    kind = TimelineKind.DEPUTY_CHANGED
    lines += [_line(pk, *change, at, reason, kind) for pk, change in deputies.items()]
    tell_many(lines=lines, by=by, at=at)
    make_findable(customer_ids=[c.pk for c in moving], by=by, at=at)
    if moving:
        _publish([c.account_manager for c in moving], account_manager, len(moving), at)
    return len(moving)


def _new_deputies(
    rows: QuerySet[Customer], account_manager: Person, deputy: Person | None
) -> dict[int, tuple[Person | None, Person | None]]:
    """Return the accounts whose deputy changes with the manager: from whom, to whom."""
    found = {}
    for one in rows.select_related("deputy").only("deputy"):
        steps_back = one.deputy_id == account_manager.pk
        after = deputy or (None if steps_back else one.deputy)
        if after != one.deputy:
            found[one.pk] = (one.deputy, after)
    return found


def _publish(
    before: Iterable[Person | None], after: Person | None, count: int, at: datetime
) -> None:
    ids = sorted({person.pk for person in before if person is not None})
    events.publish(
        ManagersChanged(
            happened_at=at,
            from_person_ids=tuple(ids),
            to_person_id=after.pk if after is not None else None,
            customers_count=count,
        )
    )


def _check_pair(account_manager: Person | None, deputy: Person | None) -> None:
    if account_manager is not None and account_manager == deputy:
        raise Refused(_("Manager and deputy must be two people."), field="deputy")
    for field, person in (("account_manager", account_manager), ("deputy", deputy)):
        if person is not None and not person.is_active:
            raise Refused(
                _("%(name)s no longer works here. Choose somebody else.") % {"name": person.name},
                field=field,
            )


def _line(
    customer_id: int,
    before: Person | None,
    after: Person | None,
    at: datetime,
    reason: str,
    kind: TimelineKind = TimelineKind.MANAGER_CHANGED,
) -> Line:
    return Line(
        customer_id=customer_id,
        kind=kind,
        happened_at=at,
        words={**told_in_both(**{"from": before}, to=after), "reason": reason},
    )
