"""Which subscription takes the place of which, and what may follow what. Pure answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.products.choices import (
    PartyRole,
    ReplacementKind,
    SubscriptionStatus,
)
from primeline.products.values import OutsideFacts, Party, Wallet

# Preamble of the requirements: a termination within 60 days of an opening by the same customer
# for the same purpose is netted out.
NETTING_WINDOW: Final = timedelta(days=60)

# A payment belongs to a milestone if its amount is the same and its day lies no further away.
PAID_BEFORE: Final = timedelta(days=45)
PAID_AFTER: Final = timedelta(days=90)
# Banks keep fees back: so much of an amount, in parts of a thousand, may be missing.
FEE_PER_MILLE: Final = 5

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


def check_value(cents: int) -> None:
    """Do nothing if a contract may be worth so much.

    :raises Refused: if it is less than nothing
    """
    if cents < 0:
        raise Refused(_("A value cannot be negative."), field="value_cents")


def check_signed(signed: date | None, *, at: datetime) -> None:
    """Do nothing if a contract may have been signed on that day.

    :raises Refused: if it lies in days to come
    """
    if signed is not None:
        check_has_come(signed, at=at, field="signed_date")


def check_device(*, installed: date, warranty: date | None, at: datetime) -> None:
    """Do nothing if equipment may stand there since that day, with a warranty until that one.

    :raises Refused: if it is still to be installed, or the warranty was over before
    """
    check_has_come(installed, at=at, field="installed_date")
    if warranty is not None and warranty < installed:
        raise Refused(_("The warranty cannot end before it was installed."), field="warranty_date")


def check_gone(*, installed: date, gone: date, at: datetime) -> None:
    """Do nothing if equipment may have left on that day.

    :raises Refused: if it lies in days to come, or before it was installed
    """
    check_has_come(gone, at=at, field="gone_date")
    if gone < installed:
        raise Refused(_("It cannot have left before it was installed."), field="gone_date")


def check_filed(
    *, signed: date | None, filed: date | None, field: str, amended: date | None = None
) -> None:
    """Do nothing if a contract may have been filed on that day.

    :raises Refused: if it would be filed before it was signed, or before what it says was agreed
    """
    if filed is None:
        return
    if signed is not None and filed < signed:
        raise Refused(_("It cannot be filed before it was signed."), field=field)
    if amended is not None and filed < amended:
        said = _("What it says now was agreed on %(day)s: it cannot be filed before.")
        raise Refused(said % {"day": amended.isoformat()}, field=field)


def check_has_come(day: date, *, at: datetime, field: str) -> None:
    """Do nothing if the day has come somewhere on earth.

    :raises Refused: if it lies in days to come
    """
    if day > timezone.localdate(at) + timedelta(days=1):
        raise Refused(_("This day is still to come. Enter it when it has happened."), field=field)


def check_party(party: Party, *, account_id: int) -> None:
    """Do nothing if this may be said of somebody who takes part in a contract.

    :raises Refused: if it is nobody, somebody twice, or the account itself
    """
    if party.role not in PartyRole.values:
        raise Refused(_("Say as what they take part."), field="role")
    if bool(party.name.strip()) == bool(party.customer_id):
        raise Refused(
            _("Write either the name, or the number of one of our accounts."), field="name"
        )
    if party.customer_id == account_id:
        raise Refused(_("This is the account of the contract itself."), field="customer_number")


def wallet_of(ours_cents: int, bands: Iterable[tuple[int, int]]) -> Wallet:
    """Return what an account pays us, and others: of each price band its middle."""
    middles = [(low + high) // 2 for low, high in bands]
    return Wallet(ours_cents=ours_cents, theirs_cents=sum(middles), are_others_known=bool(middles))


def check_outside(facts: OutsideFacts, *, ended: date | None, at: datetime) -> None:
    """Do nothing if an account may have this from others; `ended` is the end on file so far.

    :raises Refused: if the operator is missing, the price band is none, or it is over already
    """
    if (
        facts.ends_date is not None
        and facts.ends_date != ended
        and facts.ends_date < timezone.localdate(at) - timedelta(days=1)
    ):
        raise Refused(
            _("This day is past. Leave it empty if they have it still; else it is no service now."),
            field="ends_date",
        )
    if not facts.operator.strip():
        raise Refused(_("Say from whom they have it."), field="operator")
    if not 0 <= facts.from_cents <= facts.to_cents:
        raise Refused(_("The upper end lies below the lower one."), field="to_cents")


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


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A payment, as far as it is compared with what is owed."""

    payment_id: int
    paid_date: date
    cents: int


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How a payment compares with what a milestone waits for."""

    paid: Paid
    days_late: int
    cents_missing: int

    @property
    def is_exact(self) -> bool:
        """Whether amount and day fit, so that no person is needed to say it."""
        return not self.cents_missing and self.is_in_time

    @property
    def is_in_time(self) -> bool:
        return -PAID_BEFORE.days <= self.days_late <= PAID_AFTER.days


def likenesses(*, due: date, cents: int, payments: Iterable[Paid]) -> list[Likeness]:
    """Return the payments that may be the one, the likeliest first: by amount, then by day."""
    compared = [
        Likeness(paid=one, days_late=(one.paid_date - due).days, cents_missing=cents - one.cents)
        for one in payments
    ]
    fitting = [
        one
        for one in compared
        if not one.cents_missing
        or (one.is_in_time and 0 < one.cents_missing * 1000 <= cents * FEE_PER_MILLE)
    ]
    return sorted(
        fitting,
        key=lambda one: (
            not one.is_exact, one.cents_missing, abs(one.days_late), one.paid.payment_id,
        ),
    )  # fmt: skip


def sure_pairs(
    owed: Iterable[tuple[int, date, int]], payments: Iterable[Paid]
) -> list[tuple[int, int]]:
    """Return (milestone, payment) where each fits the other exactly, and nothing else does.

    `owed` are milestones of one account as (id, due, cents). What is ambiguous is left to a person.
    """
    payments = list(payments)
    found = {
        milestone: [
            one.paid.payment_id
            for one in likenesses(due=due, cents=cents, payments=payments)
            if one.is_exact
        ]
        for milestone, due, cents in owed
    }
    wanted = Counter(payment for fitting in found.values() for payment in fitting)
    return [
        (milestone, fitting[0])
        for milestone, fitting in sorted(found.items())
        if len(fitting) == 1 and wanted[fitting[0]] == 1
    ]
