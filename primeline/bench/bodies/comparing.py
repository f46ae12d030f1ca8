"""What looking for duplicates among all accounts costs, against taking every name apart once."""

from collections.abc import Iterator

from primeline.bench.meter import metered, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.customers.models import Customer
from primeline.kit.deeds import System
from primeline.quality import queries
from primeline.quality.rules.names import parts_of
from primeline.quality.searching import find_duplicates


def duplicates(place: Place) -> Iterator[Result]:
    """Return the cost of one search. All accounts of the place share most of their name.

    That is the hardest base there is: under the keys of their names stand all of them.
    """
    with metered() as ours:
        find_duplicates(by=System("bench"), at=place.at)
    places = queries.regions()
    with metered() as least:
        for name in Customer.objects.values_list("name", flat=True).iterator(chunk_size=2000):
            parts_of(name, places)
    for unit, value, floor in (
        ("ms CPU", ours[0].cpu, least[0].cpu),
        ("ms", ours[0].wall, least[0].wall),
    ):
        yield Result(
            bench="duplicates",
            case=place.case,
            n=place.n,
            value=value,
            floor=floor,
            unit=unit,
            peak_mib=peak_mib(),
        )
