"""What is a company's own in its name, and what is legal form, region, number and branch."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from primeline.quality.values import NameParts

LEGAL: Final = (
    "股份有限公司", "有限责任公司", "有限公司", "集团总公司", "集团公司", "总公司", "股份公司",
    "集团", "股份", "有限合伙", "普通合伙", "特殊普通合伙", "个人独资", "公司",
)  # fmt: skip
LEGAL_ENGLISH: Final = frozenset(
    {"co", "company", "ltd", "limited", "inc", "corp", "corporation", "group", "llc", "plc",
     "gmbh", "holdings", "the", "of"}
)  # fmt: skip
_BRACKETS: Final = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]")
LENGTHS: Final = (4, 3, 2)
_NOT_WORDS: Final = re.compile(r"[\W_]+")
# Not every 市 is a city: 超市 is a supermarket, 小区 a housing estate.
_REGION_MARK: Final = re.compile(
    r"^([\u4e00-\u9fff]{2,6}?"
    r"(?:自治区|特别行政区|自治州|省|(?<![超门都菜夜书花])市|地区|自治县|新区|县|(?<![小社园景校厂山库])区))"
    r"(?=..)"
)
_BRANCH: Final = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(分公司|办事处|支行|分行|营业部|营业厅|分店|门店|分部|分院|分校)$"
)
_NUMBER: Final = re.compile(
    r"第[一二三四五六七八九十百零]+|\d+|[一二三四五六七八九十]+(?=[中小厂院号队局所])"
)
_DIGITS: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7",
                  "八": "8", "九": "9", "十": "10"}  # fmt: skip


def parts_of(name: str, regions: Collection[str]) -> NameParts:
    """Return a company's name taken apart. `regions` are names of places without their rank."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if plain.isascii():
        return _english_parts(plain)
    found: set[str] = set()
    text, aside = _without_brackets(plain)
    text, branch = _without_branch(_NOT_WORDS.sub("", text))
    for word in aside:
        _, place = _without_regions(word, regions)
        found |= place or ({word} if word in regions else set())
        branch = branch or _branch_in(word)
    text, places = _without_regions(text, regions)
    text = _without_legal_form(text)
    numbers = frozenset(_in_digits(one) for one in _NUMBER.findall(text))
    return NameParts(core=text, regions=frozenset(found | places), numbers=numbers, branch=branch)


def one_address(address: str) -> str:
    """Return an address without blanks and signs, in one width and case."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", address).casefold())


def _english_parts(plain: str) -> NameParts:
    words = [word for word in _NOT_WORDS.sub(" ", plain).split() if word not in LEGAL_ENGLISH]
    numbers = frozenset(word for word in words if word.isdigit())
    return NameParts("".join(words), frozenset(), numbers, "")


def _without_brackets(text: str) -> tuple[str, list[str]]:
    aside = [_NOT_WORDS.sub("", word) for word in _BRACKETS.findall(text)]
    return _BRACKETS.sub("", text), [word for word in aside if word and word not in LEGAL]


def _without_branch(text: str) -> tuple[str, str]:
    found = _BRANCH.search(text)
    if found is None or found.start() < 2:
        return text, ""
    # The legal form of the whole stands before the branch: 恒隆有限公司望潮分公司.
    head, legal, tail = _after_legal_form(text[: found.end()])
    if legal:
        return head, tail
    return text[: found.start()], text[found.start() : found.end()]


def _after_legal_form(text: str) -> tuple[str, str, str]:
    for form in LEGAL:
        head, legal, tail = text.partition(form)
        if legal and tail and _BRANCH.search(tail):
            return head, legal, tail
    return text, "", ""


def _branch_in(word: str) -> str:
    return word if _BRANCH.search(word) else ""


def _without_regions(text: str, regions: Collection[str]) -> tuple[str, set[str]]:
    found: set[str] = set()
    while True:
        marked = _REGION_MARK.match(text)
        if marked is not None:
            place = marked.group(1)
            found.add(_without_rank(place))
            text = text[len(place) :]
            continue
        known = next((text[:n] for n in LENGTHS if text[:n] in regions and len(text) >= n + 2), "")
        if not known:
            return text, found
        found.add(known)
        text = text[len(known) :]


def _without_rank(place: str) -> str:
    return re.sub(r"(自治区|特别行政区|自治州|地区|自治县|新区|省|市|县|区)$", "", place) or place


def _without_legal_form(text: str) -> str:
    shorter = text
    for form in LEGAL:
        if len(shorter) > len(form) + 1:
            shorter = shorter.removesuffix(form)
    return shorter


def _in_digits(number: str) -> str:
    return "".join(_DIGITS.get(sign, sign) for sign in number.removeprefix("第"))
