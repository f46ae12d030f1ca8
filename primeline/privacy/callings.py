"""What somebody may be called short of their whole name: given name, surname and title."""

import re
from collections.abc import Iterator
from typing import Final

TITLES: Final = (
    *("总", "总监", "总经理", "经理", "副总", "主任", "主管", "先生", "女士", "小姐", "工"),
    *("工程师", "师傅", "老师", "董", "董事长", "处长", "科长", "部长", "局长", "所长", "院长"),
    *("校长", "行长", "站长", "队长", "秘书", "博士", "教授", "律师", "会计"),
)
BEFORE_SURNAMES: Final = ("老", "小")
LATIN_TITLES: Final = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Director", "Manager")
DOUBLE_SURNAME: Final = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|"
    "濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|百里|东郭|西门"
)
LEAST_LATIN: Final = 4
LEAST_HAN: Final = 2
ALL_DOUBLE: Final = 4


def callings(name: str) -> Iterator[str]:
    """Yield what somebody of this name may be called, in Chinese or in Latin letters."""
    words = name.replace("·", " ").replace("•", " ").split()
    if len(words) > 1:
        yield from _of_words(words)
    elif words and not words[0].isascii():
        yield from _of_han(words[0])


def _of_words(words: list[str]) -> Iterator[str]:
    is_latin = all(word.isascii() for word in words)
    for word in dict.fromkeys((words[0], words[-1])):
        if len(word) >= (LEAST_LATIN if is_latin else LEAST_HAN):
            yield word
    if is_latin:
        for title in LATIN_TITLES:
            yield f"{title} {words[-1]}"


def _of_han(name: str) -> Iterator[str]:
    is_known = len(name) > LEAST_HAN and DOUBLE_SURNAME.match(name) is not None
    is_double = is_known or len(name) == ALL_DOUBLE
    at = 2 if is_double else 1
    surname, given = name[:at], name[at:]
    if len(given) >= LEAST_HAN:
        yield given
    for title in TITLES:
        yield surname + title
    if not is_double:
        for before in BEFORE_SURNAMES:
            yield before + surname
    # It is large, and few texts need it.
    from pypinyin import lazy_pinyin

    said, called = "".join(lazy_pinyin(surname)), "".join(lazy_pinyin(given))
    if len(given) >= LEAST_HAN and len(called) >= LEAST_LATIN:
        yield called
    for title in LATIN_TITLES:
        yield f"{title} {said}"
