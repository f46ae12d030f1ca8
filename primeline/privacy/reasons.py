"""Why something was done, as acts keep it: nobody's number, and people only in outline.

An act hangs on no account. Those that the deed was given say who could be meant; what is typed
about them in full stands, sealed, with the row that the deed writes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from primeline.privacy import telling


def kept_reason(reason: str, given: Mapping[str, Any]) -> str:
    """Return a reason with the people on file at the accounts of a deed in outline.

    :raises Refused: if the number of a person stands in it
    """
    accounts = list(dict.fromkeys(_accounts(given)))
    if not accounts:
        telling.check(reason, field="reason")
    for account in accounts:
        reason = telling.outlined(reason, account=account, field="reason")
    return reason


def _accounts(given: Mapping[str, Any]) -> Iterator[int]:
    for name, value in given.items():
        account = telling.account_of(value) if isinstance(value, Model) else None
        if name == "customer_id" and isinstance(value, int):
            account = value
        if account is not None:
            yield account
