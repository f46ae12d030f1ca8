"""Why something was done, as acts keep it: nobody's number, and nothing of people on file.

An act hangs on no account. Those that the deed was given say who could be meant; what is typed
about them in full stands, sealed, with the row that the deed writes.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from primeline.kit.errors import Refused
from primeline.privacy import telling

LONGEST: Final = 500
ACCOUNTS: Final = frozenset({"customer_id", "customer_ids"})


def kept_reason(reason: str, given: Mapping[str, Any]) -> str:
    """Return a reason with the people on file at the accounts of a deed left out.

    :raises Refused: if it is longer than an act holds, or the number of a person stands in it
    """
    if len(reason) > LONGEST:
        said = _("This text is too long. Say it in %(most)s characters.")
        raise Refused(said % {"most": LONGEST}, field="reason")
    accounts = dict.fromkeys(
        account for name, value in given.items() for account in _accounts(name, value)
    )
    return telling.emptied(reason, account=list(accounts), field="reason")


def _accounts(name: str, value: Any) -> Iterator[int]:
    if isinstance(value, Model):
        yield from telling.accounts_of(value)
    elif isinstance(value, int):
        if name in ACCOUNTS:
            yield value
    elif isinstance(value, Collection) and not isinstance(value, (str, bytes, Mapping)):
        for one in value:
            yield from _accounts(name, one)
