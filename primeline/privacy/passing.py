"""What is remembered for one transaction, and gone when that ends or is undone."""

from typing import TypeVar

from django.db import transaction


class Passing:
    """Something remembered. It hangs on the transaction that it was learned in."""

    def __call__(self) -> None:
        """Forget: the transaction has ended."""
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        raise NotImplementedError


P = TypeVar("P", bound=Passing)


def here(kind: type[P]) -> P:
    """Return what this transaction, or this part of it that may be undone, remembers of a kind."""
    connection = transaction.get_connection()
    # A block without a savepoint of its own stands in the list as None.
    savepoints_here = set(connection.savepoint_ids) - {None}
    for savepoints, callback, *_rest in reversed(connection.run_on_commit):
        # Exactly this savepoint's: what an inner one learned is gone if it was rolled back.
        if isinstance(callback, kind) and set(savepoints) - {None} == savepoints_here:
            return callback
    made = kind()
    if connection.in_atomic_block:
        transaction.on_commit(made)
    return made


def forget(kind: type[Passing]) -> None:
    """Forget what the transaction as a whole remembers of a kind."""
    for _savepoints, callback, *_rest in transaction.get_connection().run_on_commit:
        if isinstance(callback, kind):
            callback.clear()
