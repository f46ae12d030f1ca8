"""What was changed on a subscription, by whom and why."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.audit import queries as audit
from primeline.staff import queries as staff
from primeline.web.audit.words import told
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.products.models import Subscription

TABLE = "products_subscription"
AT_ONCE = 50

# What people call the fields; what is not named here is of no use to a reader.
LABELS: dict[str, str | Promise] = {
    "agreement": _("Contract"),
    "status": _("Status"),
    "payment_mode": _("Paid"),
    "label": _("What it is called"),
    "circuit_number": _("Circuit number"),
    "a_end": _("End A"),
    "z_end": _("End Z"),
    "distance": _("Reaches"),
    "bandwidth_mbps": _("Bandwidth (Mbit/s)"),
    "quantity": _("Quantity"),
    "ip_addresses": _("IP addresses"),
    "access_kind": _("Access"),
    "access_operator": _("Other operator"),
    "access_number": _("Their circuit number"),
    "access_fault_phone": _("Their fault telephone"),
    "fee_cents": _("Fee a month"),
    "assurance": _("Assurance of the circuit"),
    "opened_date": _("Opened on"),
    "terminated_date": _("Ended on"),
    "reason_recorded": _("Reason as the customer tells it"),
    "reason_verified": _("Reason as the second call found it"),
    "reason_verified_date": _("Called on"),
    "replaces": _("Took the place of"),
}


def history_of(request: PersonRequest, row: "Subscription") -> dict[str, Any]:
    """Return the latest changes of a subscription as its page shows them."""
    changes = audit.history_of(request.reach, table=TABLE, row_id=row.pk, limit=AT_ONCE)
    names = audit.names_in(request.reach, changes)
    fields = {
        change.history_id: [
            (
                LABELS[field.field],
                told(TABLE, field, field.before, names),
                told(TABLE, field, field.after, names),
            )
            for field in change.fields
            if field.field in LABELS
        ]
        for change in changes
    }
    return {
        "changes": [change for change in changes if fields[change.history_id]],
        "fields": fields,
        "actors": staff.names_of({change.actor_name for change in changes}),
    }
