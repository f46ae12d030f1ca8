"""The standings of some accounts while they are being judged; only what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from primeline.tiers.choices import OverrideStatus, Scheme
from primeline.tiers.models import Standing, TierOverride
from primeline.tiers.values import Ruled, Verdict

BATCH = 2000
# What makes two standings the same; the terms in `reason` change with every bill.
CONTENT = (
    "is_key_account",
    "scheme",
    "grade",
    "tier",
    "is_reported_apart",
    "key_rule_id",
    "tier_rule_id",
    "override_id",
    "ruled_is_key",
    "ruled_grade",
    "key_waits",
    "grade_waits",
)


@dataclass(kw_only=True)
class Ledger:
    """Latest standing by account, rows that exist already by month, and what is to be written."""

    latest: dict[int, Standing]
    existing: dict[tuple[int, date], Standing]
    overrides: dict[int, list[TierOverride]]
    # Since which of the months judged an account has its level.
    since: dict[int, date] = field(default_factory=dict)
    added: list[Standing] = field(default_factory=list)
    changed: list[Standing] = field(default_factory=list)

    @classmethod
    def read(cls, customer_ids: Sequence[int], *, since: date) -> "Ledger":
        """Return the ledger of these accounts as it stands before the first month judged."""
        ledger = cls(latest={}, existing={}, overrides={})
        rows = Standing.objects.filter(customer__in=customer_ids).order_by("month")
        for standing in rows.iterator(chunk_size=5000):
            if standing.month < since:
                ledger.latest[standing.customer_id] = standing
            else:
                ledger.existing[standing.customer_id, standing.month] = standing
        approved = TierOverride.objects.filter(
            customer__in=customer_ids, status=OverrideStatus.APPROVED, active_to__gt=since
        ).order_by("decided_at")
        for override in approved:
            ledger.overrides.setdefault(override.customer_id, []).append(override)
        return ledger

    def ruled(self, customer_id: int) -> Ruled | None:
        """Return what the rules said of an account last, or None if they never spoke."""
        standing = self.latest.get(customer_id)
        if standing is None:
            return None
        return Ruled(
            standing.ruled_is_key,
            standing.ruled_grade,
            standing.scheme,
            standing.key_waits,
            standing.grade_waits,
        )

    def enter(
        self, customer_id: int, month: date, as_of: date, verdict: Verdict, *, policy_id: int
    ) -> None:
        """Take a verdict into the ledger; one that changes nothing leaves no row."""
        standing = self._standing(customer_id, month, verdict, policy_id)
        self._override(standing, as_of)
        before = self.latest.get(customer_id)
        if before is None or _level(before) != _level(standing):
            self.since[customer_id] = month
        written = self.existing.get((customer_id, month))
        if written is not None:
            standing.pk = written.pk
            if _content(standing) != _content(written):
                self.changed.append(standing)
            self.latest[customer_id] = standing
        elif self._tells_something(standing):
            self.added.append(standing)
            self.latest[customer_id] = standing

    def level(self, customer_id: int) -> tuple[bool, str, date | None]:
        """Return whether the account is key now, its tier, and since which month."""
        standing = self.latest.get(customer_id)
        if standing is None:
            return False, "", None
        return *_level(standing), self.since.get(customer_id)

    def key_accounts_count(self) -> int:
        """Return how many of the accounts are key accounts now."""
        return sum(standing.is_key_account for standing in self.latest.values())

    def write(self) -> None:
        """Store what was added and what differs."""
        Standing.objects.bulk_create(self.added, batch_size=BATCH)
        fields = [name.removesuffix("_id") for name in CONTENT]
        Standing.objects.bulk_update(self.changed, [*fields, "policy", "reason"], batch_size=500)

    def _standing(
        self, customer_id: int, month: date, verdict: Verdict, policy_id: int
    ) -> Standing:
        ruled = verdict.ruled
        return Standing(
            customer_id=customer_id,
            month=month,
            policy_id=policy_id,
            is_key_account=ruled.is_key,
            scheme=ruled.scheme,
            grade=ruled.grade,
            tier=verdict.tier,
            is_reported_apart=verdict.is_reported_apart,
            key_rule_id=verdict.key_rule_id,
            tier_rule_id=verdict.tier_rule_id,
            ruled_is_key=ruled.is_key,
            ruled_grade=ruled.grade,
            key_waits=ruled.key_waits,
            grade_waits=ruled.grade_waits,
            reason=[verdict.term._asdict()] if verdict.term else [],
        )

    def _override(self, standing: Standing, as_of: date) -> None:
        for override in self.overrides.get(standing.customer_id, ()):
            if override.active_from <= as_of < override.active_to:
                standing.override = override
                standing.grade = override.grade
                standing.tier = override.tier
                if standing.scheme == Scheme.ORGANIZATION:
                    standing.is_key_account = True

    def _tells_something(self, standing: Standing) -> bool:
        before = self.latest.get(standing.customer_id)
        if before is not None:
            return _content(standing) != _content(before)
        said = (standing.is_key_account, standing.grade, standing.key_waits, standing.override_id)
        return any(said)


def _level(standing: Standing) -> tuple[bool, str]:
    return standing.is_key_account, standing.tier


def _content(standing: Standing) -> tuple[object, ...]:
    return tuple(getattr(standing, name) for name in CONTENT)
