"""What a page of a long timeline costs: the first, one in the middle, and the one after it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from django.db import connection

from primeline.bench.bodies.asking import Statements, overheard, repeat
from primeline.bench.meter import median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import TimelineFilter, timeline_of
from primeline.kit.deeds import System, act

BENCH = System("bench")
SECONDS = 10 * 365 * 24 * 3600
PAGES = 100
ROUNDS = 5
TABLE = TimelineLine._meta.db_table
KINDS = (
    TimelineKind.SUBSCRIPTION_CHANGED,
    TimelineKind.STATUS_CHANGED,
    TimelineKind.CONTACT_CHANGED,
)

# Events of ten years, evenly spread, so that a day in the middle is one at every size.
SERIES = {
    "postgresql": (
        "SELECT i FROM generate_series(0, %s - 1) AS i",
        "%s::timestamptz - make_interval(secs => i * %s)",
    ),
    "sqlite": (
        "WITH RECURSIVE one(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM one WHERE i < %s - 1) "
        "SELECT i FROM one",
        "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', %s, '-' || (i * %s) || ' seconds')",
    ),
}

Page = Callable[[], object]


def timeline(place: Place) -> Iterator[Result]:
    """Return what pages of one account's timeline cost that has `n` events."""
    customer = Customer.objects.earliest("id")
    _fill(customer, place)
    for name, page in _pages(customer, place).items():
        with overheard() as heard:
            page()
        ours = median_cost(_call, [[page] * PAGES] * ROUNDS)
        floor = median_cost(_repeat, [[heard] * PAGES] * ROUNDS)
        for unit, value, least in (
            ("ms CPU", ours.cpu, floor.cpu),
            ("ms", ours.wall, floor.wall),
        ):
            yield Result(
                bench="timeline",
                case=f"{place.case} {name}",
                n=place.n,
                value=value,
                floor=least,
                unit=unit,
                peak_mib=peak_mib(),
            )


def _pages(customer: Customer, place: Place) -> Mapping[str, Page]:
    long_ago = TimelineFilter(to_date=(place.at - timedelta(seconds=SECONDS / 2)).date())
    in_the_middle = timeline_of(customer, wanted=long_ago)
    return {
        "first page": partial(timeline_of, customer),
        "in the middle": partial(timeline_of, customer, wanted=long_ago),
        "page after it": partial(timeline_of, customer, after=in_the_middle.after),
    }


def _call(page: Page) -> None:
    page()


def _repeat(heard: Statements) -> None:
    repeat(heard)


def _fill(customer: Customer, place: Place) -> None:
    series, moment = SERIES[connection.vendor]
    kinds = " ".join(f"WHEN {i} THEN '{kind.value}'" for i, kind in enumerate(KINDS))
    at = connection.ops.adapt_datetimefield_value(place.at)
    with act(kind="bench.timeline", by=BENCH, at=place.at), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (customer_id, kind, happened_at, subject_kind, words, by_name) "  # noqa: S608 - our own table
            f"SELECT %s, CASE i %% {len(KINDS)} {kinds} END, {moment}, '', '{{}}', 'bench' "
            f"FROM ({series}) AS events",
            [customer.pk, at, SECONDS / place.n, place.n],
        )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
