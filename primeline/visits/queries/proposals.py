"""What was proposed in a visit or call for the next one, and what of the plan it is about."""

from datetime import datetime

from django.db.models import Case, IntegerField, Q, Value, When

from primeline.commitments.choices import OPEN
from primeline.staff.rules import day_of
from primeline.visits.choices import ActionStatus
from primeline.visits.models import Conversation, ServiceAction
from primeline.visits.rules import STEP_OF


def meant_by(conversation: Conversation, *, at: datetime) -> ServiceAction | None:
    """Return what is planned and still to be done in the stretch that the proposed day lies in."""
    day = conversation.next_date
    if day is None:
        return None
    standard_id = conversation.action.standard_id if conversation.action else None
    same = Q(standard=standard_id) if standard_id else Q(pk__in=[])
    rows = ServiceAction.objects.standing().filter(
        same | Q(standard__step__code=STEP_OF[conversation.kind]),
        Q(commitment__status__in=OPEN) | Q(status=ActionStatus.UNSTAFFED, period_to__gt=day_of(at)),
        customer=conversation.customer_id,
        period_from__lte=day,
        period_to__gt=day,
    )
    first = Case(When(same, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rows.select_related("customer", "standard__step", "commitment")
    return found.order_by(first, "pk").first()
