"""The competences and courses that a new installation starts with. People change them afterwards.

`levels` are what diamond, gold, silver and standard accounts ask for.
"""

from typing import Final, NamedTuple

from primeline.competences.choices import CompetenceKind as Kind

Levels = tuple[int, int, int, int]

OF_ALL: Final = (3, 2, 2, 1)
OF_THE_GREAT: Final = (3, 2, 1, 0)
OF_NOBODY: Final = (0, 0, 0, 0)


class ShippedCompetence(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    kind: Kind
    levels: Levels = OF_NOBODY
    about: str = ""


class ShippedCourse(NamedTuple):
    code: str
    name_zh: str
    name_en: str
    hours: int
    valid_months: int | None = None
    within_days: int | None = None
    competence_code: str = ""


def _industry(code: str, name_zh: str, name_en: str) -> ShippedCompetence:
    return ShippedCompetence(
        f"INDUSTRY_{code}", name_zh, name_en, Kind.INDUSTRY, OF_THE_GREAT, code
    )


def _line(code: str, name_zh: str, name_en: str) -> ShippedCompetence:
    return ShippedCompetence(f"LINE_{code}", name_zh, name_en, Kind.LINE, OF_THE_GREAT, code)


COMPETENCES: Final = (
    ShippedCompetence("COMMUNICATION", "沟通能力", "Communication", Kind.BASIC, OF_ALL),
    ShippedCompetence("ANALYSIS", "分析能力", "Analysis", Kind.BASIC, OF_ALL),
    ShippedCompetence("COORDINATION", "协调能力", "Coordination", Kind.BASIC, OF_ALL),
    ShippedCompetence("MARKET", "市场拓展", "Market", Kind.PROFESSIONAL, OF_THE_GREAT),
    ShippedCompetence("PRODUCT", "产品与方案", "Products and solutions", Kind.PROFESSIONAL, OF_ALL),
    ShippedCompetence(
        "RELATIONSHIP", "客户关系维系", "Customer relationship", Kind.PROFESSIONAL, OF_ALL
    ),
    ShippedCompetence("SALES", "销售与谈判", "Sales", Kind.PROFESSIONAL, OF_THE_GREAT),
    _industry("GOVERNMENT", "党政军行业", "Government industry"),
    _industry("FINANCE", "金融保险行业", "Finance industry"),
    _industry("EDUCATION", "教育科研行业", "Education industry"),
    _industry("HEALTH", "医疗卫生行业", "Health industry"),
    _industry("ENERGY", "能源公用行业", "Energy industry"),
    _industry("MANUFACTURING", "制造行业", "Manufacturing industry"),
    _line("INTERNET_LINE", "互联网专线业务", "Internet leased lines"),
    _line("DATA_LINE", "数据专线业务", "Data leased lines"),
    _line("VOICE_TRUNK", "语音中继业务", "Voice trunks"),
    _line("IDC_RACK", "数据中心业务", "Data-center services"),
    _line("DICT", "行业应用与 DICT 业务", "Industry applications"),
    ShippedCompetence("LANGUAGE_ENGLISH", "英语", "English", Kind.LANGUAGE),
    ShippedCompetence("LANGUAGE_JAPANESE", "日语", "Japanese", Kind.LANGUAGE),
    ShippedCompetence("LANGUAGE_KOREAN", "韩语", "Korean", Kind.LANGUAGE),
    ShippedCompetence("LANGUAGE_CANTONESE", "粤语", "Cantonese", Kind.LANGUAGE),
)

COURSES: Final = (
    ShippedCourse("SERVICE_RULES", "大客户服务规范", "Rules of key-account service", 16, 24, 90),
    ShippedCourse("PERSONAL_DATA", "个人信息保护与保密", "Personal data and secrecy", 4, 12, 30),
    ShippedCourse(
        "REAL_NAME", "实名制与反诈合规", "Real-name duty and fraud prevention", 4, 12, 30
    ),
    ShippedCourse(
        "LEASED_LINES", "专线产品认证", "Certificate for leased lines", 24, 36, None, "PRODUCT"
    ),
    ShippedCourse("NEGOTIATION", "商务谈判", "Negotiation", 12, None, None, "SALES"),
    ShippedCourse(
        "ACCOUNT_PLANS", "客户经营计划编制", "Drawing up account plans", 8, None, None, "ANALYSIS"
    ),
)
