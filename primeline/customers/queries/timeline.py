"""The timeline of an account: lines that deeds wrote, and its bills and payments as they stand.

Bills and payments come by the thousand and say themselves when they were; a line for each would
keep every one of them twice. Where two accounts became one, those of both are told: what both
have of one month stays with the account that was merged.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from primeline.customers.choices import (
    SERVING_KINDS,
    TOPIC_KINDS,
    TimelineKind,
    TimelineTopic,
)
from primeline.customers.models import Bill, Customer, Payment, TimelineLine
from primeline.customers.queries.absorbed import absorbed_into
from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.kit.sent import moment, whole_number

DAY = timedelta(days=1)
# What comes first of what happened at the same moment, by the letter in a key: lines have none.
LETTERS = ("B", "P", "")
OF_BILLS, OF_PAYMENTS, OF_LINES = range(3)
# So many times the lines of a page are read before lines are asked for kind by kind.
AHEAD = 4
# Stands for each kind in turn.
SOME_KIND = "some kind"
# The reasons that people give, and those of endings by their code.
WHY = frozenset({"reason", "reason_code"})


@dataclass(frozen=True, kw_only=True)
class TimelineFilter:
    """What of a timeline is wanted. What is empty does not limit."""

    topic: TimelineTopic | None = None
    from_date: date | None = None
    to_date: date | None = None
    # Topics that are not open to the reader at all.
    closed: frozenset[TimelineTopic] = frozenset()
    # Whether the reader is one of us, and so reads what we have agreed among ourselves.
    with_internal: bool = True

    @property
    def with_contacts(self) -> bool:
        """Whether the people at the customer are open to the reader, too."""
        return TimelineTopic.CONTACTS not in self.closed

    @property
    def topics(self) -> list[TimelineTopic]:
        """The topics of which something may be open to the reader."""
        hidden = self.hidden
        return [
            topic
            for topic in TimelineTopic
            if topic is TimelineTopic.MONEY or not hidden.issuperset(TOPIC_KINDS[topic])
        ]

    @property
    def kinds(self) -> list[TimelineKind]:
        """The kinds of lines that are asked for, as far as they are open to the reader."""
        asked = TimelineKind if self.topic is None else TOPIC_KINDS[self.topic]
        hidden = self.hidden
        return [kind for kind in asked if kind not in hidden]

    @property
    def hidden(self) -> frozenset[TimelineKind]:
        """The kinds of lines that are not open to the reader."""
        ours = frozenset() if self.with_internal else frozenset(TimelineKind) - SERVING_KINDS
        return ours.union(*(TOPIC_KINDS[topic] for topic in self.closed))


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """One thing that happened. `is_day` says that nobody knows at what time of the day."""

    kind: str
    happened_at: datetime
    words: dict[str, Any] = field(default_factory=dict)
    by_name: str = ""
    is_day: bool = False
    place: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    """A stretch of a timeline, and the key of what comes after it, if anything does."""

    lines: list[ToldLine]
    after: str | None


class _Key(NamedTuple):
    at: datetime
    source: int
    id: int


def timeline_of(
    customer: Customer,
    *,
    after: str | None = None,
    wanted: TimelineFilter | None = None,
    size: int = 30,
) -> TimelinePage:
    """Return a stretch of the timeline, latest first, starting after a key.

    It costs the same wherever it starts: each source gives one stretch from its index.

    :raises NotFound: if the key is not one of a timeline
    """
    chosen, key = wanted or TimelineFilter(), _read(after) if after is not None else None
    told = list(_lines(customer, chosen, key, size + 1))
    if chosen.topic in (None, TimelineTopic.MONEY):
        for account_id in _with_absorbed(customer):
            told += _payments(account_id, chosen, key, size + 1)
            told += _bills(account_id, chosen, key, size + 1)
    told.sort(key=lambda line: (line.happened_at, line.place), reverse=True)
    has_more, told = len(told) > size, told[:size]
    return TimelinePage(lines=told, after=_written(told[-1]) if told and has_more else None)


def lines_about(
    customer: Customer, subjects: Mapping[str, Collection[int]], *, size: int = 50
) -> list[ToldLine]:
    """Return the latest that was told of some things of an account, each kind with its ids."""
    wanted = Q(pk__in=[])
    for kind, ids in subjects.items():
        wanted |= Q(subject_kind=kind, subject_id__in=list(ids))
    rows = TimelineLine.objects.filter(wanted, customer=customer)
    return [_told(row) for row in rows.order_by("-happened_at", "-id")[:size]]


def _lines(
    customer: Customer, wanted: TimelineFilter, key: _Key | None, most: int
) -> Iterator[ToldLine]:
    rows = TimelineLine.objects.filter(customer=customer)
    if wanted.from_date:
        rows = rows.filter(happened_at__gte=_midnight(wanted.from_date))
    if wanted.to_date:
        rows = rows.filter(happened_at__lt=_midnight(wanted.to_date + DAY))
    if key:
        rows = rows.filter(happened_at__lte=key.at)
        if key.source == OF_LINES:
            rows = rows.filter(Q(happened_at__lt=key.at) | Q(id__lt=key.id))
        else:
            rows = rows.filter(happened_at__lt=key.at)
    for row in _latest(rows.order_by("-happened_at", "-id"), wanted, most):
        yield _told(row) if wanted.with_internal else _without_why(_told(row))


def _latest(
    rows: QuerySet[TimelineLine], wanted: TimelineFilter, most: int
) -> Iterable[TimelineLine]:
    """Return the latest rows that are wanted, at the same cost however rare they are."""
    hidden = wanted.hidden
    if wanted.topic is None and not hidden:
        return rows[:most]
    if wanted.topic is None:
        found = list(rows[: most * AHEAD])
        shown = [row for row in found if row.kind not in hidden]
        if len(shown) >= most or len(found) < most * AHEAD:
            return shown[:most]
    return _of_kinds(rows, wanted.kinds, most)


def _of_kinds(
    rows: QuerySet[TimelineLine], kinds: Collection[TimelineKind], most: int
) -> Iterable[TimelineLine]:
    """Return the latest rows of some kinds, each read from its own stretch of the index."""
    if not kinds:
        return ()
    # Made into SQL once: to have the mapper make it for each kind would cost more than to ask.
    sql, values = rows.filter(kind=SOME_KIND)[:most].query.sql_with_params()
    together = " UNION ALL ".join([f"SELECT * FROM ({sql}) AS stretch"] * len(kinds))  # noqa: S608 - made by the mapper
    asked = [kind if value == SOME_KIND else value for kind in kinds for value in values]
    return TimelineLine.objects.raw(
        f"SELECT * FROM ({together}) AS line ORDER BY happened_at DESC, id DESC LIMIT %s",  # noqa: S608 - made by the mapper
        [*asked, most],
    )


def _without_why(line: ToldLine) -> ToldLine:
    """Return a line as whoever is not one of us reads it: why we did something is ours."""
    said = {name: text for name, text in line.words.items() if name not in WHY}
    return replace(line, words=said)


def _told(row: TimelineLine) -> ToldLine:
    return ToldLine(
        kind=row.kind,
        happened_at=row.happened_at,
        words=row.words,
        by_name=row.by_name,
        place=(OF_LINES, row.pk),
    )


def _with_absorbed(customer: Customer) -> list[int]:
    """Return an account and those that were merged into it, each with an index of its own."""
    return [customer.pk, *(one.pk for one in absorbed_into([customer.pk]).get(customer.pk, ()))]


def _payments(
    account_id: int, wanted: TimelineFilter, key: _Key | None, most: int
) -> Iterator[ToldLine]:
    rows = Payment.objects.filter(customer=account_id)
    if wanted.from_date:
        rows = rows.filter(paid_date__gte=wanted.from_date)
    rows = _until(rows, "paid_date", _last_day(wanted, key, OF_PAYMENTS))
    if key and key.source == OF_PAYMENTS:
        rows = rows.filter(Q(paid_date__lt=_day_of(key.at)) | Q(id__lt=key.id))
    for row in rows.order_by("-paid_date", "-id")[:most]:
        yield ToldLine(
            kind=TimelineKind.PAID,
            happened_at=_midnight(row.paid_date),
            words={
                "cents": row.amount_cents,
                "month": row.bill_month,
                "method": row.method,
                "status": row.status,
            },
            is_day=True,
            place=(OF_PAYMENTS, row.pk),
        )


def _bills(
    account_id: int, wanted: TimelineFilter, key: _Key | None, most: int
) -> Iterator[ToldLine]:
    """A bill is told on the first day after its month; an account has one of a month."""
    rows = Bill.objects.filter(customer=account_id)
    if wanted.from_date:
        rows = rows.filter(bill_month__gte=_month_told_from(wanted.from_date))
    last = _last_day(wanted, key, OF_BILLS)
    last_month = months.shift(months.first_of(last), -1) if last else None
    if key and key.source == OF_BILLS:
        told_month = months.shift(months.first_of(_day_of(key.at)), -1)
        rows = rows.filter(Q(bill_month__lt=told_month) | Q(bill_month=told_month, id__lt=key.id))
    for row in _until(rows, "bill_month", last_month).order_by("-bill_month")[:most]:
        yield ToldLine(
            kind=TimelineKind.BILLED,
            happened_at=_midnight(months.shift(row.bill_month, 1)),
            words={
                "month": row.bill_month,
                "cents": row.amount_cents,
                "due": row.due_date,
                "settled": row.settled_date,
                "status": row.status,
            },
            is_day=True,
            place=(OF_BILLS, row.pk),
        )


def _until(rows: QuerySet[Any], name: str, last: date | None) -> QuerySet[Any]:
    return rows.filter(**{f"{name}__lte": last}) if last else rows


def _last_day(wanted: TimelineFilter, key: _Key | None, source: int) -> date | None:
    """Return the last day of which a source of days may still tell something."""
    if key is None:
        return wanted.to_date
    last = _day_of(key.at)
    # At one moment, sources come in their order: what stands above the key was told already.
    if source > key.source and _midnight(last) == key.at:
        last -= DAY
    return min(last, wanted.to_date) if wanted.to_date else last


def _month_told_from(day: date) -> date:
    """Return the first month whose bill is told on this day or later."""
    first = months.first_of(day)
    return months.shift(first, -1) if first == day else first


# A day is a day wherever the reader is; a key holds for one reader at a time.
def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _day_of(at: datetime) -> date:
    return at.astimezone(timezone.get_current_timezone()).date()


def _written(line: ToldLine) -> str:
    source, row_id = line.place
    return f"{line.happened_at.isoformat()}~{LETTERS[source]}{row_id}"


def _read(key: str) -> _Key:
    said, _, name = key.rpartition("~")
    letter = name[:1] if name[:1] in ("B", "P") else ""
    at, row_id = moment(said), whole_number(name.removeprefix(letter))
    if at is None or row_id is None or not date.min.year < at.year < date.max.year:
        raise NotFound
    return _Key(at, LETTERS.index(letter), row_id)
