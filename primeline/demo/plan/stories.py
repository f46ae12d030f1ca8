"""Accounts with a story: each makes one screen worth showing. Their facts are fixed."""

from collections.abc import Mapping
from dataclasses import dataclass

from primeline.demo.plan import figures as f


@dataclass(frozen=True, kw_only=True)
class Story:
    """An account whose facts are told, not drawn."""

    key: str
    name: str
    short: str
    name_en: str = ""
    tier: str
    industry: str
    branch: str
    why: str = f.WHY_INTERNET
    # Yuan a month, and how many subscriptions of each line.
    fee: float
    holdings: Mapping[str, int]
    notes: str = ""


LANHENG, CLOUD_CENTER, JINTANG, YEWAN = "lanheng", "cloud_center", "jintang", "yewan"
HOSPITAL, QINGYAN, PHARMACY, XUEYA = "hospital", "qingyan", "pharmacy", "xueya"
UNIVERSITY, UNIVERSITY_TWICE, YUNTING = "university", "university_twice", "yunting"
TIEQUAN, HAWTHORN = "tiequan", "hawthorn"

STORIES: tuple[Story, ...] = (
    Story(
        key=LANHENG,
        name="澜衡商业银行股份有限公司",
        short="澜衡商业银行",
        name_en="Lanheng Bank",
        tier=f.DIAMOND,
        industry=f.FINANCE,
        branch="LANCHENG",
        fee=486_000,
        holdings={
            f.INTERNET: 14,
            f.DATA: 150,
            f.NETWORK: 40,
            f.VOICE: 6,
            f.SATELLITE: 2,
            f.IDC: 3,
            f.MOBILE: 3,
            f.IOT: 2,
            f.NUMBERS: 2,
            f.APPLICATION: 2,
        },
        notes="总行及四省186个网点；澜城主办，九个分公司协办。备份中心双路由割接须错开。",
    ),
    Story(
        key=CLOUD_CENTER,
        name="东屿省政务云中心",
        short="政务云中心",
        name_en="Dongyu Government Cloud",
        tier=f.DIAMOND,
        industry=f.GOVERNMENT,
        branch="YUCHENG",
        fee=325_000,
        holdings={
            f.INTERNET: 12,
            f.DATA: 34,
            f.IDC: 8,
            f.VIRTUAL_HOST: 6,
            f.APPLICATION: 3,
            f.MOBILE: 2,
        },
        notes="每年12月一次性付款390万元，免停至6天后到期；省两会期间通信保障。",
    ),
    Story(
        key=JINTANG,
        name="锦塘精密制造集团有限公司",
        short="锦塘精密",
        name_en="Jintang Precision",
        tier=f.GOLD,
        industry=f.MANUFACTURING,
        branch="JINTANG",
        fee=31_400,
        holdings={f.INTERNET: 5, f.DATA: 11, f.NETWORK: 3, f.VOICE: 2},
        notes="58天内同一人井三次断缆（地铁施工）；友商已上门。承诺建设第二路由。",
    ),
    Story(
        key=YEWAN,
        name="椰湾海岸酒店集团有限公司",
        short="椰湾酒店",
        name_en="Yewan Hotels",
        tier=f.GOLD,
        industry=f.RETAIL,
        branch="YEWAN",
        fee=42_300,
        holdings={f.INTERNET: 2, f.NETWORK: 45, f.MOBILE: 1, f.VOICE: 1},
        notes="淡季停用19个门店，复机常被遗忘；对停机期间计费有投诉。",
    ),
    Story(
        key=HOSPITAL,
        name="柏原市第一人民医院",
        short="柏原一院",
        name_en="Boyuan First People's Hospital",
        tier=f.SILVER,
        industry=f.HEALTH,
        branch="BOYUAN",
        fee=10_600,
        holdings={f.INTERNET: 2, f.DATA: 2, f.VOICE: 1},
        notes="竣工即起租，验收晚23天，争议金额8,240元；同一事项来电四次。",
    ),
    Story(
        key=QINGYAN,
        name="青堰速达物流有限公司",
        short="速达物流",
        name_en="Qingyan Express",
        tier=f.GOLD,
        industry=f.LOGISTICS,
        branch="QINGYAN",
        fee=39_800,
        holdings={f.INTERNET: 2, f.NETWORK: 47, f.MOBILE: 1, f.IOT: 1},
        notes="9月招标以11%之差失标，63个站点中38条线路分批拆除；已约定赢回日期。",
    ),
    Story(
        key=PHARMACY,
        name="望潮安康大药房连锁有限公司",
        short="安康药房",
        name_en="Ankang Pharmacies",
        tier=f.GOLD,
        industry=f.RETAIL,
        branch="WANGCHAO",
        fee=61_500,
        holdings={f.INTERNET: 1, f.NETWORK: 96},
        notes="96个门店由 MPLS 改为 SD-WAN：看似流失96条，净额为零。",
    ),
    Story(
        key=XUEYA,
        name="雪垭矿业有限责任公司",
        short="雪垭矿业",
        name_en="Xueya Mining",
        tier=f.SILVER,
        industry=f.ENERGY,
        branch="XUEYA",
        fee=12_400,
        holdings={f.INTERNET: 1, f.DATA: 1, f.SATELLITE: 2},
        notes="新开电路卡在他网铁塔41个工作日，三次改期，两次未告知。",
    ),
    Story(
        key=UNIVERSITY,
        name="沅都大学",
        short="沅都大学",
        name_en="Yuandu University",
        tier=f.GOLD,
        industry=f.EDUCATION,
        branch="YUANDU",
        fee=36_000,
        holdings={f.INTERNET: 5, f.DATA: 4, f.IDC: 1, f.MOBILE: 2, f.VOICE: 1},
    ),
    Story(
        key=UNIVERSITY_TWICE,
        name="沅都大学信息中心",
        short="沅大信息中心",
        tier=f.SILVER,
        industry=f.EDUCATION,
        branch="YUANDU",
        fee=9_700,
        holdings={f.INTERNET: 2, f.COLOCATION: 2, f.VIRTUAL_HOST: 2},
    ),
    Story(
        key=YUNTING,
        name="云汀佳联通信代理有限公司",
        short="云汀佳联代理",
        name_en="Yunting Agency",
        tier=f.STANDARD,
        industry=f.AGENTS,
        branch="YUNTING",
        why=f.WHY_AGENT,
        fee=4_600,
        holdings={f.VIRTUAL_HOST: 2, f.MOBILE: 1, f.NUMBERS: 1, f.COLOCATION: 1},
        notes="代理44家终端客户，其中两家为其他分公司的大客户；佣金有争议。",
    ),
    Story(
        key=TIEQUAN,
        name="铁泉特种钢铁股份有限公司",
        short="铁泉特钢",
        name_en="Tiequan Special Steel",
        tier=f.GOLD,
        industry=f.ENERGY,
        branch="TIEQUAN",
        fee=71_333,
        holdings={f.INTERNET: 4, f.DATA: 9, f.IDC: 1, f.MOBILE: 2, f.VOICE: 1, f.IOT: 2},
        notes="欠费96天；高炉遥测走 AAA 电路，3天后将自动停机。",
    ),
    Story(
        key=HAWTHORN,
        name="东屿省第七保密技术服务中心",
        short="第七中心",
        tier=f.GOLD,
        industry=f.GOVERNMENT,
        branch="YUCHENG",
        fee=27_500,
        holdings={f.INTERNET: 3, f.DATA: 6},
    ),
)
COVER_NAMES = (
    *("山楂 Hawthorn", "白蜡 Ash", "云杉 Spruce", "海棠 Crabapple", "银杏 Ginkgo", "红柳 Tamarisk"),
    *(
        "青檀 Wingceltis",
        "乌桕 Tallow",
        "梧桐 Parasol",
        "胡颓 Oleaster",
        "君迁 Lotus",
        "石楠 Photinia",
    ),
)
