"""Values that the rules of this room decide on: policies as they read them, facts of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from primeline.customers.choices import CustomerKind
from primeline.tiers.choices import LoadLevel


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRule:
    """A key-account rule. `line_id` None speaks of each line that no other rule names."""

    id: int
    kind: str
    line_id: int | None = None
    threshold_cents: int = 0
    leave_cents: int = 0
    threshold_count: int = 0
    leave_count: int = 0
    assurance: str = ""
    window_months: int = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class GradeRule:
    """A rule for a grade. None and empty mean that this is not asked."""

    id: int
    scheme: str
    grade: str
    tier: str = ""
    organization_kind: str = ""
    business_kind: str = ""
    threshold_cents: int | None = None
    leave_cents: int | None = None
    count_of: str = ""
    threshold_count: int = 0
    leave_count: int = 0
    is_reported_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """A policy as the rules read it."""

    policy_id: int
    key_rules: tuple[KeyRule, ...]
    grade_rules: tuple[GradeRule, ...]
    window_months: int = 6
    rise_after_months: int = 1
    fall_after_months: int = 1
    key_industries: frozenset[str] = frozenset()
    named_lines: frozenset[int] = field(init=False)
    windows: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = frozenset(r.line_id for r in self.key_rules if r.line_id is not None)
        windows = {self.window_months, *(rule.window_months for rule in self.key_rules)}
        object.__setattr__(self, "named_lines", named)
        object.__setattr__(self, "windows", tuple(sorted(windows)))


class HeldLine(NamedTuple):
    """What an account holds of one line of business."""

    subscriptions_count: int
    quantity: int
    assurance: int


class Sales(NamedTuple):
    """What was billed over a window of closed months: by line, and in all."""

    months: int
    by_line: dict[int, int]
    total_cents: int


@dataclass(kw_only=True, slots=True)
class AccountFacts:
    """All that the rules may know of one account in one month."""

    customer_id: int
    kind: str = CustomerKind.ORGANIZATION
    is_agent: bool = False
    is_listed: bool = False
    industry: str = ""
    business_kind: str = ""
    card_grade: str = ""
    held: dict[int, HeldLine] = field(default_factory=dict)
    # By length of window in months.
    sales: dict[int, Sales] = field(default_factory=dict)
    circuits_count: int = 0
    users_count: int = 0


class Term(NamedTuple):
    """One rule held against one account: what was measured, what is needed, whether it fits."""

    rule_id: int
    kind: str
    line_id: int | None
    measured: int
    needed: int
    months: int
    fits: bool


class Ruled(NamedTuple):
    """What the rules alone say after so many months: the part of a standing that is carried on."""

    is_key: bool = False
    grade: str = ""
    scheme: str = ""
    key_waits: int = 0
    grade_waits: int = 0


class Verdict(NamedTuple):
    """The outcome for one account and month."""

    ruled: Ruled
    key_rule_id: int | None
    tier_rule_id: int | None
    tier: str
    is_reported_apart: bool
    term: Term | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What applying a policy has changed."""

    month: date
    customers_count: int = 0
    key_accounts_count: int = 0
    entered_count: int = 0
    left_count: int = 0
    raised_count: int = 0
    lowered_count: int = 0


@dataclass(frozen=True, kw_only=True)
class Excess:
    """A limit that somebody is above; without a level it is that of points, in whole points."""

    level: str
    carried: float
    most: float


@dataclass(frozen=True, kw_only=True)
class Load:
    """What somebody looks after, weighed in tenths of a point, against what they may."""

    by_tier: dict[str, int]
    ordinary_count: int
    points: int
    limit: int
    fees_cents: int
    most: Mapping[str, int] = field(default_factory=dict)
    """How many accounts of each level are the limit; a level that is missing has none."""

    @property
    def key_count(self) -> int:
        return sum(self.by_tier.values())

    @property
    def excesses(self) -> list[Excess]:
        """The limits that this load is above, level by level and in points."""
        counts = {**self.by_tier, LoadLevel.ORDINARY: self.ordinary_count}
        found = [
            Excess(level=level, carried=counts[level], most=most)
            for level, most in sorted(self.most.items())
            if counts.get(level, 0) > most
        ]
        if self.points > self.limit:
            found.append(Excess(level="", carried=self.points / 10, most=self.limit / 10))
        return found

    @property
    def is_over(self) -> bool:
        return bool(self.excesses)


class Listed(NamedTuple):
    """On which named list an account is to stand, none if empty, from which day on."""

    level: str
    is_core: bool
    since: date
