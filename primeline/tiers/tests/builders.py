"""Rulebooks and accounts as the tests of rules need them: small, and said in one line."""

from dataclasses import replace

from primeline.customers.choices import CustomerKind
from primeline.tiers.choices import Grade, KeyRuleKind, Scheme
from primeline.tiers.values import AccountFacts, GradeRule, HeldLine, KeyRule, Rulebook, Sales

INTERNET, DIALLER, FAX, CLOUD, IOT = 1, 2, 3, 4, 5
YUAN = 100
MONTHS = 6

BOOK = Rulebook(
    policy_id=1,
    key_rules=(
        KeyRule(id=1, kind=KeyRuleKind.ALWAYS, line_id=INTERNET),
        KeyRule(
            id=2,
            kind=KeyRuleKind.AVERAGE_SALES,
            line_id=DIALLER,
            threshold_cents=2000 * YUAN,
            leave_cents=1800 * YUAN,
        ),
        KeyRule(
            id=3,
            kind=KeyRuleKind.AVERAGE_SALES,
            threshold_cents=2000 * YUAN,
            leave_cents=1800 * YUAN,
        ),
        KeyRule(id=4, kind=KeyRuleKind.AGENT),
    ),
    grade_rules=(
        GradeRule(id=1, scheme=Scheme.CARD, grade=Grade.DIAMOND),
        GradeRule(id=2, scheme=Scheme.CARD, grade=Grade.GOLD),
        GradeRule(id=3, scheme=Scheme.CARD, grade=Grade.SILVER),
        GradeRule(
            id=4,
            scheme=Scheme.NON_CARD,
            grade=Grade.A,
            threshold_cents=500 * YUAN,
            leave_cents=500 * YUAN,
            is_reported_apart=True,
        ),
        GradeRule(
            id=5,
            scheme=Scheme.NON_CARD,
            grade=Grade.A,
            threshold_cents=200 * YUAN,
            leave_cents=200 * YUAN,
        ),
        GradeRule(
            id=6,
            scheme=Scheme.NON_CARD,
            grade=Grade.B,
            threshold_cents=120 * YUAN,
            leave_cents=120 * YUAN,
        ),
        GradeRule(id=7, scheme=Scheme.NON_CARD, grade=Grade.C),
        GradeRule(
            id=8,
            scheme=Scheme.ORGANIZATION,
            grade=Grade.DIAMOND,
            tier="T0",
            threshold_cents=80_000 * YUAN,
            leave_cents=72_000 * YUAN,
        ),
        GradeRule(
            id=9,
            scheme=Scheme.ORGANIZATION,
            grade=Grade.GOLD,
            tier="T1",
            threshold_cents=16_000 * YUAN,
            leave_cents=14_400 * YUAN,
        ),
        GradeRule(id=10, scheme=Scheme.ORGANIZATION, grade=Grade.STANDARD, tier="T3"),
    ),
)
PATIENT = replace(BOOK, rise_after_months=2, fall_after_months=3)


def an_organization(
    *, holds: tuple[int, ...] = (), cents: dict[int, int] | None = None, is_agent: bool = False
) -> AccountFacts:
    """An organization with one subscription of each line held, and sales over six months."""
    by_line = cents or {}
    return AccountFacts(
        customer_id=1,
        is_agent=is_agent,
        held={line: HeldLine(1, 1, 0) for line in holds},
        sales={MONTHS: Sales(MONTHS, by_line, sum(by_line.values()))},
    )


def an_individual(*, cents: int, card: str = "") -> AccountFacts:
    """An individual who was billed so much over six months."""
    return AccountFacts(
        customer_id=1,
        kind=CustomerKind.INDIVIDUAL,
        card_grade=card,
        sales={MONTHS: Sales(MONTHS, {FAX: cents}, cents)},
    )
