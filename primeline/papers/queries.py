"""Which papers are asked for, which are missing, and who keeps the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.customers.values import AttachmentCard
from primeline.kit.errors import NotFound
from primeline.kit.reference import row_with_code
from primeline.papers import rules
from primeline.papers.models import Checklist, ChecklistEntry, Custodian, RequiredPaper, owed
from primeline.products.models import LineOfBusiness
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The archive of a unit: who keeps it."""

    unit: Unit
    custodian: Custodian | None


def asked_for(event: str, line: LineOfBusiness | None) -> list[RequiredPaper]:
    """Return the papers that a life event asks for: those of every line, and of this one."""
    rows = RequiredPaper.objects.filter(event=event, is_active=True)
    wanted = Q(line=None) if line is None else Q(line=None) | Q(line=line)
    return list(rows.filter(wanted).order_by("position", "code"))


def required_papers_in_use() -> QuerySet[RequiredPaper]:
    """Return all papers, each with `use_count`, how many checklists have it."""
    return (
        RequiredPaper.objects.select_related("line")
        .annotate(use_count=Count("entries"))
        .order_by("event", "position", "code")
    )


def get_required_paper(code: str) -> RequiredPaper:
    """Return one paper.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(RequiredPaper, code)


def checklists_of(customer: Customer) -> list[Checklist]:
    """Return the checklists of an account, the latest first, each with its entries."""
    rows = Checklist.objects.filter(customer=customer).select_related("line", "opened_by")
    return list(
        rows.prefetch_related(
            "entries__required_paper", "entries__attachment", "entries__settled_by"
        ).order_by("-opened_at", "-pk")[:MOST_SHOWN]
    )


def get_entry(customer: Customer, entry_id: int) -> ChecklistEntry:
    """Return one paper of a checklist of an account.

    :raises NotFound: if the account has none such
    """
    rows = ChecklistEntry.objects.filter(checklist__customer=customer, pk=entry_id)
    row = rows.select_related("checklist", "required_paper", "attachment").first()
    if row is None:
        raise NotFound
    return row


def can_settle(entry: ChecklistEntry, card: AttachmentCard) -> bool:
    """Test whether somebody who sees this much of a file may tick a paper with it."""
    return (
        card.is_active
        and card.is_open
        and rules.can_be(entry.required_paper.code, card.kind, is_persons=card.is_persons)
    )


def custodian_of(unit: Unit) -> Custodian | None:
    """Return who keeps the archive that a unit's papers lie in: its own, or that of one above."""
    above = [int(part) for part in unit.path.split("/") if part]
    rows = Custodian.objects.filter(unit__in=above, active_to=None)
    found = list(rows.select_related("person", "unit"))
    return max(found, key=lambda one: one.unit.depth, default=None)


def archives_within(reach: Reach) -> list[Archive]:
    """Return the units within reach with who keeps their archive."""
    units = staff.units_in_order(reach, Permission.VIEW_CUSTOMERS, only_open=True)
    now = Custodian.objects.filter(unit__in=units, active_to=None).select_related("person")
    by_unit = {one.unit_id: one for one in now}
    return [Archive(unit=unit, custodian=by_unit.get(unit.pk)) for unit in units]


def kept_paths(person_id: int) -> list[str]:
    """Return the paths of the units whose archive somebody keeps."""
    rows = Custodian.objects.filter(person=person_id, active_to=None)
    return list(rows.values_list("unit__path", flat=True))


def incomplete_within(reach: Reach, paths: Iterable[str] = ()) -> QuerySet[Any]:
    """Return the checklists within reach that lack papers, the oldest first; `paths` narrow it."""
    mine = within(reach, Permission.VIEW_DOSSIERS, prefix="customer__")
    rows = Checklist.objects.filter(mine)
    below = Q()
    for path in paths:
        below |= Q(customer__owner_unit__path__startswith=path)
    missing = Count("entries", filter=owed("entries__"))
    return (
        rows.filter(below)
        .annotate(missing_count=missing, entries_count=Count("entries"))
        .filter(missing_count__gt=0)
        .select_related("customer", "customer__owner_unit", "line")
        .order_by("opened_at", "pk")
    )
