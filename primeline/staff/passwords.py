"""What a password here must not be: a word that everybody who knows us would try first."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from primeline.staff.models import Person, Unit

PRODUCT = "primeline"
SHORTEST_WORD = 3
WHAT_MUST_REMAIN = 8


class ContextWords:
    """Refuses passwords made of the names of people, units, the operator or the product.

    The words may occur; without them, enough has to remain that nobody guesses.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Do nothing if enough remains.

        :raises ValidationError: if it does not
        """
        remaining = password.lower()
        for word in sorted(_words(user), key=len, reverse=True):
            remaining = remaining.replace(word, "")
        if len(remaining) < min(WHAT_MUST_REMAIN, len(password)):
            raise ValidationError(
                _(
                    "This is mostly made of names that others know: yours, your unit's, ours. "
                    "Add words that have nothing to do with them."
                ),
                code="password_of_context_words",
            )

    def get_help_text(self) -> str:
        """Return what people are told before they choose."""
        return _("Do not build it from your name, your unit's name or the operator's name.")


def _words(user: Any) -> set[str]:
    names = [PRODUCT, *_names_of_units()]
    if isinstance(user, Person):
        names += [user.username, user.name_zh, user.name_en, user.employee_number, user.email]
    return {word for name in names for word in _words_of(name)}


def _names_of_units() -> list[str]:
    return [name for names in Unit.objects.values_list("name_zh", "name_en") for name in names]


def _words_of(name: str) -> set[str]:
    # Its dictionary takes long to load: only who chooses a password waits for it.
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    spelled = "".join(syllables)
    # Of a unit, people type the place and leave out what kind of unit it is: two syllables.
    place = "".join(syllables[:2])
    words = {name, spelled, place, *re.split(r"[\W_]+", name)}
    return {word.lower() for word in words if len(word) >= SHORTEST_WORD or _is_chinese(word)}


def _is_chinese(word: str) -> bool:
    return len(word) > 1 and not word.isascii()
