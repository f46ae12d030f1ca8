"""Deciding that two accounts which look alike are different, and taking that back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import NotFound, Refused
from primeline.quality.models import Difference
from primeline.staff.models import Person


@deed("quality.tell_apart")
def tell_apart(
    *, one: Customer, other: Customer, reason: str, by: Person, at: datetime
) -> Difference:
    """Remember that two accounts are different, so that they are not shown again.

    :raises Refused: if no reason is given, or both are one
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    if one == other:
        raise Refused(_("This is one account. Choose two."))
    first, second = sorted((one, other), key=lambda account: account.pk)
    known = Difference.objects.filter(first=first, second=second, is_active=True).first()
    if known is not None:
        return known
    return Difference.objects.create(
        first=first, second=second, reason=reason.strip(), decided_by=by, decided_at=at
    )


@deed("quality.take_back_difference")
def take_back_difference(*, difference: Difference, by: Actor, at: datetime) -> None:
    """Forget that two accounts are different: the next search may show them again.

    :raises NotFound: if somebody else has taken it back already
    """
    told = Difference.objects.filter(pk=difference.pk, is_active=True)
    if not told.update(is_active=False):
        raise NotFound
