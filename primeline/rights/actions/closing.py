"""What else waits at the desk about a person who is erased: it is closed, and says why."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from primeline.customers.models import Contact, Customer
from primeline.kit.deeds import Actor
from primeline.kit.saving import save_changes
from primeline.rights.actions.telling import tell
from primeline.rights.choices import CaseStatus, RequestStatus, RightKind
from primeline.rights.models import RetentionCase, RightsRequest


def close_what_waits(
    person: Contact | Customer, people: Collection[Contact], *, by: Actor, at: datetime
) -> None:
    """Answer the other requests and cases of somebody who was erased, within that deed.

    `people` are they themselves, where they stand among the people of accounts.
    """
    theirs = Q(contact__in=list(people))
    if isinstance(person, Customer):
        theirs |= Q(customer=person, contact=None)
    why = _("The data of this person were erased in the meantime.")
    decided = {"reason": why, "decided_at": at, "decided_by_id": by.actor_id}
    for request in RightsRequest.objects.filter(theirs, status=RequestStatus.OPEN).order_by("pk"):
        is_done = request.kind == RightKind.ERASE
        status = RequestStatus.DONE if is_done else RequestStatus.REFUSED
        changes = {**decided, "status": status}
        save_changes(RightsRequest, pk=request.pk, version=request.version, changes=changes)
        tell(request, status, by=by, at=at)
    for case in RetentionCase.objects.filter(theirs, status=CaseStatus.OPEN).order_by("pk"):
        changes = {**decided, "status": CaseStatus.ERASED}
        save_changes(RetentionCase, pk=case.pk, version=case.version, changes=changes)
