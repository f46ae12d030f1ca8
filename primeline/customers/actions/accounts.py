"""Opening an account and changing what it is."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import findable, rules
from primeline.customers.actions.individuals import as_written, make_known
from primeline.customers.actions.sealing import seal_what_hangs_on
from primeline.customers.actions.timeline import tell, tell_many
from primeline.customers.choices import CustomerKind, CustomerStatus, TimelineKind
from primeline.customers.models import Customer
from primeline.customers.queries.absorbed import absorbed_into
from primeline.customers.values import Identity, Line
from primeline.kit import numbers
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.kit.words import told_in_both
from primeline.privacy import queries as privacy
from primeline.privacy.choices import PersonalKind
from primeline.privacy.sealing import save_sealed
from primeline.privacy.textfields import check_nameless
from primeline.search import actions as search
from primeline.staff.models import Person, Unit


@deed("customers.open")
def open_customer(
    *,
    identity: Identity,
    owner_unit: Unit,
    account_manager: Person | None = None,
    deputy: Person | None = None,
    status: CustomerStatus = CustomerStatus.ACTIVE,
    opened_date: date | None = None,
    by: Actor,
    at: datetime,
) -> Customer:
    """Put a new account into the archive.

    :raises Refused: if a name is missing, an identifier is no valid one or is taken already
    """
    facts = _checked(identity)
    if not owner_unit.is_active:
        raise Refused(_("This unit is closed. Choose another one."), field="owner_unit")
    customer = Customer.objects.create(
        number=f"C-{numbers.next_number('customer'):07d}",
        **facts,
        owner_unit=owner_unit,
        account_manager=account_manager,
        deputy=deputy,
        manager_since_date=timezone.localdate(at) if account_manager else None,
        status=status,
        opened_date=opened_date or timezone.localdate(at),
    )
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.ACCOUNT_OPENED,
        happened_at=at,
        words={"number": customer.number},
    )
    tell(line=line, by=by, at=at)
    make_known(customer)
    search.index(entries=findable.entries_of(customer), by=by, at=at)
    return customer


@deed("customers.change_identity")
def change_identity(
    *,
    customer: Customer,
    version: int,
    identity: Identity,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Customer:
    """Change what the account is called and how it is classed.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    :raises Refused: if a name is missing, an identifier is no valid one or is taken already, or the
        brand names somebody on file
    """
    rules.check_usable(customer.name)
    facts = _checked(identity, but=customer.pk)
    check_nameless(Customer, customer.pk, facts)
    before, subject = (customer.kind, customer.name), customer.subject
    written = as_written(customer, facts)
    save_sealed(customer, version=version, changes=facts, written=written)
    customer.refresh_from_db()
    make_known(customer, former=subject)
    if customer.subject not in (None, subject):
        seal_what_hangs_on(customer)
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.IDENTITY_CHANGED,
        happened_at=at,
        words=_renamed(*before, customer) | ({"reason": reason} if reason else {}),
    )
    tell(line=line, by=by, at=at)
    absorbed = absorbed_into([customer.pk]).get(customer.pk, ())
    search.index(entries=findable.identity_entries(customer, absorbed), by=by, at=at)
    return customer


@deed("customers.change_status")
def change_status(
    *,
    customer: Customer,
    version: int,
    status: CustomerStatus,
    by: Actor,
    at: datetime,
    reason: str,
) -> Customer:
    """Suspend, lock, close or reopen the account.

    :raises Refused: if the account may not go from its status to this one, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    before = CustomerStatus(customer.status)
    rules.check_status_step(before, status)
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    closed_date = timezone.localdate(at) if status is CustomerStatus.CLOSED else None
    changes = {"status": status, "closed_date": closed_date}
    save_changes(Customer, pk=customer.pk, version=version, changes=changes)
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.STATUS_CHANGED,
        happened_at=at,
        words={"from": before, "to": status, "reason": reason},
    )
    tell(line=line, by=by, at=at)
    customer.refresh_from_db()
    return customer


@deed("customers.win")
def win_customer(*, customer: Customer, by: Actor, at: datetime) -> Customer:
    """Make a prospect a customer, as it gets its first subscription.

    :raises Refused: if it is none
    """
    before = CustomerStatus(customer.status)
    if before is not CustomerStatus.PROSPECT:
        raise Refused(_("Only a prospect can be won."), field="status")
    changes = {"status": CustomerStatus.ACTIVE}
    save_changes(Customer, pk=customer.pk, version=customer.version, changes=changes)
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.STATUS_CHANGED,
        happened_at=at,
        words={"from": before, "to": CustomerStatus.ACTIVE},
    )
    tell(line=line, by=by, at=at)
    customer.refresh_from_db()
    return customer


@deed("customers.win_many")
def win_customers(*, customer_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Make those accounts customers that are prospects, as they get subscriptions; return how many.

    Whoever is none is left as it is.
    """
    before, after = CustomerStatus.PROSPECT, CustomerStatus.ACTIVE
    prospects = Customer.objects.filter(pk__in=customer_ids, status=before)
    won = list(prospects.select_for_update().order_by("pk").values_list("pk", flat=True))
    prospects.filter(pk__in=won).update(status=after, version=F("version") + 1)
    kind, words = TimelineKind.STATUS_CHANGED, {"from": before, "to": after}
    lines = [Line(customer_id=pk, kind=kind, happened_at=at, words=words) for pk in won]
    tell_many(lines=lines, by=by, at=at)
    return len(won)


@deed("customers.change_owner_unit")
def change_owner_unit(
    *, customer: Customer, version: int, owner_unit: Unit, by: Actor, at: datetime, reason: str = ""
) -> Customer:
    """Hand the account over to another unit, which owns it from now on.

    :raises Refused: if that unit is closed
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not owner_unit.is_active:
        raise Refused(_("This unit is closed. Choose another one."), field="owner_unit")
    units = told_in_both(**{"from": customer.owner_unit}, to=owner_unit)
    changes = {"owner_unit": owner_unit}
    save_changes(Customer, pk=customer.pk, version=version, changes=changes)
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.OWNER_CHANGED,
        happened_at=at,
        words={**units, "reason": reason},
    )
    tell(line=line, by=by, at=at)
    customer.refresh_from_db()
    return customer


def _checked(identity: Identity, *, but: int | None = None) -> dict[str, Any]:
    name = identity.name.strip()
    if not name:
        raise Refused(_("An account needs a name."), field="name")
    identifier = rules.clean_identifier(identity.identifier_kind, identity.identifier)
    if identifier and _is_taken(identifier, but=but or 0):
        raise Refused(
            _("Another account has this identifier. Look it up before opening a second one."),
            field="identifier",
        )
    return asdict(replace(identity, name=name, identifier=identifier))


def _renamed(was_kind: str, was_called: str, customer: Customer) -> dict[str, str]:
    """Return both names, unless one is a person's: a timeline cannot forget it again."""
    is_public = {was_kind, customer.kind} == {CustomerKind.ORGANIZATION.value}
    if not is_public or was_called == customer.name:
        return {}
    return {"from": was_called, "to": customer.name}


def _is_taken(identifier: str, *, but: int) -> bool:
    # Also by one that this person cannot see; but a hidden one must not give itself away.
    with walls.open_for_system():
        others = Customer.objects.filter(is_restricted=False, merged_into=None).exclude(pk=but)
        digest = privacy.digest_of(PersonalKind.IDENTIFIER, identifier)
        holders = privacy.subjects_with(digest or "")
        people = others.filter(subject__in=holders).exclude(identifier="")
        return others.filter(identifier=identifier).exists() or people.exists()
