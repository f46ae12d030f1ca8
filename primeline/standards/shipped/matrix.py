"""The first matrix. Numbers from outside say where they come from and how we know them."""

from typing import Any, Final, NamedTuple

from primeline.customers.choices import Tier
from primeline.products.choices import AssuranceLevel
from primeline.standards.choices import Area, Clock, Mark, Priority, Severity
from primeline.standards.shipped import library
from primeline.standards.shipped.steps import DAY, HOUR

MINUTE: Final = 60
# What share of our own promises is to be kept in time, until the business says otherwise.
IN_TIME: Final = 95


class ShippedRow(NamedTuple):
    step: str
    limit_seconds: int
    standard: str
    mark: Mark
    citation: str = ""
    tier: str = ""
    assurance: str = ""
    line: str = ""
    area: str = ""
    priority: str = ""
    clock: Clock = Clock.NATURAL
    average_seconds: int | None = None
    target_percent: int | None = None
    severity: Severity = Severity.MAJOR
    is_statutory: bool = False


def _law(
    step: str, limit: int, standard: str, citation: str, mark: Mark = Mark.TEXT, *,
    area: str = "", line: str = "", average: int | None = None,
) -> ShippedRow:  # fmt: skip
    return ShippedRow(
        step, limit, standard, mark, citation, area=area, line=line, average_seconds=average,
        severity=Severity.CRITICAL, is_statutory=True,
    )  # fmt: skip


def _unverified(
    step: str, limit: int, average: int, citation: str, *, area: str = "", line: str = ""
) -> ShippedRow:
    return ShippedRow(
        step, limit, library.SERVICE_RULES, Mark.UNVERIFIED, citation, area=area, line=line,
        average_seconds=average,
    )  # fmt: skip


def _ours(step: str, limit: int, standard: str = library.LADDERS, **narrower: Any) -> ShippedRow:
    facts = {"severity": Severity.MINOR, "target_percent": IN_TIME, **narrower}
    return ShippedRow(step, limit, standard, Mark.PROPOSAL, **facts)


_DIAMOND, _GOLD, _SILVER, _STANDARD = (tier.value for tier in Tier)
_MOBILE = ("MOBILE_GROUP", "MOBILE_PERSONAL")
_FIXED = ("FIXED_VOICE", "BROADBAND")
_NOTICE = "第 35 条；电信服务规范：提前 72 小时"

LAWS: Final = (
    _law("RESTORATION", 48 * HOUR, library.REGULATIONS, "第 32 条", area=Area.URBAN),
    _law("RESTORATION", 72 * HOUR, library.REGULATIONS, "第 32 条"),
    *(
        _law("RESTORATION", 48 * HOUR, library.THIRD_GENERATION, "2.3", line=line, average=DAY)
        for line in _MOBILE
    ),
    _law("RECONNECTION", 48 * HOUR, library.REGULATIONS, "第 34 条"),
    *(
        _law("RECONNECTION", DAY, library.THIRD_GENERATION, "2.4", line=line, average=HOUR)
        for line in _MOBILE
    ),
    _law("COMPLAINT_REPLY", 15 * DAY, library.COMPLAINTS, "第 10 条第 4 项"),
    _law("CUT_OVER_NOTICE", 72 * HOUR, library.REGULATIONS, _NOTICE, Mark.EXCERPT),
    _law("CALL_ANSWER", 15, library.THIRD_GENERATION, "客户服务中心应答", Mark.EXCERPT),
)

UNVERIFIED: Final = (
    *(
        _unverified(step, limit, average, "附录 1", area=area, line=line)
        for step, limit, average, area in (
            ("RESTORATION", 48 * HOUR, 24 * HOUR, Area.URBAN),
            ("RESTORATION", 72 * HOUR, 36 * HOUR, Area.RURAL),
            ("RECONNECTION", 24 * HOUR, 12 * HOUR, ""),
            ("INSTALLATION", 25 * DAY, 15 * DAY, Area.URBAN),
            ("INSTALLATION", 30 * DAY, 20 * DAY, Area.RURAL),
        )
        for line in _FIXED
    ),
)

