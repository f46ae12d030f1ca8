"""Where a measurement takes place: an empty database, walled in, with accounts to work on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from primeline.audit.walls import migrate_as_owner
from primeline.bench.loading import load
from primeline.customers.models import Customer
from primeline.staff.models import Person

SAMPLE = 400


@dataclass(frozen=True, kw_only=True)
class Place:
    """A database with `n` accounts, somebody at headquarters, and the lead of a branch."""

    n: int
    at: datetime
    person: Person
    lead: Person

    @property
    def case(self) -> str:
        """Who is measured where."""
        return f"primeline {'postgres' if connection.vendor == 'postgresql' else 'sqlite'}"

    def some_customers(self, count: int = SAMPLE) -> list[Customer]:
        """Return accounts spread evenly over all of them."""
        step = max(1, self.n // count)
        return list(Customer.objects.order_by("id")[: step * count : step])

    def some_of_the_branch(self, count: int) -> list[Customer]:
        """Return accounts spread evenly over those of the lead's branch."""
        # Not those that another bench has imported meanwhile.
        loaded = Customer.objects.filter(external_id__startswith="X").order_by("id")
        at_the_branch = loaded.filter(owner_unit=self.lead.home_unit_id)
        found = list(at_the_branch.values_list("id", flat=True))
        return list(Customer.objects.filter(pk__in=found[:: max(1, len(found) // count)][:count]))


def prepare(
    *, n: int, at: datetime, accounts_count: int | None = None, is_lean: bool = False
) -> Place:
    """Migrate the database that the environment names, and fill it with so many accounts."""
    migrate_as_owner(verbosity=0)
    person, lead = load(n=n if accounts_count is None else accounts_count, at=at, is_lean=is_lean)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Place(n=n, at=at, person=person, lead=lead)
