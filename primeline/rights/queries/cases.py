"""People whose data have been kept as long as they may."""

from datetime import date

from django.db.models import Max, QuerySet
from django.utils import timezone

from primeline.audit.models import HistoryRow
from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import Contact, Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.products.models import Subscription
from primeline.rights.choices import CaseStatus
from primeline.rights.models import RetentionCase
from primeline.rights.rules import Over, over_for_contact, over_for_individual
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MOST = 200


def _cases(reach: Reach) -> QuerySet[RetentionCase]:
    rows = RetentionCase.objects.filter(
        within(reach, Permission.DECIDE_RIGHTS, prefix="customer__")
    )
    return rows.select_related("customer", "contact", "decided_by")


def open_cases(reach: Reach) -> list[RetentionCase]:
    """Return whose data are to be decided on, those kept too long for longest at the top."""
    return list(_cases(reach).filter(status=CaseStatus.OPEN).order_by("due_date", "id")[:MOST])


def decided_cases(reach: Reach) -> list[RetentionCase]:
    """Return what was decided, the latest first."""
    done = _cases(reach).exclude(status__in=[CaseStatus.OPEN, CaseStatus.LAPSED])
    return list(done.order_by("-decided_at", "-id")[:MOST])


def get_case(reach: Reach, case_id: int) -> RetentionCase:
    """Return one case.

    :raises NotFound: if there is none, or it is not within reach
    """
    found = _cases(reach).filter(pk=case_id).first()
    if found is None:
        raise NotFound
    return found


def is_over(case: RetentionCase) -> Over | None:
    """Return since when nobody needs the data of a person, or None if somebody does."""
    if case.contact is not None:
        return contacts_over([case.contact]).get(case.contact.pk)
    return individuals_over([case.customer]).get(case.customer.pk)


def contacts_over(contacts: list[Contact]) -> dict[int, Over]:
    """Return since when nobody needs these people at customers, by contact, where that is so.

    Their accounts must have been fetched with them.
    """
    gone = [one for one in contacts if not one.is_active]
    left = _left_dates([one.pk for one in gone])
    found = {
        one.pk: over_for_contact(
            left_date=left.get(one.pk),
            closed_date=_closed_date(one.customer),
        )
        for one in contacts
    }
    return {pk: over for pk, over in found.items() if over is not None}


def individuals_over(customers: list[Customer]) -> dict[int, Over]:
    """Return since when individuals have had nothing from us, by account, where that is so."""
    ids = [one.pk for one in customers if one.kind == CustomerKind.INDIVIDUAL]
    held = set(
        Subscription.objects.held().filter(customer__in=ids).values_list("customer", flat=True)
    )
    ended = dict(
        Subscription.objects.filter(customer__in=ids)
        .values_list("customer")
        .annotate(last=Max("terminated_date"))
        .order_by()
    )
    found = {
        one.pk: over_for_individual(
            closed_date=_closed_date(one),
            last_ended_date=None if one.pk in held else ended.get(one.pk),
        )
        for one in customers
        if one.pk in set(ids)
    }
    return {pk: over for pk, over in found.items() if over is not None}


def _closed_date(customer: Customer) -> date | None:
    """Return when an account ended; one that was merged goes on in another."""
    is_closed = customer.status == CustomerStatus.CLOSED and customer.merged_into_id is None
    return customer.closed_date if is_closed else None


def _left_dates(contact_ids: list[int]) -> dict[int, date]:
    """Return when people last left; what is corrected of them afterwards begins nothing anew."""
    table, ids = Contact._meta.db_table, [str(pk) for pk in contact_ids]
    rows = HistoryRow.objects.filter(table=table, row_id__in=ids).order_by("id")
    found: dict[int, date] = {}
    for row_id, before, after, at in rows.values_list("row_id", "before", "after", "act__at"):
        if not after["is_active"] and (before is None or before["is_active"]):
            found[int(row_id)] = timezone.localdate(at)
    return found