_ASSURED = ((AssuranceLevel.AAA, 4, 2), (AssuranceLevel.AA, 8, 6), (AssuranceLevel.NORMAL, 48, 24))
_RANKED = (
    (Priority.P1, 15 * MINUTE, 4 * HOUR),
    (Priority.P2, 30 * MINUTE, 8 * HOUR),
    (Priority.P3, 4 * HOUR, 24 * HOUR),
    (Priority.P4, 8 * HOUR, 72 * HOUR),
)
LEVELS: Final = (
    *(
        _ours("RESTORATION", limit * HOUR, library.LEVELS, assurance=level,
              average_seconds=average * HOUR, severity=Severity.MAJOR)
        for level, limit, average in _ASSURED
    ),
    _ours("RESTORATION", 12 * HOUR, library.LEVELS, assurance=AssuranceLevel.A,
          severity=Severity.MAJOR),
    *(
        ShippedRow("RESTORATION", restore, library.PRIORITIES, Mark.EXCERPT, priority=priority)
        for priority, _respond, restore in _RANKED
    ),
    *(
        ShippedRow(
            "FIRST_RESPONSE", respond, library.PRIORITIES,
            Mark.PROPOSAL if priority == Priority.P2 else Mark.EXCERPT, priority=priority,
        )
        for priority, respond, _restore in _RANKED
    ),
    ShippedRow("MAJOR_FAULT", 6 * HOUR, library.MAJOR_FAULTS, Mark.EXCERPT, "AAA 中断",
               assurance=AssuranceLevel.AAA, severity=Severity.CRITICAL),
    *(
        ShippedRow("MAJOR_FAULT", 72 * HOUR, library.MAJOR_FAULTS, Mark.EXCERPT, "AA 级及以下",
                   assurance=level, severity=Severity.CRITICAL)
        for level in (AssuranceLevel.AA, AssuranceLevel.A, AssuranceLevel.NORMAL)
    ),
    ShippedRow("COMPLETION_NOTICE", 30 * MINUTE, library.CENIC, Mark.EXCERPT),
)  # fmt: skip

