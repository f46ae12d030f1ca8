"""Taking what a customer asks: whoever takes it owns it until a hand-over is accepted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.actions.opening import open_commitment
from primeline.commitments.choices import AskedBy
from primeline.commitments.models import Commitment, Inquiry
from primeline.commitments.values import INQUIRY, UNTIL_RULED, Owed, Subject
from primeline.customers.models import Customer
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.privacy import telling
from primeline.products.queries.holdings import served_since
from primeline.staff.models import Person

FIRST_ASKED = "ASKED"
LONGEST_WHAT = 80


@deed("commitments.take_inquiry")
def take_inquiry(
    *,
    customer: Customer,
    asked_by: AskedBy,
    text: str,
    said_at: datetime | None = None,
    is_measured: bool = False,
    by: Person,
    at: datetime,
) -> Commitment:
    """Take what a customer asks as one's own; the matrix says by when it is answered.

    Its clock runs from when the customer said it, also before the account was served where a
    device has measured that moment: nobody has mistyped it. Where no rule speaks of it, it is owed
    within three days until one does.

    :raises Refused: if nothing is asked, or it cannot have been said then
    """
    if not text.strip():
        raise Refused(_("Write down what the customer asked."), field="text")
    served = served_since(customer) if said_at and not is_measured else None
    since = rules.said_before(said_at, served_since=served, at=at)
    inquiry = Inquiry.objects.create(
        customer=customer,
        asked_by=asked_by,
        text=text.strip(),
        taken_by=by,
        taken_at=at,
        said_at=since if since < at else None,
    )
    owed = Owed(
        step=FIRST_ASKED,
        subject=Subject(INQUIRY, inquiry.pk),
        customer_id=customer.pk,
        what=in_short(text.strip(), customer),
        person_id=by.pk,
        opened_at=since,
        noted_at=at if since < at else None,
        # What a customer has asked is not lost for want of a rule.
        within=UNTIL_RULED,
    )
    return open_commitment(owed=owed, by=by, at=at)


def in_short(text: str, customer: Customer) -> str:
    """Return the first line of what a customer said, cut where it is long."""
    first = text.splitlines()[0]
    if len(first) <= LONGEST_WHAT:
        return first
    # Half a number would be met as nobody's.
    return telling.cut(first, most=LONGEST_WHAT - 1, account=customer.pk) + "…"
