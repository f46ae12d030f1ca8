"""How many people of which duty work where."""

from dataclasses import dataclass

from primeline.demo.plan.places import BRANCH, PROVINCES

HEADQUARTERS = "HQ"

MANAGER, SEAT, LEAD = "ACCOUNT_MANAGER", "DEDICATED_SEAT", "BRANCH_LEAD"
SALES, PARTNER, TECHNICIAN, SUPERVISOR = "SALES", "PARTNER", "TECHNICIAN", "PROVINCE_SUPERVISOR"
CENTER, ANALYST, AUDITOR, ADMINISTRATOR = (
    "SERVICE_CENTER",
    "ANALYST",
    "AUDITOR",
    "ADMINISTRATOR",
)


@dataclass(frozen=True)
class Duty:
    """A kind of work at a place: how many do it, in which role.

    A role is held at the team, if there is one. A duty without a role belongs to a team whose own
    room arrives later; until then nobody of it may reach any account.
    """

    key: str
    name_zh: str
    role: str
    count: int
    team: str = ""


AT_HEADQUARTERS: tuple[Duty, ...] = (
    Duty("head", "总部负责人", CENTER, 1),
    Duty("center_manager", "客服中心经理", CENTER, 1),
    Duty("shift_supervisor", "值班长", CENTER, 4),
    Duty("seat", "大客户专席", SEAT, 16),
    Duty("duty_manager", "总部值班经理", CENTER, 4),
    Duty("complaint_specialist", "投诉申诉专员", CENTER, 4),
    Duty("quality", "质检", AUDITOR, 2),
    Duty("analyst", "分析员", ANALYST, 4),
    Duty("auditor", "审计员", AUDITOR, 2),
    # Suggestions of customers are answered here; neither has accounts of their own.
    Duty("product_lead", "产品与业务部经理", LEAD, 1, team="PRODUCT"),
    Duty("product_manager", "产品经理", SALES, 1, team="PRODUCT"),
    Duty("product", "产品与业务部", "", 2, team="PRODUCT"),
    Duty("training", "培训", "", 1, team="TRAINING"),
    Duty("administrator", "系统管理员", ADMINISTRATOR, 2),
    Duty("data_officer", "个人信息保护负责人", AUDITOR, 1),
)
AT_PROVINCE: tuple[Duty, ...] = (
    Duty("province_head", "省公司大客户主管", SUPERVISOR, 1),
    Duty("complaint_supervisor", "省投诉主管", SUPERVISOR, 1),
    Duty("province_seat", "省专席", SEAT, 4),
    Duty("lead_representative", "首席客户代表", MANAGER, 2),
    Duty("network_liaison", "网络支撑", TECHNICIAN, 4),
    Duty("delivery", "交付", TECHNICIAN, 1),
    Duty("resources", "资源与地址", TECHNICIAN, 1),
    Duty("billing", "信用与计费", "", 1, team="SUPPORT"),
    Duty("province_analyst", "省分析员", ANALYST, 1),
    Duty("business_support", "业务支撑", "", 2, team="SUPPORT"),
    Duty("compliance", "合规", AUDITOR, 1),
)
TEAMS_AT_HEADQUARTERS = (
    ("PRODUCT", "产品与业务部", "Products"),
    ("TRAINING", "培训部", "Training"),
)
TEAMS_AT_PROVINCE = (("SUPPORT", "业务支撑组", "Business support"),)

# Branches outside the capitals with three field managers, by province.
_THREE_MANAGERS = {"DONGYU": 4, "LANJIANG": 4, "ZHONGYUAN": 3, "NANPU": 1}
# Of these, so many have two technicians and buy sales from the capital.
_WITHOUT_SALES = 6

# Industry lines cut across branches and have a lead at these provinces.
INDUSTRY_LINES: tuple[tuple[str, ...], ...] = (
    ("FINANCE",),
    ("GOVERNMENT",),
    ("HEALTH", "EDUCATION"),
    ("MANUFACTURING", "LOGISTICS", "ENERGY", "RETAIL", "INTERNET", "CONSTRUCTION", "MEDIA"),
)
INDUSTRY_LINE_PROVINCES = ("DONGYU", "LANJIANG")


def field_managers_at(branch: str) -> int:
    """Return how many field managers work at a branch."""
    return _FIELD_MANAGERS[branch]


def at_branch(branch: str) -> tuple[Duty, ...]:
    """Return the duties at a branch: twelve people in a capital, seven elsewhere."""
    managers = field_managers_at(branch)
    if BRANCH[branch].is_capital:
        technicians, sales = 3, 2
    elif managers == 3:
        technicians, sales = (2, 0) if branch in _BUYS_SALES else (1, 1)
    else:
        technicians, sales = 2, 1
    return (
        Duty("lead", "分公司大客户服务组长", LEAD, 1),
        Duty("field_manager", "客户经理", MANAGER, managers),
        Duty("telephone_manager", "电话客户经理", MANAGER, 1),
        Duty("technician", "技术员", TECHNICIAN, technicians),
        Duty("sales", "销售", SALES, sales),
    )


def _count_field_managers() -> dict[str, int]:
    counts = {}
    for province in PROVINCES:
        three = _THREE_MANAGERS.get(province.code, 0)
        for place, branch in enumerate(province.branches):
            counts[branch.code] = 5 if branch.is_capital else 3 if place <= three else 2
    return counts


_FIELD_MANAGERS = _count_field_managers()
_BUYS_SALES = frozenset(
    [code for code, count in _FIELD_MANAGERS.items() if count == 3][-_WITHOUT_SALES:]
)
