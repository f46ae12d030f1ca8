"""The two policies that a new installation starts with. People draft others from them.

Money is in cents a month. `leave` is what an account may sink to before it loses what it has.
"""

from datetime import date
from typing import Any, Final, NamedTuple

from primeline.customers.choices import BusinessKind, Tier
from primeline.products.choices import AssuranceLevel
from primeline.tiers.choices import CountOf, Grade, KeyRuleKind, OrganizationKind, Scheme

YUAN: Final = 100


class ShippedKeyRule(NamedTuple):
    kind: KeyRuleKind
    line_code: str = ""
    limits: dict[str, Any] = {}


class ShippedTierRule(NamedTuple):
    scheme: Scheme
    grade: Grade
    tier: str = ""
    limits: dict[str, Any] = {}


class ShippedPolicy(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    active_from_month: date | None
    fall_after_months: int
    key_rules: tuple[ShippedKeyRule, ...]
    tier_rules: tuple[ShippedTierRule, ...]


def _sales(threshold: int, leave: int, window_months: int | None = None) -> dict[str, Any]:
    return {
        "threshold_cents": threshold * YUAN,
        "leave_cents": leave * YUAN,
        "window_months": window_months,
    }


def _pays(threshold: int, leave: int, **more: Any) -> dict[str, Any]:
    return {"threshold_cents": threshold * YUAN, "leave_cents": leave * YUAN, **more}


# Tenths of a point: diamond 8, gold 3, silver 1.5, standard 1, ordinary 0.1; the limit is 50.
LOAD_POINTS: Final = {"T0": 80, "T1": 30, "T2": 15, "T3": 10, "": 1}
LOAD_LIMIT: Final = 500
# As many of one level alone as the limit in points allows; a proposal, for people to change.
LOAD_LIMITS: Final = {"T0": 6, "T1": 16, "T2": 33, "T3": 50, "ORDINARY": 500}
LOAD_LIMITS_FROM: Final = date(2001, 1, 1)

KEY_INDUSTRIES: Final = ("GOVERNMENT", "FINANCE", "EDUCATION", "HEALTH", "ENERGY")

_INDIVIDUALS: Final = (
    ShippedTierRule(Scheme.CARD, Grade.DIAMOND),
    ShippedTierRule(Scheme.CARD, Grade.GOLD),
    ShippedTierRule(Scheme.CARD, Grade.SILVER),
    ShippedTierRule(Scheme.NON_CARD, Grade.A, "", _pays(500, 500, is_reported_apart=True)),
    ShippedTierRule(Scheme.NON_CARD, Grade.A, "", _pays(200, 200)),
    ShippedTierRule(Scheme.NON_CARD, Grade.B, "", _pays(120, 120)),
    ShippedTierRule(Scheme.NON_CARD, Grade.C),
)

_INDUSTRY = {"organization_kind": OrganizationKind.INDUSTRY}
_COMMERCIAL = {"organization_kind": OrganizationKind.COMMERCIAL}
_PURE_MOBILE = {"business_kind": BusinessKind.MOBILE, "count_of": CountOf.USERS}
_CIRCUITS = {"count_of": CountOf.CIRCUITS}
_ORG = Scheme.ORGANIZATION

POLICY_2001: Final = ShippedPolicy(
    code="2001",
    name_zh="基础版（沿用 2001 年门槛）",
    name_en="Base (thresholds of 2001)",
    active_from_month=date(2001, 1, 1),
    fall_after_months=2,
    key_rules=(
        ShippedKeyRule(KeyRuleKind.ALWAYS, "INTERNET_LINE"),
        ShippedKeyRule(KeyRuleKind.ALWAYS, "VPDN"),
        ShippedKeyRule(KeyRuleKind.ALWAYS, "VOICE_TRUNK"),
        ShippedKeyRule(KeyRuleKind.AVERAGE_SALES, "DIALLER", _sales(2000, 1800)),
        ShippedKeyRule(KeyRuleKind.AVERAGE_SALES, "", _sales(2000, 1800)),
        ShippedKeyRule(KeyRuleKind.AGENT),
    ),
    tier_rules=(
        *_INDIVIDUALS,
        ShippedTierRule(_ORG, Grade.DIAMOND, Tier.DIAMOND, _pays(80_000, 72_000)),
        ShippedTierRule(_ORG, Grade.GOLD, Tier.GOLD, _pays(16_000, 14_400)),
        ShippedTierRule(_ORG, Grade.GOLD, Tier.GOLD, {**_PURE_MOBILE, "threshold_count": 2000}),
        ShippedTierRule(_ORG, Grade.SILVER, Tier.SILVER, _pays(5_000, 4_500)),
        ShippedTierRule(_ORG, Grade.STANDARD, Tier.STANDARD),
    ),
)

POLICY_2026: Final = ShippedPolicy(
    code="2026-default",
    name_zh="2026 年建议稿",
    name_en="Proposal of 2026",
    active_from_month=None,
    fall_after_months=2,
    key_rules=(
        ShippedKeyRule(KeyRuleKind.ASSURED, "INTERNET_LINE", {"assurance": AssuranceLevel.A}),
        ShippedKeyRule(KeyRuleKind.AVERAGE_SALES, "INTERNET_LINE", _sales(2000, 1800)),
        ShippedKeyRule(KeyRuleKind.ALWAYS, "DATA_LINE"),
        ShippedKeyRule(KeyRuleKind.ALWAYS, "NETWORKING"),
        ShippedKeyRule(KeyRuleKind.QUANTITY, "IOT", {"threshold_count": 2000, "leave_count": 1800}),
        ShippedKeyRule(KeyRuleKind.TOTAL_SALES, "DICT", _sales(500_000, 450_000, 12)),
        ShippedKeyRule(KeyRuleKind.LISTED),
    ),
    tier_rules=(
        *_INDIVIDUALS,
        ShippedTierRule(_ORG, Grade.DIAMOND, Tier.DIAMOND, _pays(100_000, 90_000)),
        ShippedTierRule(
            _ORG,
            Grade.DIAMOND,
            Tier.DIAMOND,
            _pays(60_000, 54_000, **_INDUSTRY, **_CIRCUITS, threshold_count=20, leave_count=18),
        ),
        ShippedTierRule(_ORG, Grade.GOLD, Tier.GOLD, _pays(20_000, 18_000, **_COMMERCIAL)),
        ShippedTierRule(_ORG, Grade.GOLD, Tier.GOLD, _pays(15_000, 13_500, **_INDUSTRY)),
        ShippedTierRule(
            _ORG,
            Grade.GOLD,
            Tier.GOLD,
            _pays(12_000, 10_800, business_kind=BusinessKind.MIXED, **_INDUSTRY),
        ),
        ShippedTierRule(_ORG, Grade.GOLD, Tier.GOLD, {**_PURE_MOBILE, "threshold_count": 2000}),
        ShippedTierRule(_ORG, Grade.SILVER, Tier.SILVER, _pays(5_000, 4_500)),
        ShippedTierRule(_ORG, Grade.SILVER, Tier.SILVER, {**_PURE_MOBILE, "threshold_count": 500}),
        ShippedTierRule(_ORG, Grade.BRONZE, Tier.STANDARD, _pays(2_000, 1_800)),
        ShippedTierRule(_ORG, Grade.STANDARD, Tier.STANDARD),
    ),
)

POLICIES: Final = (POLICY_2001, POLICY_2026)
