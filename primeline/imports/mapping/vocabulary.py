"""Words by which files name services, and what such services usually cost."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from primeline.imports.cells.words import folded


class Usual(NamedTuple):
    """A line of business, with the usual price of a month in fen."""

    line: str
    price_cents: int


def _table(words: Mapping[str, Usual]) -> Mapping[str, Usual]:
    return {folded(word): usual for text, usual in words.items() for word in text.split("|")}


# Headings of columns whose cells say whether a service is held.
SERVICE_HEADINGS: Final = _table(
    {
        "phone service|电话服务|固定电话|固话": Usual("FIXED_VOICE", 2000),
        "multiple lines|多线电话": Usual("FIXED_VOICE", 500),
        "internet service|互联网服务|宽带|宽带服务": Usual("BROADBAND", 2500),
        "online security|网络安全": Usual("ONLINE_SERVICE", 500),
        "online backup|在线备份|云备份": Usual("ONLINE_SERVICE", 500),
        "device protection|device protection plan|设备保护": Usual("ONLINE_SERVICE", 500),
        "tech support|premium tech support|技术支持": Usual("ONLINE_SERVICE", 500),
        "streaming tv|网络电视|iptv": Usual("TELEVISION", 1000),
        "streaming movies|点播电影": Usual("TELEVISION", 1000),
        "streaming music|音乐": Usual("ONLINE_SERVICE", 500),
        "international plan|国际长途|voice mail plan|语音信箱": Usual("MOBILE_PERSONAL", 500),
        "mobile|mobile service|移动电话": Usual("MOBILE_PERSONAL", 5000),
    }
)

# Cells of such columns that name the technology rather than say yes.
SERVICE_CELLS: Final = _table(
    {
        "dsl|adsl|vdsl|cable": Usual("BROADBAND", 2500),
        "fiber|fibre|fiber optic|fibre optic|ftth|光纤|光宽带": Usual("BROADBAND", 5000),
        "专线|互联网专线|leased line|dia": Usual("INTERNET_LINE", 175_000),
    }
)

# Cells that say that the service is not held although they are not a plain no.
NOT_HELD_BEGINNINGS: Final = ("no ", "not ", "without ", "无", "未", "没有")

TERM_WORDS: Final = {
    folded(word): months
    for words, months in {
        "month-to-month|monthly|month to month|按月|无合约|no contract": "0",
        "one year|1 year|annual|yearly|12 months|一年|1年": "12",
        "two year|two years|2 year|2 years|24 months|两年|二年|2年": "24",
        "three years|3 years|36 months|三年|3年": "36",
    }.items()
    for word in words.split("|")
}
