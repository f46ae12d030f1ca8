"""What the timelines of accounts on offer tell of their hand-over."""

from datetime import datetime

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.handovers.choices import Outcome
from primeline.handovers.models import Handover, HandoverAccount
from primeline.handovers.values import HANDOVER
from primeline.kit.deeds import Actor


def tell(handover: Handover, *, by: Actor, at: datetime) -> None:
    """Tell all accounts that wait in a hand-over how far it has come, at once."""
    words = {
        "how": handover.status,
        "from": handover.from_person.username,
        "to": handover.to_person.username,
        "day": handover.effective_date.isoformat(),
    }
    with walls.open_for_system():
        waiting = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
        ids = waiting.order_by("pk").values_list("customer", flat=True)
        kind = TimelineKind.HANDOVER
        lines = [
            Line(
                customer_id=one,
                kind=kind,
                happened_at=at,
                words=words,
                subject_kind=HANDOVER,
                subject_id=handover.pk,
            )
            for one in ids
        ]
        customers.tell_many(lines=lines, by=by, at=at)
