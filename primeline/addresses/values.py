"""Values that callers hand to the actions of this room, and that queries give."""

from dataclasses import dataclass
from datetime import datetime

from primeline.customers.models import Customer
from primeline.products.models import LineOfBusiness, Subscription
from primeline.staff.models import Unit


@dataclass(frozen=True, kw_only=True)
class PrefixFacts:
    """Whose a prefix is, what it is for, and how long its addresses rest after use."""

    unit: Unit
    line: LineOfBusiness | None = None
    """The one line of business whose subscriptions it is for; any, if None."""
    name: str = ""
    quarantine_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be reserved: this network or address, or the next free one of a length."""

    network: str = ""
    length: int | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """For whom, or for what of our own, and which case it is from."""

    customer: Customer | None = None
    subscription: Subscription | None = None
    purpose: str = ""
    case_number: str = ""
    mark: str = ""
    """The same mark reserves once, however often it is asked for."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """How much of something is in use, in addresses, and in how many networks and addresses."""

    whole: int
    networks: int
    reserved: int
    assigned: int
    resting: int

    @property
    def used(self) -> int:
        """What nobody else can be given now."""
        return self.reserved + self.assigned + self.resting

    @property
    def percent(self) -> int:
        """How full it is: full only if nothing is left, empty only if nothing is used."""
        return share(self.used, self.whole)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One address or network, with as much of its holder as the reader may see."""

    id: int
    network: str
    status: str
    since: datetime
    free_from: datetime | None
    customer_name: str
    customer_number: str
    is_hidden: bool
    """Whether its holder is an account that the reader does not see."""
    subscription_number: str
    purpose: str
    case_number: str
    is_held: bool


def share(used: int, whole: int) -> int:
    """Return how full something is, in percent: full only if it is, empty only if it is."""
    if not used:
        return 0
    return 100 if used >= whole else min(99, max(1, used * 100 // whole))
