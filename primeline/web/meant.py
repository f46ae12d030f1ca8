"""Which account somebody means by what they type: its number, its name, or part of it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.customers import queries as customers
from primeline.customers.queries import FoundAccount
from primeline.kit.errors import NotFound, Refused
from primeline.search.choices import EntryKind
from primeline.staff.choices import Permission
from primeline.web import looking
from primeline.web.requests import PersonRequest

SEE: Final = Permission.VIEW_COMMITMENTS
NAMED_AT_MOST: Final = 5
NONE: Final = gettext_lazy(
    "There is no such account within your reach. Write its number, its name or part of it, as the "
    "list of accounts shows it."
)


def found(request: PersonRequest, text: str, *, limit: int) -> list[FoundAccount]:
    """Return the accounts within reach that a text finds, as much as this reader may be told."""
    hits = customers.found_accounts(request.reach, text, limit=limit)
    if request.reach.may(Permission.VIEW_DOSSIERS):
        return hits
    return [hit for hit in hits if hit.kind != EntryKind.CONTRACT]


def number_of(request: PersonRequest, text: str) -> str:
    """Return the number of the account that somebody means.

    :raises Refused: if there is none within reach, or more than one fits: those are named
    """
    text = text.strip()
    try:
        return customers.get_customer(request.reach, text, SEE).number
    except NotFound:
        hits = found(request, text, limit=NAMED_AT_MOST + 1)
    # Part of a number is never taken for the whole, and a slip of the keyboard for no other name.
    called = [hit for hit in hits if hit.kind == EntryKind.NAME and not hit.is_near]
    same = [hit for hit in called if text in (hit.row["name"], hit.row["display_name"])]
    for sure in (same, called if len(called) == len(hits) else []):
        if len(sure) == 1:
            return str(sure[0].row["number"])
    if not hits:
        raise Refused(NONE, field="account")
    named = [hit.row for hit in hits[:NAMED_AT_MOST]]
    looking.note_rows(request, [row["id"] for row in named], "search")
    names = [f"{row['display_name']} {row['number']}" for row in named]
    more = ["…"] if len(hits) > len(named) else []
    raise Refused(
        _("It is not certain which account is meant. Write its number: %(names)s")
        % {"names": _("; ").join([*names, *more])},
        field="account",
    )
