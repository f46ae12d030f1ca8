"""The papers that a new installation asks for. What one's own rules say, people change."""

from typing import Final, NamedTuple

from primeline.papers.choices import LifeEvent


class ShippedPaper(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    event: LifeEvent
    line_code: str = ""


PAPERS: Final = (
    ShippedPaper("OPEN_LICENSE", "营业执照副本", "Business license", LifeEvent.OPENING),
    ShippedPaper("OPEN_AUTHORITY", "经办人授权书", "Letter of authority", LifeEvent.OPENING),
    ShippedPaper("OPEN_IDENTITY", "经办人身份证明", "Identity of who signs", LifeEvent.OPENING),
    ShippedPaper("OPEN_CONTRACT", "已签合同", "Signed contract", LifeEvent.OPENING),
    ShippedPaper(
        "OPEN_ICP", "网站备案信息表", "Site registration form", LifeEvent.OPENING, "INTERNET_LINE"
    ),
    ShippedPaper(
        "OPEN_VOICE", "语音专线用途承诺书", "Statement of use", LifeEvent.OPENING, "VOICE_TRUNK"
    ),
    ShippedPaper("CHANGE_REQUEST", "变更申请单", "Request for the change", LifeEvent.CHANGE),
    ShippedPaper("CHANGE_AUTHORITY", "变更经办人授权书", "Authority to change", LifeEvent.CHANGE),
    ShippedPaper("LOCK_NOTICE", "锁户通知书", "Notice of locking", LifeEvent.LOCK),
    ShippedPaper("CLOSE_REQUEST", "销户申请书", "Request to close", LifeEvent.CLOSING),
    ShippedPaper("CLOSE_SETTLED", "费用结清证明", "Proof that all is paid", LifeEvent.CLOSING),
)
