"""Which subscription takes the place of which, and what may follow what. Pure answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.products.choices import ReplacementKind, SubscriptionStatus

# Preamble of the requirements: a termination within 60 days of an opening by the same customer
# for the same purpose is netted out.
NETTING_WINDOW: Final = timedelta(days=60)

NEXT_STATUSES: Final[dict[SubscriptionStatus, frozenset[SubscriptionStatus]]] = {
    SubscriptionStatus.CREATED: frozenset(
        {SubscriptionStatus.PENDING_ACTIVE, SubscriptionStatus.CANCELLED}
    ),
    SubscriptionStatus.PENDING_ACTIVE: frozenset(
        {SubscriptionStatus.ACTIVE, SubscriptionStatus.CANCELLED, SubscriptionStatus.ABORTED}
    ),
    SubscriptionStatus.ACTIVE: frozenset(
        {
            SubscriptionStatus.SUSPENDED,
            SubscriptionStatus.PENDING_TERMINATE,
            SubscriptionStatus.TERMINATED,
        }
    ),
    SubscriptionStatus.SUSPENDED: frozenset(
        {
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.PENDING_TERMINATE,
            SubscriptionStatus.TERMINATED,
        }
    ),
    SubscriptionStatus.PENDING_TERMINATE: frozenset(
        {SubscriptionStatus.ACTIVE, SubscriptionStatus.TERMINATED}
    ),
    SubscriptionStatus.TERMINATED: frozenset(),
    SubscriptionStatus.CANCELLED: frozenset(),
    SubscriptionStatus.ABORTED: frozenset(),
}


def check_status_step(current: SubscriptionStatus, to: SubscriptionStatus) -> None:
    """Do nothing if a subscription may go from one status to the other.

    :raises Refused: if it may not
    """
    if to not in NEXT_STATUSES[current]:
        raise Refused(
            _("A subscription that is %(current)s cannot become %(to)s.")
            % {"current": current.label, "to": to.label},
            field="status",
        )


def check_term(*, starts: date, ends: date | None) -> None:
    """Do nothing if a contract may run over these days.

    :raises Refused: if it would end before it starts
    """
    if ends is not None and ends < starts:
        raise Refused(_("A contract cannot end before it starts."), field="ends_date")


def check_filed(*, signed: date | None, filed: date | None, field: str) -> None:
    """Do nothing if a contract may have been filed on that day.

    :raises Refused: if it would be filed before it was signed
    """
    if signed is not None and filed is not None and filed < signed:
        raise Refused(_("It cannot be filed before it was signed."), field=field)


def check_has_come(day: date, *, at: datetime, field: str) -> None:
    """Do nothing if the day has come somewhere on earth.

    :raises Refused: if it lies in days to come
    """
    if day > at.date() + timedelta(days=1):
        raise Refused(_("This day is still to come. Enter it when it has happened."), field=field)


@dataclass(frozen=True, kw_only=True, order=True)
class Opening:
    """A subscription that was opened, and that takes nobody's place yet."""

    opened_date: date
    subscription_id: int
    customer_id: int
    line_id: int


@dataclass(frozen=True, kw_only=True, order=True)
class Ending:
    """A subscription that was terminated as a move, a swap or for new papers."""

    terminated_date: date
    subscription_id: int
    customer_id: int
    line_id: int
    kind: ReplacementKind


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """An opening that takes the place of an ending."""

    ending: Ending
    opening: Opening


def may_replace(ending: Ending, opening: Opening) -> bool:
    """Test whether the opening can have taken the place of the ending.

    Same customer, at most 60 days apart either way; a move or new papers keep the line of
    business, a swap of technology may change it.
    """
    return (
        ending.customer_id == opening.customer_id
        and ending.subscription_id != opening.subscription_id
        and abs(opening.opened_date - ending.terminated_date) <= NETTING_WINDOW
        and (ending.kind is ReplacementKind.SWAP or ending.line_id == opening.line_id)
    )


def check_replacement(ending: Ending | None, opening: Opening, *, field: str) -> ReplacementKind:
    """Return how the opening takes the place of the ending, said by hand.

    None stands for an ending whose reason claims no move, swap or new papers.

    :raises Refused: if it cannot have taken that place
    """
    if ending is None:
        raise Refused(
            _(
                "The reason of that ending claims no move, no swap and no new papers, so it counts "
                "as lost. If it was one, have the reason verified as such first."
            ),
            field=field,
        )
    if not may_replace(ending, opening):
        raise Refused(
            _(
                "These two are no pair: both belong to one account, lie at most 60 days apart and, "
                "unless technology was swapped, are of the same line of business."
            ),
            field=field,
        )
    return ending.kind


def pair_replacements(endings: Iterable[Ending], openings: Iterable[Opening]) -> list[Replacement]:
    """Return which opening takes the place of which ending, each at most once.

    Endings are served in order of date; each takes the opening of its own line that is nearest in
    time, or for a swap the nearest of any line. The answer does not depend on the order given.
    """
    free: dict[int, list[Opening]] = {}
    for opening in sorted(openings):
        free.setdefault(opening.customer_id, []).append(opening)
    pairs = []
    for ending in sorted(endings):
        fitting = [o for o in free.get(ending.customer_id, ()) if may_replace(ending, o)]
        if fitting:
            nearest = min(fitting, key=lambda o: _distance(ending, o))
            free[ending.customer_id].remove(nearest)
            pairs.append(Replacement(ending=ending, opening=nearest))
    return pairs


def _distance(ending: Ending, opening: Opening) -> tuple[bool, timedelta, int]:
    return (
        opening.line_id != ending.line_id,
        abs(opening.opened_date - ending.terminated_date),
        opening.subscription_id,
    )
