"""The standards that the shipped matrix cites, and those that people look for beside them."""

from datetime import date
from typing import Final, NamedTuple

from primeline.standards.choices import Mark, StandardKind


class ShippedStandard(NamedTuple):
    number: str
    edition: str
    kind: StandardKind
    issuer_zh: str
    issuer_en: str
    title_zh: str
    title_en: str
    scope_zh: str
    scope_en: str
    mark: Mark
    valid_from: date | None = None


REGULATIONS: Final = "国务院令第291号"
COMPLAINTS: Final = "工业和信息化部令第35号"
SERVICE_RULES: Final = "信息产业部令第36号"
THIRD_GENERATION: Final = "第三代移动通信服务规范"
CENIC: Final = "CENIC-NOTICE"
LADDERS: Final = "PL-LADDER"
CADENCE: Final = "PL-CADENCE"
LEVELS: Final = "PL-LEVELS"
PRIORITIES: Final = "PL-PRIORITY"
MAJOR_FAULTS: Final = "PL-MAJOR"

_COUNCIL = ("国务院", "State Council")
_MINISTRY = ("工业和信息化部", "Ministry of Industry and Information Technology")
_FORMER = ("信息产业部", "Ministry of Information Industry")
_OURS = ("本企业", "This operator")

STANDARDS: Final = (
    ShippedStandard(
        REGULATIONS,
        "2016-02-06",
        StandardKind.LAW,
        *_COUNCIL,
        "中华人民共和国电信条例",
        "Telecommunications Regulations",
        "障碍修复、装移机、复机、工程割接告知",
        "Repair, installation, reconnection, planned work",
        Mark.TEXT,
        date(2016, 2, 6),
    ),
    ShippedStandard(
        COMPLAINTS,
        "2016",
        StandardKind.INDUSTRY,
        *_MINISTRY,
        "电信用户申诉处理办法",
        "Measures on appeals of telecommunications users",
        "企业答复投诉的时限；向监管机构申诉的程序",
        "When an operator must answer a complaint; appeals to the regulator",
        Mark.TEXT,
        date(2016, 7, 30),
    ),
    ShippedStandard(
        SERVICE_RULES,
        "2005",
        StandardKind.INDUSTRY,
        *_FORMER,
        "电信服务规范",
        "Telecommunications service specification",
        "固定、移动、数据业务的服务质量指标",
        "Quality of fixed, mobile and data services",
        Mark.UNVERIFIED,
    ),
    ShippedStandard(
        THIRD_GENERATION,
        "2009 试行",
        StandardKind.INDUSTRY,
        *_MINISTRY,
        "第三代移动通信服务规范（试行）",
        "Service specification for third-generation mobile (trial)",
        "移动业务的修复、复机、客服热线应答",
        "Mobile repair, reconnection, hotline answer",
        Mark.TEXT,
    ),
    ShippedStandard(
        "河南省电信条例",
        "2020-06-04",
        StandardKind.PROVINCIAL,
        "河南省人民代表大会常务委员会",
        "Standing Committee of the Henan People's Congress",
        "河南省电信条例",
        "Telecommunications regulations of Henan",
        "仅河南省：投诉 5 个工作日答复（第 38 条），24 小时内复机（第 24 条）",
        "Henan only: complaint reply in 5 working days (article 38), reconnection in 24 h (24)",
        Mark.TEXT,
    ),
    ShippedStandard(
        "重庆市电信条例",
        "2018-07-26",
        StandardKind.PROVINCIAL,
        "重庆市人民代表大会常务委员会",
        "Standing Committee of the Chongqing People's Congress",
        "重庆市电信条例",
        "Telecommunications regulations of Chongqing",
        "仅重庆市：投诉 15 个工作日答复，宽于全国 15 日，不改变期限",
        "Chongqing only: complaint reply in 15 working days; looser than the national 15 days",
        Mark.TEXT,
    ),
    ShippedStandard(
        "电信服务质量社会监督标准",
        "1996",
        StandardKind.INDUSTRY,
        "邮电部",
        "Ministry of Posts and Telecommunications",
        "电信服务质量社会监督标准",
        "Standards for public supervision of service quality",
        "历史标准，仅供参考：专线装机 1 个月，数据障碍重要用户 6 小时",
        "Historic, for reference: leased line in 1 month, data fault of important users in 6 h",
        Mark.TEXT,
    ),
    ShippedStandard(
        "ITU-T M.3342",
        "2006-07",
        StandardKind.RECOMMENDATION,
        "国际电信联盟",
        "International Telecommunication Union",
        "服务等级协议表示模板定义指南",
        "Guidelines for the definition of SLA representation templates",
        "合同服务等级的三部分结构：业务、服务、技术",
        "Business, service and technology parts of an SLA",
        Mark.TEXT,
    ),
    ShippedStandard(
        CENIC,
        "",
        StandardKind.RECOMMENDATION,
        "CENIC",
        "CENIC",
        "割接通知惯例",
        "Practice of notices of planned work",
        "恢复后 30 分钟内发完成通知",
        "Word within 30 minutes after restoration",
        Mark.EXCERPT,
    ),
    ShippedStandard(
        MAJOR_FAULTS,
        "1",
        StandardKind.RECOMMENDATION,
        "省际集团客户专线维护惯例",
        "Practice of inter-province enterprise lines",
        "重大故障上报条件",
        "When a fault counts as major",
        "AAA 级电路中断、AA 级及以下电路中断或劣化",
        "AAA circuits down; AA and below down or degraded",
        Mark.EXCERPT,
    ),
    ShippedStandard(
        PRIORITIES,
        "1",
        StandardKind.RECOMMENDATION,
        "ITIL",
        "ITIL",
        "影响度与紧急度优先级",
        "Priority by impact and urgency",
        "P1 至 P4 的响应与修复时限",
        "Response and restoration of P1 to P4",
        Mark.EXCERPT,
    ),
    ShippedStandard(
        LEVELS,
        "1",
        StandardKind.OWN,
        *_OURS,
        "业务保障等级修复目标",
        "Restoration by assurance level",
        "AAA、AA、A、普通电路",
        "AAA, AA, A and normal circuits",
        Mark.PROPOSAL,
    ),
    ShippedStandard(
        CADENCE,
        "1",
        StandardKind.OWN,
        *_OURS,
        "大客户走访与回访标准",
        "Cadence of visits and calls",
        "按客户服务等级的走访、回访及事件走访",
        "Visits and calls by service tier, and after events",
        Mark.PROPOSAL,
    ),
    ShippedStandard(
        LADDERS,
        "1",
        StandardKind.OWN,
        *_OURS,
        "大客户服务时限标准",
        "Service limits for key accounts",
        "响应、通报、报告、答复、备案",
        "Response, word, report, answer, filing",
        Mark.PROPOSAL,
    ),
)
