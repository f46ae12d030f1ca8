"""Asking for the jobs that recur. Any number of workers ask; each turn comes once."""

from datetime import UTC, datetime, timedelta

from primeline.kit.jobs import Recurring, enqueue, forget_turns

# Clocks of machines that work together differ by less.
A_JUMP = timedelta(minutes=1)


class Calendar:
    """Remembers which turns were asked for, so that a scan costs nothing between them."""

    def __init__(self, duties: tuple[Recurring, ...]) -> None:
        self.duties = duties
        self._asked: dict[str, datetime] = {}
        self._asked_at = datetime.max.replace(tzinfo=UTC)

    def ask(self, at: datetime) -> None:
        """Ask for every job whose turn has come. Turns missed while nobody worked are gone."""
        if at < self._asked_at - A_JUMP:
            # Turns that a clock ran ahead to come again when it is really their time.
            forget_turns([duty.kind for duty in self.duties], after=at + A_JUMP)
        self._asked_at = at
        for duty in self.duties:
            turn = turn_of(duty, at)
            if self._asked.get(duty.kind) != turn:
                enqueue(kind=duty.kind, at=at, unique_key=f"{duty.kind} {turn:%Y-%m-%dT%H:%M:%SZ}")
                self._asked[duty.kind] = turn


def turn_of(duty: Recurring, at: datetime) -> datetime:
    """Return when the present turn of a duty began."""
    seconds = int(duty.every.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
