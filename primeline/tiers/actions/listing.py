"""On which named list an account stands, and whether it is a core account."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.tiers.choices import ListLevel
from primeline.tiers.models import NamedListing
from primeline.tiers.queries.listings import levels_to_decide
from primeline.tiers.values import Listed


@deed("tiers.name_on_list")
def name_on_list(
    *,
    customer: Customer,
    version: int,
    wanted: Listed,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str,
) -> NamedListing:
    """Put an account on a named list from a day on, or take it off; say whether it is core.

    `version` is that of the listing that was read, 0 where there was none.

    :raises Refused: if it is no key account, the list is that of a level above whoever decides,
        the day lies ahead or before the last decision, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    # Two who list an account for the first time at once: one waits for the other.
    account = Customer.objects.select_for_update().get(pk=customer.pk)
    before = NamedListing.objects.filter(customer=account).first()
    _check(account, before, wanted, reach=reach, at=at)
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    facts: dict[str, Any] = {
        "level": wanted.level,
        "is_core": wanted.is_core,
        "since_date": wanted.since,
        "reason": reason.strip(),
        "decided_by": by,
        "decided_at": at,
    }
    if before is None:
        listing = NamedListing.objects.create(customer=account, **facts)
    else:
        save_changes(NamedListing, pk=before.pk, version=version, changes=facts)
        listing = NamedListing.objects.get(pk=before.pk)
    words = {
        "how": "NAMED",
        "level": wanted.level,
        "core": wanted.is_core,
        "since": wanted.since.isoformat(),
    }
    line = Line(
        customer_id=account.pk, kind=TimelineKind.LEVEL_BY_HAND, happened_at=at, words=words
    )
    customers.tell(line=line, by=by, at=at)
    return listing


def _check(
    account: Customer,
    before: NamedListing | None,
    wanted: Listed,
    *,
    reach: Reach,
    at: datetime,
) -> None:
    if not account.is_key_account:
        raise Refused(_("Only key accounts stand on named lists. This account is none."))
    mine = levels_to_decide(reach, account)
    for one in (wanted.level, before.level if before else ""):
        if one and one not in mine:
            raise Refused(
                _("The %(level)s list is decided at a unit above yours. Ask there.")
                % {"level": ListLevel(one).label},
                field="level",
            )
    if wanted.since > day_of(at):
        raise Refused(_("This day lies ahead. Choose today or one before."), field="since_date")
    if before is not None and wanted.since < before.since_date:
        raise Refused(
            _("What was decided last holds from a later day. Choose that one or one after."),
            field="since_date",
        )
