"""Words that stand for something: yes and no, and the choices of a field in either language."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import override

from primeline.customers.choices import CustomerKind
from primeline.imports.cells.text import narrowed
from primeline.imports.problems import Unreadable

YES: Final = frozenset({"yes", "y", "true", "t", "1", "是", "有", "对", "√", "✓", "已开通", "on"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "否", "没有", "不", "×", "未开通", "off"})
# What files of operators say beside the labels.
ALSO_SAID: Final[Mapping[str, str]] = {
    CustomerKind.ORGANIZATION: "单位 企业 公司 政企 集团 法人 机构 政企客户 企业客户 集团客户 "
    "company enterprise business corporate organisation",
    CustomerKind.INDIVIDUAL: "个人 自然人 公众 公众客户 家庭 家庭客户 person residential consumer",
}


def folded(text: str) -> str:
    """Return the text as words are compared: without case, width, spaces and punctuation."""
    return "".join(c for c in narrowed(text).casefold() if c.isalnum())


def as_flag(text: str) -> bool:
    """Return yes or no.

    :raises Unreadable: if it is neither
    """
    plain = narrowed(text).strip().casefold()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise Unreadable("NOT_YES_OR_NO", value=text)


def vocabulary(choices: type[TextChoices]) -> dict[str, str]:
    """Return every word for each choice: its value, its label in both languages, what files say."""
    words: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            words |= {folded(str(choice.label)): str(choice.value) for choice in choices}
    for choice in choices:
        also = ALSO_SAID.get(choice, "").split() if choices is CustomerKind else []
        words |= {folded(word): str(choice.value) for word in (*also, str(choice.value))}
    return words


def as_word(text: str, *, words: Mapping[str, str], choices: str) -> str:
    """Return the value that a word stands for.

    :raises Unreadable: if it stands for none
    """
    value = words.get(folded(text))
    if value is None:
        raise Unreadable("UNKNOWN_WORD", value=text, choices=choices)
    return value
