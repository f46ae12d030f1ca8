"""Several people who do something at the same moment, each on a connection of their own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connection

from primeline.audit import walls

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> tuple[list[T], list[BaseException]]:
    """Do all of this at once; return what came of it, and what was raised.

    The test needs `django_db(transaction=True)`, so that each sees what the others commit.
    """
    done: list[T] = []
    raised: list[BaseException] = []
    start = Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> None:
        start.wait(60)
        try:
            # The walls of its connection stand; who may do it is the deed's to say.
            with walls.open_for_system():
                done.append(deed())
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return done, raised
