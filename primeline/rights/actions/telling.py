"""What the timeline of an account tells of a request at the rights desk."""

from datetime import datetime

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.rights.choices import REQUEST
from primeline.rights.models import RightsRequest


def tell(request: RightsRequest, how: str, *, by: Actor, at: datetime) -> None:
    """Tell the account what was asked and how far it is, never by whom it was asked."""
    line = Line(
        customer_id=request.customer_id,
        kind=TimelineKind.RIGHTS_REQUEST,
        happened_at=at,
        words={"how": how, "right": request.kind, "number": request.number},
        subject_kind=REQUEST,
        subject_id=request.pk,
    )
    customers.tell(line=line, by=by, at=at)
