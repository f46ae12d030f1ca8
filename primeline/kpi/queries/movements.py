"""Reading what lost ÷ gained is worked out from, for whoever asks, in a handful of queries.

Sums hold restricted accounts of one's units too, which lists never do; so this file opens the
wall for itself and puts its own condition into every query.
"""

from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from primeline.audit import walls
from primeline.customers import queries as customers
from primeline.customers.models import Customer
from primeline.kit import months
from primeline.kpi import rules
from primeline.kpi.choices import LineChoice, MovementKind
from primeline.kpi.figures import Figures
from primeline.kpi.values import Ending, FeeStep, Held, Movement, Opening, Place, Scope
from primeline.products.choices import Influence, SubscriptionStatus
from primeline.products.models import FeeChange, LineOfBusiness, Subscription, TerminationReason
from primeline.quality import queries as quality
from primeline.tiers import queries as tiers
from primeline.tiers.models import Standing

# So many accounts are named one by one; more are asked for by the condition that chose them.
MOST_NAMED = 5000
NEVER_IN_FORCE = (
    SubscriptionStatus.CREATED,
    SubscriptionStatus.PENDING_ACTIVE,
    SubscriptionStatus.CANCELLED,
    SubscriptionStatus.ABORTED,
)


def figures_of(scope: Scope) -> Figures:
    """Return all that happened to subscriptions in the scope, and what was held before."""
    with walls.open_for_system():
        return _figures_of(scope)


def _figures_of(scope: Scope) -> Figures:
    asked = months.span(scope.first_month, scope.last_month)
    reading = _Reading(scope)
    steps, later = reading.steps()
    happened = rules.movements_of(reading.openings(), reading.endings(), steps, later)
    held = rules.held_before(reading.held(), later)
    book = reading.key_book()
    return Figures(
        scope=scope,
        months=asked,
        movements=[
            movement
            for movement in happened
            if scope.first_month <= movement.day
            and book.is_key(movement.place.customer_id, movement.month)
        ],
        bases=rules.opening_bases(held, rules.changes_of(happened), asked, book),
        influences={
            pk: Influence(influence)
            for pk, influence in TerminationReason.objects.values_list("pk", "influence")
        },
    )


def held_on(scope: Scope, month: date) -> list[Movement]:
    """Return what was held when a month began: the rows behind a base."""
    with walls.open_for_system():
        reading = _Reading(scope)
        book = reading.key_book()
        return [
            movement
            for movement in reading.held_before(month)
            if book.is_key(movement.place.customer_id, month)
        ]


