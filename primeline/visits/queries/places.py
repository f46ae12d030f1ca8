"""In which part of which city accounts are visited, so that ways are short."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import Case, When

from primeline.customers.choices import CustomerKind, SiteKind
from primeline.customers.models import Customer, Site
from primeline.visits.choices import Manner
from primeline.visits.models import ServiceAction

# Province, city and district, as addresses begin with them.
ADDRESS: Final = re.compile(
    r"(?:.{1,12}?(?:省|自治区))?(?P<city>.{1,12}?市)(?P<district>.{1,12}?[区县旗市])?"
)


def places_of(customers: Iterable[Customer]) -> dict[int, str]:
    """Return city and district by account: of its head office, else of its address. One query.

    Where somebody lives, and where a restricted account is, no list says.
    """
    told = {
        one.pk: one
        for one in customers
        if one.kind == CustomerKind.ORGANIZATION and not one.is_restricted
    }
    found = {pk: _of_address(str(one.address)) for pk, one in told.items()}
    main = Case(When(kind=SiteKind.HEADQUARTERS, then=0), default=1)
    sites = Site.objects.filter(customer__in=list(told), is_active=True).exclude(city="")
    # The first one of an account is written last.
    for site in sites.order_by(main, "pk").reverse():
        found[site.customer_id] = f"{site.city} {site.district}".strip()
    return {pk: place for pk, place in found.items() if place}


def in_order(actions: Sequence[ServiceAction], places: Mapping[int, str]) -> list[ServiceAction]:
    """Return what is done on a day: visits first, those in one district side by side."""

    def place(one: ServiceAction) -> tuple[bool, bool, str]:
        is_away = one.standard.manner == Manner.VISIT
        where = places.get(one.customer_id, "") if is_away else ""
        return not is_away, is_away and not where, where

    return sorted(actions, key=place)


def _of_address(address: str) -> str:
    met = ADDRESS.match(address)
    return " ".join(part for part in met.groups() if part) if met else ""
