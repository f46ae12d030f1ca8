"""Checklists of papers at some accounts, and who keeps the archives of branches."""

from datetime import datetime

from primeline.customers.models import Attachment, Customer
from primeline.demo.load.organization import Organization
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.papers import actions
from primeline.papers.choices import EntryState, LifeEvent
from primeline.papers.models import ChecklistEntry
from primeline.staff.models import Person, Unit

LISTED = 24
WAIVED = "总部已统一收取（示例）"


def load_checklists(
    plan: Plan,
    organization: Organization,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Open checklists at the latest accounts with a contract, and name keepers of archives."""
    _name_keepers(plan, organization, by=by, at=at)
    with_files = list(Attachment.objects.order_by("-pk")[:LISTED])
    done: set[int] = set()
    for turn, attachment in enumerate(with_files):
        if attachment.customer_id in done:
            continue
        done.add(attachment.customer_id)
        customer = Customer.objects.get(pk=attachment.customer_id)
        actions.open_checklist(customer=customer, event=LifeEvent.OPENING, by=by, at=at)
        _settle_some(customer, attachment, turn, by=by, at=at)


def _settle_some(
    customer: Customer, attachment: Attachment, turn: int, *, by: Actor, at: datetime
) -> None:
    missing = ChecklistEntry.objects.filter(
        checklist__customer=customer, state=EntryState.MISSING
    ).select_related("checklist", "required_paper")
    for place, entry in enumerate(missing.order_by("pk")):
        if entry.required_paper.code == "OPEN_CONTRACT":
            _settle(entry, attachment=attachment, by=by, at=at)
        elif (place + turn) % 3:
            _settle(entry, waived_because=WAIVED, by=by, at=at)


def _name_keepers(plan: Plan, organization: Organization, *, by: Actor, at: datetime) -> None:
    keepers: dict[str, str] = {}
    for one in plan.customers:
        if one.manager:
            keepers.setdefault(one.unit, one.manager)
    for code, person in sorted(keepers.items()):
        keeper = Person.objects.get(pk=organization.people[person])
        if keeper.is_active:
            unit = Unit.objects.get(pk=organization.units[code])
            actions.name_custodian(unit=unit, person=keeper, by=by, at=at)


def _settle(
    entry: ChecklistEntry,
    *,
    attachment: Attachment | None = None,
    waived_because: str = "",
    by: Actor,
    at: datetime,
) -> None:
    actions.settle_entry(
        entry=entry,
        version=entry.version,
        attachment=attachment,
        waived_because=waived_because,
        by=by,
        at=at,
    )
