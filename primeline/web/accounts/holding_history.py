"""What was changed on a subscription, by whom and why."""

from typing import TYPE_CHECKING, Any

from primeline.audit import queries as audit
from primeline.staff import queries as staff
from primeline.web.accounts.labels import SUBSCRIPTION
from primeline.web.accounts.telling import value_of
from primeline.web.audit.words import names_seen
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.products.models import Subscription

TABLE = "products_subscription"
AT_ONCE = 50


def history_of(request: PersonRequest, row: "Subscription") -> dict[str, Any]:
    """Return the latest changes of a subscription as its page shows them."""
    changes = audit.history_of(request.reach, table=TABLE, row_id=row.pk, limit=AT_ONCE)
    names = names_seen(request.reach, changes, with_staff=True)
    fields = {
        change.history_id: [
            (
                SUBSCRIPTION[field.field],
                value_of(change, field, field.before, row.customer, names),
                value_of(change, field, field.after, row.customer, names),
            )
            for field in change.fields
            if field.field in SUBSCRIPTION
        ]
        for change in changes
    }
    return {
        "changes": [change for change in changes if fields[change.history_id]],
        "fields": fields,
        "actors": staff.names_of({change.actor_name for change in changes}),
    }
