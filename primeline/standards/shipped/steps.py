"""The kinds of things that are owed, and why their clocks may stand still."""

from typing import Any, Final, NamedTuple

from primeline.staff.choices import Role
from primeline.standards.choices import Clock, PauseParty, Tells
from primeline.standards.values import SNOOZED

HOUR: Final = 3_600
DAY: Final = 24 * HOUR

# Half the time gone: a reminder; then ever higher, the last rung long after the limit.
LADDER: Final[list[dict[str, Any]]] = [
    {"percent": 50, "tells": [Tells.OWNER.value]},
    {"percent": 75, "tells": [Tells.TEAM_LEAD.value]},
    {"percent": 90, "tells": [Tells.BRANCH_LEAD.value, Tells.ACCOUNT_MANAGER.value]},
    {"percent": 100, "tells": [Tells.PROVINCE.value]},
    {"percent": 150, "tells": [Tells.HEADQUARTERS.value]},
]
# For what concerns one desk: the branch is told when it is late, the province when long late.
QUIET: Final[list[dict[str, Any]]] = [
    {"percent": 75, "tells": [Tells.OWNER.value]},
    {"percent": 100, "tells": [Tells.OWNER.value, Tells.BRANCH_LEAD.value]},
    {"percent": 150, "tells": [Tells.PROVINCE.value]},
]
# Opened 90 days before a contract ends, due 30 days before: the halves are the marks between.
RENEWAL: Final[list[dict[str, Any]]] = [
    {"percent": 50, "tells": [Tells.OWNER.value, Tells.ACCOUNT_MANAGER.value]},
    {"percent": 75, "tells": [Tells.TEAM_LEAD.value]},
    {"percent": 100, "tells": [Tells.BRANCH_LEAD.value]},
    {"percent": 150, "tells": [Tells.PROVINCE.value]},
]


