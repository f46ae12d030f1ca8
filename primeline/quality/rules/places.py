"""Names of places in China that stand in names of companies: provinces and prefectures."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

# The divisions that identity cards are checked by, present and former ones.
_DIVISIONS: Final = "cn/loc.dat"
_PROVINCE: Final = re.compile(r'^\d\d province="(?P<name>[^"]+)"')
_PREFECTURE: Final = re.compile(r'^\s+\d\d00 county="(?P<name>[^"]+)"')
_DATES: Final = re.compile(r"\[[^\]]*\]")
_RANK: Final = re.compile(
    r"(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|[\u4e00-\u9fff]{1,4}族自治州|自治州|地区|市|省|盟|州)$"
)
_NO_PLACES: Final = frozenset({"市辖", "省直辖", "自治区直辖"})
LONGEST: Final = 4


@cache
def known_places() -> frozenset[str]:
    """Return the names of provinces and prefectures without their rank, and of the country."""
    found = {"中国", "香港", "澳门", "台湾"}
    text = files("stdnum").joinpath(_DIVISIONS).read_text(encoding="utf-8")
    for line in text.splitlines():
        named = _PROVINCE.match(line) or _PREFECTURE.match(line)
        if named is not None:
            found.add(without_rank(_DATES.sub("", named["name"])))
    return frozenset(name for name in found - _NO_PLACES if 2 <= len(name) <= LONGEST)


def without_rank(place: str) -> str:
    """Return the name of a place without what says which rank it has."""
    return _RANK.sub("", place) or place
