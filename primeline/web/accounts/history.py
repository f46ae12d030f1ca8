"""What was changed on an account, by whom and why, and how it looked on a day."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.audit import queries as audit
from primeline.audit.queries import Change, FieldChange
from primeline.customers.choices import CustomerKind
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.privacy import masks
from primeline.privacy.choices import PersonalKind
from primeline.staff import queries as staff
from primeline.web.audit.words import told
from primeline.web.days import is_usual
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

TABLE = "customers_customer"
AT_ONCE = 30

# What people call the fields; what is not named here is of no use to a reader.
LABELS: dict[str, str | Promise] = {
    "name": _("Full name"),
    "short_name": _("Short name"),
    "name_en": _("English name"),
    "kind": _("Kind"),
    "identifier_kind": _("Kind of identifier"),
    "identifier": _("Identifier"),
    "industry": _("Industry"),
    "scale": _("Scale"),
    "business_kind": _("Mainly buys"),
    "brand": _("Brand"),
    "is_agent": _("Is an agent (reseller)"),
    "status": _("Status"),
    "address": _("Address"),
    "owner_unit": _("Owner unit"),
    "account_manager": _("Manager"),
    "deputy": _("Deputy"),
    "is_key_account": _("Key account"),
    "tier": _("Service tier"),
    "is_restricted": _("Restricted account"),
    "monthly_fee_cents": _("Monthly fees"),
    "opened_date": _("On file since"),
    "closed_date": _("Closed on"),
    "notes": _("Notes"),
    "external_id": pgettext_lazy("account", "Number in other systems"),
}
# A restricted account is known by its cover name alone, in its history too.
GIVES_AWAY = frozenset(
    {"name", "short_name", "name_en", "identifier", "address", "notes", "external_id", "brand"}
)


def history(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the history pane shows: changes, or the account as it was on a day."""
    on = _day(request.GET.get("on", ""))
    changes = audit.history_of(
        request.reach,
        table=TABLE,
        row_id=customer.pk,
        before=whole_number(request.GET.get("before", "")),
        limit=AT_ONCE,
    )
    names = audit.names_in(request.reach, changes)
    fields = {change.history_id: _fields(change, customer, names) for change in changes}
    return {
        "changes": [change for change in changes if fields[change.history_id]],
        "fields": fields,
        "actors": staff.names_of({change.actor_name for change in changes}),
        "older": changes[-1].history_id if len(changes) == AT_ONCE else None,
        "on": on,
        "past": _past(request, customer, on) if on else None,
    }


def last_change(request: PersonRequest, *, table: str, row_id: int) -> Change | None:
    """Return who changed a row last, and when."""
    changes = audit.history_of(request.reach, table=table, row_id=row_id, limit=1)
    if not changes:
        return None
    name = changes[0].actor_name
    return replace(changes[0], actor_name=staff.names_of({name}).get(name, name))


def _fields(change: Change, customer: "Customer", names: audit.Names) -> list[tuple[Any, str, str]]:
    return [
        (
            LABELS[field.field],
            _told(field, field.before, customer, names),
            _told(field, field.after, customer, names),
        )
        for field in change.fields
        if _is_told(field, customer)
    ]


def _told(field: FieldChange, value: Any, customer: "Customer", names: audit.Names) -> str:
    if value and field.field == "address" and customer.kind == CustomerKind.INDIVIDUAL:
        return masks.masked(PersonalKind.ADDRESS, str(value))
    return told(TABLE, field, value, names)


def _is_told(field: FieldChange, customer: "Customer") -> bool:
    return field.field in LABELS and not (customer.is_restricted and field.field in GIVES_AWAY)


def _past(
    request: PersonRequest, customer: "Customer", on: date
) -> list[tuple[Any, str, str]] | None:
    """Return the account as it stood at the end of a day; None before it was on file."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    try:
        found = audit.as_it_was(request.reach, table=TABLE, row_id=customer.pk, at=end)
    except NotFound:
        return None
    return _fields(found, customer, audit.names_in(request.reach, [found]))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_usual(day) else None