OURS: Final = (
    _ours("FIRST_RESPONSE", 8 * HOUR),
    _ours("RESTORATION_ESTIMATE", 30 * MINUTE),
    _ours("PROGRESS_WORD", HOUR),
    _ours("FAULT_REPORT", 3 * DAY, clock=Clock.WORKDAYS),
    _ours("FAULT_REPORT", DAY, tier=_DIAMOND, clock=Clock.WORKDAYS),
    _ours("CUT_OVER_NOTICE", 7 * DAY, tier=_DIAMOND),
    _ours("CUT_OVER_NOTICE", 7 * DAY, assurance=AssuranceLevel.AAA),
    _ours("CUT_OVER_NOTICE", 5 * DAY, tier=_GOLD),
    _ours("COMPLAINT_REPLY", 3 * DAY, tier=_DIAMOND, clock=Clock.WORKDAYS),
    _ours("COMPLAINT_REPLY", 5 * DAY, tier=_GOLD, clock=Clock.WORKDAYS),
    _ours("SUGGESTION_ANSWER", 10 * DAY, clock=Clock.WORKDAYS),
    _ours("SURVEY", 2 * DAY, clock=Clock.WORKDAYS),
    _ours("SURVEY", DAY, tier=_DIAMOND, clock=Clock.WORKDAYS),
    _ours("INSTALLATION", 30 * DAY),
    _ours("CALL_ANSWER", 10, library.CADENCE, tier=_DIAMOND),
    _ours("ACCESS_DECISION", 4 * HOUR, clock=Clock.WORKING),
    _ours("CALL_DRILL", 7 * DAY),
    _ours("CALL_UNANSWERED", HOUR),
    _ours("MATRIX_GAP", 5 * DAY, clock=Clock.WORKDAYS),
    _ours("NAME_MANAGER", 3 * DAY, clock=Clock.WORKDAYS),
    _ours("CONFIRM_RECORD", 10 * DAY, clock=Clock.WORKDAYS),
    _ours("CONTRACT_FILING", 5 * DAY, clock=Clock.WORKDAYS),
    _ours("CASE_STEP", 2 * DAY, clock=Clock.WORKDAYS),
    _ours("CASE_STEP", DAY, tier=_DIAMOND, clock=Clock.WORKDAYS),
    # A meeting names the day of what it decides; this is for the matrix, which knows every step.
    _ours("DECISION", 5 * DAY, clock=Clock.WORKDAYS),
    _ours("INSTRUCTION", 5 * DAY, clock=Clock.WORKDAYS),
    _ours("REPORT_REPLY", 5 * DAY, clock=Clock.WORKDAYS),
    # How long after it took place a visit or call is written down.
    _ours("VISIT_RECORD", 5 * DAY, library.CADENCE, clock=Clock.WORKDAYS),
    # How long after its stretch what a lead has put off still counts as in time.
    _ours("REPLANNED", 5 * DAY, library.CADENCE, clock=Clock.WORKDAYS),
    # Whoever promises something names the day; this is for whoever did not.
    _ours("PROMISE", 5 * DAY, clock=Clock.WORKDAYS),
    _ours("ASKED", DAY, clock=Clock.WORKDAYS),
    _ours("ASKED", 4 * HOUR, tier=_DIAMOND, clock=Clock.WORKING),
)

_RHYTHM = (
    ("VISIT", {"": 184, _DIAMOND: 31, _GOLD: 62, _SILVER: 92}),
    ("CALL", {"": 92, _DIAMOND: 7, _GOLD: 15, _SILVER: 31}),
    ("QUARTERLY_CALL", {"": 92}),
    ("BUSINESS_REVIEW", {"": 366, _DIAMOND: 92, _GOLD: 184}),
    ("EXECUTIVE_VISIT", {"": 366, _DIAMOND: 184}),
    ("SERVICE_REPORT", {"": 184, _DIAMOND: 31, _GOLD: 92}),
    ("ACCOUNT_PLAN", {"": 366}),
    ("PLAN_REVIEW", {"": 366, _DIAMOND: 92}),
    ("WELCOME_CALL", {"": 30, _DIAMOND: 3, _GOLD: 7, _SILVER: 7}),
    # The week of the day, and the one before it.
    ("BIRTHDAY_GREETING", {"": 14}),
    ("SPRING_GREETING", {"": 14}),
    ("MID_AUTUMN_GREETING", {"": 14}),
    ("NATIONAL_DAY_GREETING", {"": 14}),
)
RHYTHM: Final = (
    *(
        _ours(step, days * DAY, library.CADENCE, tier=tier)
        for step, by_tier in _RHYTHM
        for tier, days in by_tier.items()
    ),
    _ours("OUTAGE_VISIT", 2 * DAY, library.CADENCE, clock=Clock.WORKDAYS),
    _ours("ONBOARDING_FOLLOW_UP", 3 * DAY, library.CADENCE),
    _ours("RENEWAL_OUTLOOK", 90 * DAY, library.CADENCE),
    _ours("CONTRACT_RENEWAL", 60 * DAY, library.CADENCE),
    _ours("DETRACTOR_CALL_BACK", 48 * HOUR, library.CADENCE),
    _ours("MANAGER_VISIT", 10 * DAY, library.CADENCE, clock=Clock.WORKDAYS),
)

ROWS: Final[tuple[ShippedRow, ...]] = (*LAWS, *UNVERIFIED, *LEVELS, *OURS, *RHYTHM)
