"""The timeline: every fact once, in order, at the same cost wherever one reads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from primeline.customers import queries
from primeline.customers.actions import change_identity
from primeline.customers.choices import TOPIC_KINDS, CustomerKind, TimelineKind, TimelineTopic
from primeline.customers.models import Bill, Customer, Payment, TimelineLine
from primeline.customers.queries import TimelineFilter, ToldLine, timeline_of
from primeline.customers.values import Identity
from primeline.kit import months
from primeline.kit.deeds import act
from primeline.kit.errors import NotFound
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lake_mills

pytestmark = pytest.mark.django_db
# Midnight in Shanghai: where lines, payments and bills meet.
MIDNIGHT = datetime(2026, 3, 31, 16, tzinfo=UTC)
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def in_shanghai() -> Iterator[None]:
    """Days begin where the reader is."""
    with timezone.override("Asia/Shanghai"):
        yield


def a_full_timeline(customer: Customer, *, each: int = 9) -> None:
    """Write lines, payments and bills, some of them at the very same moment."""
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        TimelineLine.objects.bulk_create(
            TimelineLine(
                customer=customer,
                kind=list(TOPIC_KINDS[TimelineTopic.CONTACTS])[step % 3],
                happened_at=MIDNIGHT - timedelta(days=10 * (step // 2)),
            )
            for step in range(each)
        )
        Payment.objects.bulk_create(
            Payment(
                customer=customer, paid_date=APRIL - timedelta(days=10 * (n // 3)), amount_cents=n
            )
            for n in range(each)
        )
        Bill.objects.bulk_create(
            Bill(
                customer=customer,
                bill_month=months.shift(APRIL, -1 - n),
                amount_cents=100,
                due_date=APRIL,
            )
            for n in range(each)
        )


def read_to_the_end(
    customer: Customer, *, size: int, wanted: TimelineFilter | None = None
) -> list[ToldLine]:
    lines: list[ToldLine] = []
    after = None
    while True:
        page = timeline_of(customer, after=after, wanted=wanted, size=size)
        lines += page.lines
        if page.after is None:
            return lines
        after = page.after


class TestTimelineOf:
    @pytest.mark.row("B6")
    @pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
    def test_tells_everything_once_and_in_order_in_pages_of_any_size(self, size: int) -> None:
        bank = harbor_bank()
        a_full_timeline(bank)
        a_full_timeline(lake_mills())

        told = read_to_the_end(bank, size=size)

        stored = [TimelineLine.objects.filter(customer=bank).count(), 9, 9]
        assert [sum(line.place[0] == source for line in told) for source in (2, 1, 0)] == stored
        assert len({line.place for line in told}) == sum(stored)
        moments = [line.happened_at for line in told]
        assert moments == sorted(moments, reverse=True)

    @pytest.mark.parametrize("topic", TimelineTopic)
    @pytest.mark.parametrize("size", [2, 100])
    def test_of_a_topic_tells_that_and_nothing_else(self, topic: TimelineTopic, size: int) -> None:
        bank = harbor_bank()
        a_full_timeline(bank)
        everything = read_to_the_end(bank, size=100)
        money = {TimelineKind.BILLED, TimelineKind.PAID}
        kinds = money if topic is TimelineTopic.MONEY else set(TOPIC_KINDS[topic])

        told = read_to_the_end(bank, size=size, wanted=TimelineFilter(topic=topic))

        assert told == [line for line in everything if line.kind in kinds]

    @pytest.mark.parametrize(
        ("first", "last"),
        [(date(2026, 2, 15), None), (None, date(2026, 3, 1)), (date(2026, 3, 1), APRIL)],
    )
    @pytest.mark.parametrize("size", [2, 100])
    def test_of_a_time_includes_both_days(
        self, first: date | None, last: date | None, size: int
    ) -> None:
        bank = harbor_bank()
        a_full_timeline(bank)
        everything = read_to_the_end(bank, size=100)

        told = read_to_the_end(
            bank, size=size, wanted=TimelineFilter(from_date=first, to_date=last)
        )

        assert [line.place for line in told] == [
            line.place
            for line in everything
            if (first or date.min) <= local_day(line) <= (last or date.max)
        ]

    @pytest.mark.row("A3")
    def test_tells_nothing_of_people_to_whom_they_are_not_open(self) -> None:
        bank = harbor_bank()
        a_full_timeline(bank)
        of_people = set(TOPIC_KINDS[TimelineTopic.CONTACTS])
        without = TimelineFilter(closed=frozenset({TimelineTopic.CONTACTS}))

        told = read_to_the_end(bank, size=3, wanted=without)

        everything = read_to_the_end(bank, size=100)
        assert told == [line for line in everything if line.kind not in of_people]
        only = replace(without, topic=TimelineTopic.CONTACTS)
        assert timeline_of(bank, wanted=only).lines == []

    @pytest.mark.row("B10")
    @pytest.mark.parametrize("size", [1, 2, 5, 100])
    def test_tells_what_was_billed_and_paid_at_accounts_that_were_merged_into_it(
        self, size: int
    ) -> None:
        bank, mills = harbor_bank(), lake_mills()
        a_full_timeline(bank)
        a_full_timeline(mills)
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            closed = {"status": "CLOSED", "closed_date": APRIL, "is_key_account": False, "tier": ""}
            Customer.objects.filter(pk=mills.pk).update(merged_into=bank, **closed)

        told = read_to_the_end(bank, size=size)

        money = [line.place for line in told if line.place[0] != 2]
        assert len(money) == len(set(money)) == 36
        moments = [line.happened_at for line in told]
        assert moments == sorted(moments, reverse=True)

    def test_costs_one_query_a_source_and_one_for_what_was_merged(self) -> None:
        bank = harbor_bank()
        a_full_timeline(bank)

        for wanted, most in (
            (TimelineFilter(), 4),
            (TimelineFilter(topic=TimelineTopic.MONEY), 3),
            (TimelineFilter(topic=TimelineTopic.MANAGERS), 1),
        ):
            with CaptureQueriesContext(connection) as asked:
                timeline_of(bank, wanted=wanted, size=5)
            assert len(asked) == most

    @pytest.mark.parametrize(
        "after", ["", "~", "x~1", "2026-01-01~x", "2026-01-01~Q5", "0001-01-01~1", "9999-12-31~B1"]
    )
    def test_refuses_a_key_that_is_none(self, after: str) -> None:
        with pytest.raises(NotFound):
            timeline_of(harbor_bank(), after=after)

    def test_has_a_topic_for_every_kind(self) -> None:
        told = {kind for kinds in TOPIC_KINDS.values() for kind in kinds}

        assert told == set(TimelineKind) - {TimelineKind.BILLED, TimelineKind.PAID}


class TestChangeIdentity:
    @pytest.mark.row("B6")
    def test_tells_the_timeline_of_a_new_name(self) -> None:
        bank = harbor_bank()
        identity = Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Savings")

        change_identity(
            customer=bank, version=bank.version, identity=identity, by=greta(), at=TUESDAY_10AM
        )

        told = queries.timeline_of(bank).lines[0]
        assert told.kind == TimelineKind.IDENTITY_CHANGED
        assert told.words == {"from": "Harbor Bank", "to": "Harbor Savings"}

    @pytest.mark.row("A4")
    def test_tells_no_name_of_a_natural_person(self) -> None:
        bank = harbor_bank()
        identity = Identity(kind=CustomerKind.INDIVIDUAL, name="王小敏")

        change_identity(
            customer=bank, version=bank.version, identity=identity, by=greta(), at=TUESDAY_10AM
        )

        told = queries.timeline_of(bank).lines[0]
        assert told.kind == TimelineKind.IDENTITY_CHANGED
        assert told.words == {}


def local_day(line: ToldLine) -> date:
    """Return the day in Shanghai."""
    return line.happened_at.astimezone(ZoneInfo("Asia/Shanghai")).date()
