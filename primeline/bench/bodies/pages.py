"""What a page costs, against the statements it asks, by the raw driver."""

from collections.abc import Iterator, Sequence

from primeline.bench.bodies.asking import Statements, ask, browser_at, overheard, repeat
from primeline.bench.meter import median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result

REQUESTS = 100
ROUNDS = 3


def account_page(place: Place) -> Iterator[Result]:
    """Return the cost of opening accounts spread over the archive."""
    customers = place.some_customers(REQUESTS)
    return _measured(place, "account_page", [f"/accounts/{one.number}/" for one in customers])


def account_list(place: Place) -> Iterator[Result]:
    """Return the cost of the first page of the list, as it opens and narrowed down."""
    kinds = ["/accounts/", "/accounts/?tier=T2", "/accounts/?sort=name", "/accounts/?key=yes"]
    return _measured(place, "account_list", [kinds[i % len(kinds)] for i in range(REQUESTS)])


def _measured(place: Place, bench: str, addresses: Sequence[str]) -> Iterator[Result]:
    browser = browser_at(place)
    asked: list[Statements] = []
    for address in addresses:
        ask(browser, address)  # The first visit warms everything up, and is put on record.
        with overheard() as heard:
            ask(browser, address)
        asked.append(heard)
    page = median_cost(lambda address: ask(browser, address), [addresses] * ROUNDS)
    floor = median_cost(repeat, [asked] * ROUNDS)
    for unit, value, least in (
        ("ms CPU", page.cpu, floor.cpu),
        ("ms", page.wall, floor.wall),
    ):
        yield Result(
            bench=bench,
            case=place.case,
            n=place.n,
            value=value,
            floor=least,
            unit=unit,
            peak_mib=peak_mib(),
        )
