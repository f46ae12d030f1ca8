"""The standings of some accounts while they are being judged; only what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from primeline.tiers.choices import OverrideStatus, Scheme
from primeline.tiers.models import Standing, TierOverride
from primeline.tiers.values import Ruled, Term, Verdict

BATCH = 2000


class Content(NamedTuple):
    """What makes two standings the same; the terms in `reason` change with every bill.

    The names are those of the columns.
    """

    is_key_account: bool
    scheme: str
    grade: str
    tier: str
    is_reported_apart: bool
    key_rule_id: int | None
    tier_rule_id: int | None
    override_id: int | None
    ruled_is_key: bool
    ruled_grade: str
    key_waits: int
    grade_waits: int


class _Entry(NamedTuple):
    pk: int | None
    customer_id: int
    month: date
    policy_id: int
    content: Content
    term: Term | None


@dataclass(kw_only=True)
class Ledger:
    """Latest standing by account, rows that exist already by month, and what is to be written."""

    latest: dict[int, Content]
    existing: dict[tuple[int, date], tuple[int, Content]]
    overrides: dict[int, list[TierOverride]]
    # Since which of the months judged an account has its level.
    since: dict[int, date] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)

    @classmethod
    def read(cls, customer_ids: Sequence[int], *, since: date) -> "Ledger":
        """Return the ledger of these accounts as it stands before the first month judged."""
        ledger = cls(latest={}, existing={}, overrides={})
        rows = Standing.objects.filter(customer__in=customer_ids).order_by("month")
        for pk, customer_id, month, *content in rows.values_list(
            "pk", "customer_id", "month", *Content._fields
        ):
            if month < since:
                ledger.latest[customer_id] = Content._make(content)
            else:
                ledger.existing[customer_id, month] = pk, Content._make(content)
        approved = TierOverride.objects.filter(
            customer__in=customer_ids, status=OverrideStatus.APPROVED, active_to__gt=since
        ).order_by("decided_at")
        for override in approved:
            ledger.overrides.setdefault(override.customer_id, []).append(override)
        return ledger

    def known(self) -> set[int]:
        """Return the accounts that have a standing or an override already."""
        return {*self.latest, *self.overrides, *(customer_id for customer_id, _ in self.existing)}

    def ruled(self, customer_id: int) -> Ruled | None:
        """Return what the rules said of an account last, or None if they never spoke."""
        had = self.latest.get(customer_id)
        if had is None:
            return None
        return Ruled(had.ruled_is_key, had.ruled_grade, had.scheme, had.key_waits, had.grade_waits)

    def enter(
        self, customer_id: int, month: date, as_of: date, verdict: Verdict, *, policy_id: int
    ) -> None:
        """Take a verdict into the ledger; one that changes nothing leaves no row."""
        content = self._overridden(customer_id, as_of, _content(verdict))
        before = self.latest.get(customer_id)
        if before is None or _level(before) != _level(content):
            self.since[customer_id] = month
        pk, written = self.existing.get((customer_id, month), (None, None))
        if written is None and not _tells_something(content, before):
            return
        self.latest[customer_id] = content
        if content != written:
            self.entries.append(_Entry(pk, customer_id, month, policy_id, content, verdict.term))

    def level(self, customer_id: int) -> tuple[bool, str, date | None]:
        """Return whether the account is key now, its tier, and since which month."""
        content = self.latest.get(customer_id)
        if content is None:
            return False, "", None
        return *_level(content), self.since.get(customer_id)

    def key_accounts_count(self) -> int:
        """Return how many of the accounts are key accounts now."""
        return sum(content.is_key_account for content in self.latest.values())

    def write(self) -> None:
        """Store what was added and what differs."""
        added = [_standing(entry) for entry in self.entries if entry.pk is None]
        changed = [_standing(entry) for entry in self.entries if entry.pk is not None]
        Standing.objects.bulk_create(added, batch_size=BATCH)
        fields = [name.removesuffix("_id") for name in Content._fields]
        Standing.objects.bulk_update(changed, [*fields, "policy", "reason"], batch_size=500)

    def _overridden(self, customer_id: int, as_of: date, content: Content) -> Content:
        for override in self.overrides.get(customer_id, ()):
            if override.active_from <= as_of < override.active_to:
                content = content._replace(
                    override_id=override.pk,
                    grade=override.grade,
                    tier=override.tier,
                    is_key_account=content.is_key_account or content.scheme == Scheme.ORGANIZATION,
                )
        return content


def _content(verdict: Verdict) -> Content:
    ruled = verdict.ruled
    return Content(
        is_key_account=ruled.is_key,
        scheme=str(ruled.scheme),
        grade=ruled.grade,
        tier=verdict.tier,
        is_reported_apart=verdict.is_reported_apart,
        key_rule_id=verdict.key_rule_id,
        tier_rule_id=verdict.tier_rule_id,
        override_id=None,
        ruled_is_key=ruled.is_key,
        ruled_grade=ruled.grade,
        key_waits=ruled.key_waits,
        grade_waits=ruled.grade_waits,
    )


def _standing(entry: _Entry) -> Standing:
    return Standing(
        pk=entry.pk,
        customer_id=entry.customer_id,
        month=entry.month,
        policy_id=entry.policy_id,
        reason=[entry.term._asdict()] if entry.term else [],
        **entry.content._asdict(),
    )


def _tells_something(content: Content, before: Content | None) -> bool:
    if before is not None:
        return content != before
    return bool(content.is_key_account or content.grade or content.key_waits or content.override_id)


def _level(content: Content) -> tuple[bool, str]:
    return content.is_key_account, content.tier