class _Reading:
    """The queries of one question. Accounts are chosen once; the rest asks for theirs only."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._accounts = _accounts(scope)
        self._lines = _lines(scope)
        rows = self._accounts.values_list("pk", "owner_unit_id", "is_key_account", "merged_into_id")
        self._units: dict[int, int] = {}
        self._places: dict[tuple[int, int, int | None], Place] = {}
        self._key_now: set[int] = set()
        self._has_merged = False
        for pk, unit_id, is_key_account, merged_into_id in rows:
            self._has_merged |= merged_into_id is not None
            self._units[pk] = unit_id
            if is_key_account:
                self._key_now.add(pk)

    def openings(self) -> list[Opening]:
        rows = self._subscriptions().filter(
            opened_date__gte=self.scope.first_month, opened_date__lte=self.scope.as_of
        )
        columns = (
            "pk", "customer_id", "came_from_id", "line_id", "opened_date", "fee_cents",
            "replacement_kind", "replaces__terminated_date", "replaces__fee_cents",
        )  # fmt: skip
        return [
            Opening(pk, self._place(customer, line, was), day, cents, kind, ended, ended_cents or 0)
            for pk, customer, was, line, day, cents, kind, ended, ended_cents in rows.values_list(
                *columns
            )
        ]

    def endings(self) -> list[Ending]:
        # A year more than asked for, to know what was won back.
        since = self.scope.first_month - rules.WIN_BACK_WINDOW
        rows = self._subscriptions().filter(
            terminated_date__gte=since, terminated_date__lte=self.scope.as_of
        )
        columns = (
            "pk", "customer_id", "came_from_id", "line_id", "terminated_date", "fee_cents",
            "replaced_by__replacement_kind", "replaced_by__opened_date",
            "reason_recorded_id", "reason_verified_id",
        )  # fmt: skip
        return [
            Ending(pk, self._place(customer, line, was), day, cents, kind or "", *rest)
            for pk, customer, was, line, day, cents, kind, *rest in rows.values_list(*columns)
        ]

    def steps(self) -> tuple[list[FeeStep], list[FeeStep]]:
        """Return the changes of fees within the months asked for, and those that came later."""
        found = self.steps_since(self.scope.first_month)
        within = [step for step in found if step.day <= self.scope.as_of]
        return within, [step for step in found if step.day > self.scope.as_of]

    def steps_since(self, day: date) -> list[FeeStep]:
        rows = (
            FeeChange.objects.filter(
                changed_date__gte=day, subscription__opened_date__lte=self.scope.as_of
            )
            .filter(self._of_accounts("subscription__customer__in"))
            .filter(self._of_lines("subscription__line__in"))
            .exclude(subscription__status__in=NEVER_IN_FORCE)
            .order_by("changed_date", "pk")
            .values_list(
                "subscription_id",
                "subscription__customer_id",
                "subscription__came_from_id",
                "subscription__line_id",
                "changed_date",
                "old_fee_cents",
                "new_fee_cents",
            )
        )
        return [
            FeeStep(pk, self._place(customer, line, was), day, old, new)
            for pk, customer, was, line, day, old, new in rows
        ]

    def held(self) -> list[Held]:
        rows = (
            self._subscriptions()
            .filter(opened_date__lte=self.scope.as_of)
            .filter(Q(terminated_date=None) | Q(terminated_date__gt=self.scope.as_of))
            .order_by()
            .values_list("customer_id", "line_id", "came_from_id")
            .annotate(held_count=Count("pk"), cents=Sum("fee_cents"))
        )
        return [
            Held(self._place(customer, line, was), *sums) for customer, line, was, *sums in rows
        ]

    def held_before(self, month: date) -> list[Movement]:
        rows = (
            self._subscriptions()
            .filter(opened_date__lt=month)
            .filter(Q(terminated_date=None) | Q(terminated_date__gte=month))
            .values_list("pk", "customer_id", "came_from_id", "line_id", "opened_date", "fee_cents")
        )
        fees = rules.fees_before(self.steps_since(month))
        return [
            Movement(
                MovementKind.HELD,
                pk,
                self._place(customer, line, was),
                opened,
                month,
                fees.get(pk, cents),
            )
            for pk, customer, was, line, opened, cents in rows
        ]

    def key_book(self) -> rules.KeyBook:
        if not self.scope.is_key_only:
            return rules.EveryAccount()
        spells: dict[int, list[rules.Spell]] = {}
        merges = quality.merges_in_force() if self._has_merged else []
        rows = Standing.objects.order_by("month").values_list(
            "customer_id", "month", "is_key_account"
        )
        of_merged = Q(customer__in=[merge.absorbed_id for merge in merges])
        for pk, month, is_key in rows.filter(self._of_accounts("customer__in") | of_merged):
            of_account = spells.setdefault(pk, [])
            if not of_account or of_account[-1].is_key != is_key:
                of_account.append(rules.Spell(month, is_key))
        key_now = self._key_now | {merge.absorbed_id for merge in merges if merge.was_key}
        first_judged = tiers.first_month_judged()
        # The latest first, so that what an account was merged into is whole already.
        for merge in reversed(merges):
            spells[merge.absorbed_id] = rules.spells_through_merge(
                spells.get(merge.absorbed_id, []),
                spells.get(merge.survivor_id, []),
                month=merge.month,
            )
        return rules.KeyBook(spells, first_judged=first_judged, key_now=key_now)

    def _subscriptions(self) -> QuerySet[Subscription]:
        rows = Subscription.objects.filter(self._of_accounts("customer__in"))
        return rows.filter(self._of_lines("line__in")).exclude(status__in=NEVER_IN_FORCE)

    def _of_accounts(self, lookup: str) -> Q:
        is_short = len(self._units) <= MOST_NAMED
        return Q(**{lookup: list(self._units) if is_short else self._accounts.values("pk")})

    def _of_lines(self, lookup: str) -> Q:
        return Q() if self._lines is None else Q(**{lookup: self._lines})

    def _place(self, customer_id: int, line_id: int, came_from_id: int | None) -> Place:
        # Thousands of rows share a place: one object for each keeps the collector quiet.
        key = customer_id, line_id, came_from_id
        place = self._places.get(key)
        if place is None:
            account = came_from_id or customer_id
            place = self._places[key] = Place(account, self._units[customer_id], line_id)
        return place


def _lines(scope: Scope) -> list[int] | None:
    if scope.lines == LineChoice.ALL:
        return None
    if scope.lines == LineChoice.LEASED:
        chosen = LineOfBusiness.objects.filter(is_leased_line=True)
    else:
        chosen = LineOfBusiness.objects.filter(code=scope.lines)
    return list(chosen.values_list("pk", flat=True))


def _accounts(scope: Scope) -> QuerySet[Customer]:
    """Return the accounts whose subscriptions may count, whatever the month."""
    rows = Customer.objects.filter(customers.counted_within(scope.reach))
    if scope.unit_path:
        rows = rows.filter(owner_unit__path__startswith=scope.unit_path)
    if scope.manager_id is not None:
        rows = rows.filter(account_manager=scope.manager_id)
    if scope.is_key_only:
        ever_key = Standing.objects.filter(is_key_account=True).values("customer")
        # Level of merged accounts goes by both: what was opened at one lies at the other.
        is_merged = Q(merged_into__isnull=False) | Q(pk__in=quality.survivors())
        rows = rows.filter(Q(is_key_account=True) | Q(pk__in=ever_key) | is_merged)
    return rows
