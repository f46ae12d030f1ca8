"""Words that stand for something: yes and no, and the choices of a field in either language."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import override

from primeline.imports.cells.text import narrowed
from primeline.imports.problems import Unreadable

YES: Final = frozenset({"yes", "y", "true", "t", "1", "是", "有", "对", "√", "✓", "已开通", "on"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "否", "没有", "不", "×", "未开通", "off"})


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
    """Return every word for each choice: its value, and its label in both languages."""
    words: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            words |= {folded(str(choice.label)): str(choice.value) for choice in choices}
    return words | {folded(str(choice.value)): str(choice.value) for choice in choices}


def as_word(text: str, *, words: Mapping[str, str], choices: str) -> str:
    """Return the value that a word stands for.

    :raises Unreadable: if it stands for none
    """
    value = words.get(folded(text))
    if value is None:
        raise Unreadable("UNKNOWN_WORD", value=text, choices=choices)
    return value
