"""Requests of the example to see accounts of others: one that waits, and one that was granted."""

from datetime import datetime, timedelta

from django.db.models import Q

from primeline.access import actions as access
from primeline.access.models import AccessRequest
from primeline.access.values import Wish
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.staff.models import Person

_WAITING = Wish(reason="客户的分支机构设在我的片区，需一并准备方案。", days_count=14)
_WHY_GRANTED = "联合拜访由我方主办，同意查阅。"
_GRANTED = Wish(reason="协助主办分公司准备联合拜访。", days_count=30, with_contacts=True)


def load_requests(asking: list[str], leading: list[str], *, at: datetime) -> None:
    """Let the second who asks wait for an account of the first, and the first see one of a lead."""
    first, second = (Person.objects.get(username=name) for name in asking[:2])
    lead = Person.objects.get(username=leading[0])
    _ask(second, first.home_unit_id, _WAITING, at=at - timedelta(hours=3))
    request = _ask(first, lead.home_unit_id, _GRANTED, at=at - timedelta(days=2))
    access.grant_access(
        request=request,
        version=request.version,
        days_count=_GRANTED.days_count,
        with_contacts=_GRANTED.with_contacts,
        by=lead,
        at=at - timedelta(days=1),
        reason=_WHY_GRANTED,
    )


def _ask(person: Person, unit_id: int, wish: Wish, *, at: datetime) -> AccessRequest:
    """Ask for the largest key account of a unit that whoever asks does not look after."""
    open_ones = Customer.objects.filter(
        owner_unit=unit_id, is_key_account=True, is_restricted=False, closed_date=None
    ).exclude(Q(account_manager=person) | Q(deputy=person))
    wanted = open_ones.order_by("-monthly_fee_cents", "pk")[0]
    reach = reach_now(person, at=at)
    return access.ask_for_access(number=wanted.number, wish=wish, reach=reach, by=person, at=at)
