"""Events are kept with the fact, read back as they were, and heard by everybody."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from primeline.config import wiring
from primeline.kit import delivery, events
from primeline.kit.events import Event, event_from, name_of, publish, wire
from primeline.kit.models import EventRow
from primeline.kit.numbers import next_number
from primeline.kit.retries import MOST_ATTEMPTS
from primeline.testing.processes import SECONDS_TO_END, start_python

pytestmark = pytest.mark.empty_archive

NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)


class Color(models.TextChoices):
    RED = "RED", "Red"


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    lamp_id: int
    color: Color = Color.RED
    lit_date: date = date(2026, 4, 7)
    rooms: tuple[str, ...] = ()
    watts: dict[str, int] = field(default_factory=dict)
    previous_at: datetime | None = None

    @property
    def stream(self) -> str:
        return f"lamp:{self.lamp_id}" if self.lamp_id else ""


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """Nobody listens to it."""


@dataclass(frozen=True, kw_only=True)
class ThreadStarted(Event):
    thread: Thread


class Listeners:
    """Two that hear, one of which can be made to fail."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Event]] = []
        self.failing = 0

    def first(self, event: LampLit) -> None:
        self.heard.append(("first", event))

    def second(self, event: LampLit) -> None:
        next_number("second")
        if self.failing:
            self.failing -= 1
            raise ValueError("no bulb")
        self.heard.append(("second", event))

    def who(self) -> list[str]:
        return [name for name, _ in self.heard]


@pytest.fixture
def listeners() -> Iterator[Listeners]:
    cast = Listeners()
    wire({LampLit: (cast.first, cast.second)})
    yield cast
    wire(wiring.LISTENERS)


def light(lamp_id: int, **more: Any) -> LampLit:
    event = LampLit(happened_at=NOON, lamp_id=lamp_id, **more)
    with transaction.atomic():
        publish(event)
    return event


moments = st.datetimes(timezones=st.just(UTC))
lamps = st.builds(
    LampLit,
    happened_at=moments,
    lamp_id=st.integers(-(2**53), 2**53),
    color=st.sampled_from(Color),
    lit_date=st.dates(),
    rooms=st.lists(st.text()).map(tuple),
    watts=st.dictionaries(st.text(), st.integers(0, 2**40)),
    previous_at=st.none() | moments,
)


class TestPublish:
    @given(event=lamps)
    def test_keeps_what_can_be_read_back(self, event: LampLit) -> None:
        wire({LampLit: (print,)})

        assert event_from(events._row(event)) == event

        wire(wiring.LISTENERS)

    @pytest.mark.django_db(transaction=True)
    def test_refuses_without_a_transaction(self, listeners: Listeners) -> None:
        with pytest.raises(events.PublishedOutsideTransaction):
            publish(LampLit(happened_at=NOON, lamp_id=1))

        assert not EventRow.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_vanishes_with_the_fact(self, listeners: Listeners) -> None:
        with transaction.atomic():
            publish(LampLit(happened_at=NOON, lamp_id=1))
            transaction.set_rollback(True)

        assert not EventRow.objects.exists()

    @pytest.mark.django_db
    def test_is_done_at_once_where_nobody_listens(self, listeners: Listeners) -> None:
        publish(BellRung(happened_at=NOON))

        assert EventRow.objects.get().heard_at == NOON


class TestWire:
    def test_refuses_an_event_that_no_row_can_keep(self) -> None:
        with pytest.raises(TypeError):
            wire({ThreadStarted: ()})

    def test_names_events_by_room_and_class(self) -> None:
        assert name_of(LampLit) == "kit.LampLit"


@pytest.mark.django_db(transaction=True)
class TestDeliverDue:
    def test_tells_every_listener_once(self, listeners: Listeners) -> None:
        event = light(1, rooms=("hall",))

        assert delivery.deliver_due(at=NOON) == 1
        assert delivery.deliver_due(at=NOON) == 0

        assert listeners.heard == [("first", event), ("second", event)]
        assert EventRow.objects.get().heard_at == NOON

    def test_does_not_wait_for_a_clock_that_was_put_back(self, listeners: Listeners) -> None:
        light(1)

        assert delivery.deliver_due(at=NOON - timedelta(days=1)) == 1

    def test_tries_again_only_who_has_not_heard(self, listeners: Listeners) -> None:
        listeners.failing = 1
        light(1)

        delivery.deliver_due(at=NOON)
        row = EventRow.objects.get()
        delivery.deliver_due(at=row.next_attempt_at)

        assert row.attempts_count == 1
        assert row.heard_at is None
        assert "ValueError: no bulb" in row.last_error
        assert listeners.who() == ["first", "second"]

    def test_undoes_what_a_failed_listener_wrote(self, listeners: Listeners) -> None:
        listeners.failing = 1
        light(1)

        delivery.deliver_due(at=NOON)

        assert next_number("second") == 1

    def test_parks_what_fails_again_and_again(self, listeners: Listeners) -> None:
        listeners.failing = MOST_ATTEMPTS + 1
        light(1)
        at = NOON
        for _ in range(MOST_ATTEMPTS):
            assert not delivery.parked_events()
            delivery.deliver_due(at=at)
            at = EventRow.objects.get().next_attempt_at

        assert [row.name for row in delivery.parked_events()] == ["kit.LampLit"]
        assert delivery.deliver_due(at=at + timedelta(days=1)) == 0
        assert delivery.retry_parked(at=at) == 1

    def test_keeps_the_order_of_a_stream(self, listeners: Listeners) -> None:
        listeners.failing = 1
        for watts in (1, 2):
            light(7, watts={"w": watts})
        light(8)

        delivery.deliver_due(at=NOON)
        after_failure = listeners.who()
        later = NOON + timedelta(minutes=1)
        while delivery.deliver_due(at=later):
            pass

        assert after_failure == ["first", "first", "second"]
        seventh = [event.watts for name, event in listeners.heard if event.lamp_id == 7]  # type: ignore[attr-defined]
        assert seventh == [{"w": 1}, {"w": 1}, {"w": 2}, {"w": 2}]

    def test_closes_what_nobody_listens_to_any_more(self, listeners: Listeners) -> None:
        light(1)
        wire({})

        assert delivery.deliver_due(at=NOON) == 1

        assert EventRow.objects.get().heard_at == NOON

    def test_forgets_what_was_heard_long_ago(self, listeners: Listeners) -> None:
        light(1)
        delivery.deliver_due(at=NOON)
        light(2)

        assert delivery.forget_heard(at=NOON + timedelta(days=31)) == 1

        assert EventRow.objects.get().heard_at is None


WORKER = """
import sys
from datetime import UTC, datetime
from primeline.kit import delivery, events
from primeline.kit.numbers import next_number
from primeline.kit.tests.test_events import LampLit

def count(event):
    next_number(f"lamp {event.lamp_id}")

events.wire({LampLit: (count,)})
print("ready", flush=True)
sys.stdin.readline()
while delivery.deliver_due(at=datetime(2026, 4, 7, 13, tzinfo=UTC), most=5):
    pass
"""


@pytest.mark.django_db(transaction=True)
def test_several_workers_take_effect_once(listeners: Listeners) -> None:
    for lamp_id in range(1, 41):
        light(lamp_id)

    workers = [start_python(WORKER) for _ in range(3)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.communicate("go\n", timeout=SECONDS_TO_END)

    assert [worker.returncode for worker in workers] == [0, 0, 0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, latest FROM kit_numberseries")
        counted = dict(cursor.fetchall())
    assert counted == {f"lamp {lamp_id}": 1 for lamp_id in range(1, 41)}
