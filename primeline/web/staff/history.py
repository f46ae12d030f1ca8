"""How a unit or a person came to be as they are, where the reader may see that."""

from typing import Any

from primeline.audit import queries as audit
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.audit import words
from primeline.web.audit.fields import field_word
from primeline.web.formats import actor
from primeline.web.requests import PersonRequest

LATEST = 20
# Where a unit stands in the tree is told by the unit above it.
PLACE_IN_TREE = "path"


def changes_of(request: PersonRequest, table: str, row_id: int) -> list[dict[str, Any]] | None:
    """Return the latest changes of a row; None where they are not for this reader."""
    may_read = (Permission.EDIT_STAFF, Permission.VIEW_AUDIT)
    if not any(request.reach.may(permission) for permission in may_read):
        return None
    try:
        changes = audit.history_of(request.reach, table=table, row_id=row_id, limit=LATEST)
    except NotFound:
        return None
    names = audit.names_in(request.reach, changes)
    actors = staff.names_of({change.actor_name for change in changes})
    return [
        {
            "change": change,
            "who": actors.get(change.actor_name) or actor(change.actor_name),
            "fields": [
                (
                    field_word(field.label),
                    words.told(change, field, field.before, names),
                    words.told(change, field, field.after, names),
                )
                for field in change.fields
                if field.field != PLACE_IN_TREE
            ],
        }
        for change in changes
        if {field.field for field in change.fields} != {PLACE_IN_TREE}
    ]