class ShippedStep(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    owed_by: Role
    clock: Clock = Clock.NATURAL
    rungs: list[dict[str, Any]] = LADDER
    may_pause: bool = False
    may_snooze: bool = False
    counts_back: bool = False
    is_about_circuits: bool = False


_SEAT, _FIELD, _LEAD = Role.DEDICATED_SEAT, Role.TECHNICIAN, Role.BRANCH_LEAD
_MANAGER, _POLICY = Role.ACCOUNT_MANAGER, Role.SERVICE_CENTER
_DAYS, _HOURS = Clock.WORKDAYS, Clock.WORKING

STEPS: Final = (
    ShippedStep("FIRST_RESPONSE", "首次响应", "First response", _SEAT),
    ShippedStep("RESTORATION_ESTIMATE", "预计恢复时间", "Restoration estimate", _FIELD),
    ShippedStep("PROGRESS_WORD", "进展通报", "Progress word", _SEAT),
    ShippedStep(
        "RESTORATION", "障碍修复", "Restoration", _FIELD, may_pause=True, is_about_circuits=True
    ),
    ShippedStep(
        "MAJOR_FAULT", "重大故障上报", "Report of a major fault", _LEAD, is_about_circuits=True
    ),
    ShippedStep("FAULT_REPORT", "书面故障报告", "Written fault report", _LEAD, _HOURS),
    ShippedStep("OUTAGE_VISIT", "重大故障后走访", "Visit after a major outage", _MANAGER, _DAYS),
    ShippedStep("CUT_OVER_NOTICE", "割接通知", "Notice of planned work", _LEAD, counts_back=True),
    ShippedStep("COMPLETION_NOTICE", "割接完成通知", "Notice that work is done", _FIELD),
    ShippedStep("COMPLAINT_REPLY", "投诉答复", "Complaint reply", _LEAD, may_pause=True),
    ShippedStep(
        "SUGGESTION_ANSWER", "建议答复", "Suggestion answer", _LEAD, _DAYS, QUIET, may_pause=True
    ),
    # Whether there is a way to the place, and what it takes: before a solution and its price.
    ShippedStep("SURVEY", "现场查勘", "Site survey", _FIELD, _DAYS, QUIET, may_pause=True),
    ShippedStep(
        "INSTALLATION", "装机移机", "Installation or move", _FIELD, rungs=LADDER, may_pause=True
    ),
    ShippedStep("RECONNECTION", "复机", "Reconnection after payment", _SEAT),
    ShippedStep("CALL_ANSWER", "接听来电", "Answering a call", _SEAT, rungs=[]),
    ShippedStep("CALL_DRILL", "呼叫链演练", "Drill of a call chain", _LEAD, Clock.NATURAL, QUIET),
    ShippedStep("CALL_UNANSWERED", "呼叫链无人应答", "Unanswered call chain", _LEAD),
    ShippedStep("MATRIX_GAP", "补全时限矩阵", "Gap of the matrix", _POLICY, _DAYS, QUIET),
    ShippedStep("ACCESS_DECISION", "查阅审批", "Access-request decision", _LEAD, _HOURS, QUIET),
    ShippedStep("NAME_MANAGER", "落实客户经理", "Naming a manager", _LEAD, _DAYS, QUIET),
    ShippedStep(
        "CONFIRM_RECORD", "核实客户资料", "Confirming a record", _MANAGER, _DAYS, QUIET,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep("CONTRACT_FILING", "合同备案", "Contract filing", _MANAGER, _DAYS, QUIET),
    ShippedStep(
        "ONBOARDING_FOLLOW_UP", "开通回访", "Onboarding follow-up", _MANAGER, Clock.NATURAL, QUIET,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep(
        "WELCOME_CALL", "开户欢迎回访", "Welcome call", _MANAGER, Clock.NATURAL, QUIET, True, True
    ),
    ShippedStep("VISIT", "走访", "Visit", _MANAGER, Clock.NATURAL, QUIET, True, True),
    ShippedStep("CALL", "电话回访", "Call", _MANAGER, Clock.NATURAL, QUIET, True, True),
    ShippedStep(
        "QUARTERLY_CALL", "季度回访", "Quarterly call", _MANAGER, Clock.NATURAL, QUIET, True, True
    ),
    ShippedStep(
        "BUSINESS_REVIEW", "业务回顾会", "Business review", _MANAGER, Clock.NATURAL, QUIET,
        True, True,
    ),
    ShippedStep(
        "EXECUTIVE_VISIT", "高层走访", "Executive visit", _MANAGER, Clock.NATURAL, QUIET, True, True
    ),
    ShippedStep(
        "SERVICE_REPORT", "服务报告", "Service report", _MANAGER, Clock.NATURAL, QUIET, True, True
    ),
    ShippedStep(
        "ACCOUNT_PLAN", "编制客户计划", "Account plan", _MANAGER, Clock.NATURAL, QUIET, True, True
    ),
    ShippedStep(
        "PLAN_REVIEW", "客户计划回顾", "Review of the account plan", _MANAGER, Clock.NATURAL, QUIET,
        True, True,
    ),
    *(
        ShippedStep(code, zh, en, _MANAGER, Clock.NATURAL, QUIET, True, True)
        for code, zh, en in (
            ("BIRTHDAY_GREETING", "生日问候", "Birthday greeting"),
            ("SPRING_GREETING", "春节问候", "Spring Festival greeting"),
            ("MID_AUTUMN_GREETING", "中秋节问候", "Mid-Autumn Festival greeting"),
            ("NATIONAL_DAY_GREETING", "国庆节问候", "National Day greeting"),
        )
    ),
    # Opened 180 days before a contract ends, due when its renewal begins.
    ShippedStep(
        "RENEWAL_OUTLOOK", "续签摸底", "Outlook on renewal", _MANAGER, Clock.NATURAL, QUIET,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep(
        "CONTRACT_RENEWAL", "合同续签", "Contract renewal", _MANAGER, Clock.NATURAL, RENEWAL,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep("DETRACTOR_CALL_BACK", "贬损客户回访", "Detractor call-back", _MANAGER),
    ShippedStep(
        "MANAGER_VISIT", "客户经理交接走访", "Hand-over visit", _MANAGER, _DAYS, QUIET,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep(
        "CASE_STEP", "办理环节", "Step of a case", _LEAD, _DAYS, QUIET, may_pause=True
    ),
    ShippedStep("DECISION", "会议决定", "Decision of a meeting", _LEAD, _DAYS, QUIET),
    ShippedStep("INSTRUCTION", "督办", "Instruction", _LEAD, _DAYS),
    ShippedStep("REPORT_REPLY", "上报答复", "Reply to a report", Role.PROVINCE_SUPERVISOR, _DAYS),
    ShippedStep(
        "PROMISE", "对客户的承诺", "Promise to a customer", _MANAGER, Clock.NATURAL, QUIET,
        may_pause=True, may_snooze=True,
    ),
    ShippedStep("VISIT_RECORD", "走访记录", "Record of a visit or call", _MANAGER, _DAYS, QUIET),
    ShippedStep(
        "REPLANNED", "改期的服务动作", "Visit or call put off by a lead", _LEAD, _DAYS, QUIET
    ),
    ShippedStep(
        "ASKED", "首问事项", "First-asked matter", _MANAGER, _DAYS, QUIET,
        may_pause=True, may_snooze=True,
    ),
)  # fmt: skip


class ShippedReason(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    party: PauseParty
    longest_seconds: int
    needs_evidence: bool = True


_CUSTOMER, _OURSELVES = PauseParty.CUSTOMER, PauseParty.OURSELVES

PAUSE_REASONS: Final = (
    ShippedReason("NO_ENTRY", "客户现场无法进入", "No entry to the site", _CUSTOMER, 3 * DAY),
    ShippedReason(
        "CUSTOMER_ASKED", "客户要求改期", "Customer asked for a later time", _CUSTOMER, 5 * DAY
    ),
    ShippedReason(
        "CUSTOMER_PAPERS", "等待客户资料", "Waiting for papers of the customer", _CUSTOMER, 10 * DAY
    ),
    ShippedReason(
        "CUSTOMER_EQUIPMENT", "客户侧设备原因", "Equipment of the customer", _CUSTOMER, 3 * DAY
    ),
    ShippedReason(
        "OTHER_OPERATOR",
        "等待其他运营商",
        "Waiting for another operator",
        PauseParty.CARRIER,
        5 * DAY,
    ),
    ShippedReason(
        "PERMIT", "等待主管部门许可", "Waiting for a permit", PauseParty.AUTHORITY, 20 * DAY
    ),
    ShippedReason("FREEZE", "封网期", "Change freeze", _OURSELVES, 10 * DAY),
    ShippedReason(SNOOZED, "暂缓处理", "Put off by the owner", _OURSELVES, 2 * DAY, False),
)
