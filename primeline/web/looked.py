"""The accounts somebody has opened in this session, latest first: callers call again."""

from dataclasses import dataclass

from primeline.customers import queries as customers
from primeline.staff.choices import Role
from primeline.web.requests import PersonRequest

KEPT_IN_SESSION = "accounts_looked_up"
MOST = 12
# Whoever answers customers one after the other.
AT_A_SEAT = frozenset({Role.DEDICATED_SEAT, Role.PARTNER})


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """An account as the list of those opened lately names it."""

    number: str
    name: str
    tier: str


def remember(request: PersonRequest, number: str) -> None:
    """Put an account on top of those that this session has opened, for people at a seat.

    Others do not need it, and keeping it costs a write.
    """
    if not request.reach.roles & AT_A_SEAT:
        return
    before = request.session.get(KEPT_IN_SESSION, [])
    if before[:1] != [number]:
        others = [one for one in before if one != number]
        request.session[KEPT_IN_SESSION] = [number, *others][:MOST]


def looked_up(request: PersonRequest) -> list[LookedUp]:
    """Return the accounts this session has opened, as far as they are still within reach."""
    numbers = list(request.session.get(KEPT_IN_SESSION, []))
    rows = {
        row["number"]: row
        for row in customers.visible_to(request.reach, with_granted=True)
        .filter(number__in=numbers)
        .values("number", "tier", *customers.CALLED_BY)
    }
    return [
        LookedUp(
            number=number,
            name=customers.called(rows[number]),
            tier=rows[number]["tier"],
        )
        for number in numbers
        if number in rows
    ]
