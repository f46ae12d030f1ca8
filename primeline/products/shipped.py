"""The lines of business and termination reasons that a new installation starts with."""

from typing import Final, NamedTuple

from primeline.products.choices import DeadlineKind, Influence, LineFamily, ReplacementKind
from primeline.products.values import Term


class ShippedLine(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    family: LineFamily
    is_leased_line: bool = False
    is_open_to_new: bool = True


class ShippedReason(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    influence: Influence
    replacement_kind: str = ""


_FIXED, _MOBILE, _INDUSTRY = LineFamily.FIXED, LineFamily.MOBILE, LineFamily.INDUSTRY

# The requirements say: filed with the service group soon after signature.
TERMS: Final = {
    DeadlineKind.FILING: Term(days=5, is_in_workdays=True),
    DeadlineKind.MILESTONE: Term(days=14),
    DeadlineKind.NOTICE: Term(days=30),
    DeadlineKind.OUTSIDE_END: Term(days=90),
    DeadlineKind.RECOVERY: Term(days=10, is_in_workdays=True),
    DeadlineKind.PAPERS: Term(days=10, is_in_workdays=True),
    DeadlineKind.APPROVAL: Term(days=5, is_in_workdays=True),
}

LINES: Final = (
    ShippedLine("INTERNET_LINE", "互联网专线", "Internet leased line", _FIXED, True),
    ShippedLine("DATA_LINE", "数据专线", "Data leased line", _FIXED, True),
    ShippedLine("NETWORKING", "组网", "Networking (MPLS VPN, SD-WAN)", _FIXED),
    ShippedLine("VOICE_TRUNK", "语音中继", "IP voice gateway and SIP trunk", _FIXED),
    ShippedLine("DIALLER", "主叫、拨号器", "Dialler and outbound voice", _FIXED),
    ShippedLine("VPDN", "VPDN 与 5G 专网接入", "VPDN and 5G private access", _MOBILE),
    ShippedLine("SATELLITE", "卫星", "Satellite", _FIXED),
    ShippedLine("FRAME_RELAY", "帧中继", "Frame relay", _FIXED, False, False),
    ShippedLine("IDC_RACK", "IDC 机柜", "Data-center racks", _FIXED),
    ShippedLine("COLOCATION", "服务器托管", "Server colocation", _FIXED),
    ShippedLine("CLOUD_HOST", "虚拟主机、云主机", "Virtual and cloud hosts", _INDUSTRY),
    ShippedLine("INTERNET_FAX", "网络传真", "Internet fax", _FIXED),
    ShippedLine("MOBILE_GROUP", "集团移动", "Mobile group", _MOBILE),
    ShippedLine("IOT", "物联网", "Internet of things", _MOBILE),
    ShippedLine("NUMBER_400", "400 号码与短信端口", "400 numbers and message ports", _INDUSTRY),
    ShippedLine("DICT", "行业应用与 DICT", "Industry applications and DICT", _INDUSTRY),
    ShippedLine("BROADBAND", "商企宽带", "Business broadband", _FIXED),
    ShippedLine("FIXED_VOICE", "固定电话与云总机", "Fixed voice and virtual switchboard", _FIXED),
    ShippedLine("MOBILE_PERSONAL", "个人移动", "Personal mobile", _MOBILE),
    ShippedLine("TELEVISION", "网络电视", "Internet television", _INDUSTRY),
    ShippedLine("ONLINE_SERVICE", "在线增值业务", "Online value-added services", _INDUSTRY),
)

REASONS: Final = (
    ShippedReason("PRICE", "友商低价", "Competitor's lower price", Influence.PARTLY),
    ShippedReason(
        "MOVED_AWAY", "搬迁", "Site closed or moved out of coverage", Influence.UNAVOIDABLE
    ),
    ShippedReason(
        "BUSINESS_CLOSED", "关停压降", "Business closed, shrunk or cost cut", Influence.UNAVOIDABLE
    ),
    ShippedReason("QUALITY", "质量", "Repeated faults, poor quality", Influence.AVOIDABLE),
    ShippedReason(
        "TENDER_LOST", "招标/集采失标", "Tender or central purchasing lost", Influence.PARTLY
    ),
    ShippedReason(
        "NOT_FOLLOWED_UP", "到期无人跟进", "Contract ended, nobody followed up", Influence.AVOIDABLE
    ),
    ShippedReason("ARREARS", "欠费拆机", "Forced by arrears", Influence.PARTLY),
    ShippedReason("COMPLIANCE", "合规关停", "Forced by compliance", Influence.UNAVOIDABLE),
    ShippedReason("MOVE", "移机", "Move", Influence.UNAVOIDABLE, ReplacementKind.MOVE),
    ShippedReason(
        "SWAP", "技术改造更换", "Technology swap", Influence.UNAVOIDABLE, ReplacementKind.SWAP
    ),
    ShippedReason(
        "RENAME", "过户更名", "Rename or new papers", Influence.UNAVOIDABLE, ReplacementKind.RENAME
    ),
    ShippedReason("OWN_REASONS", "客户自身原因", "Customer's own reasons", Influence.UNKNOWN),
    ShippedReason("MISCODED", "移机或更换误录", "Mis-coded move or swap", Influence.UNKNOWN),
    ShippedReason("OTHER", "其他/未填", "Other or blank", Influence.UNKNOWN),
)
