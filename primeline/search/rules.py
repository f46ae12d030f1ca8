"""How text is brought into one form, cut into grams, and asked for. Pure answers.

A gram is one Chinese character, or two or three neighboring characters. Every gram of what is
asked for must be in what is found; the one form of the text then tells whether they stand together.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import Final

BOUNDARY: Final = "|"
# Stands before one word of several, for whoever mistypes it. What it says is in the whole already.
WORD: Final = "~"
LONGEST_QUESTION: Final = 80
# Words of fewer letters are one edit away from too many others.
SHORTEST_WORD: Final = 4
# One Chinese character is said as too many others are.
SHORTEST_SOUND: Final = 6
# Characters of names that dictionaries read in one way and companies in another: 晟 is cheng or
# sheng. Each stands for one that is said as companies say it.
SAID_LIKE: Final = str.maketrans({"晟": "圣"})
LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def one_form(text: str) -> str:
    """Return the letters and digits of a text, in lower case and of one width, and nothing else."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in plain if character.isalnum())


# The names of managers come back with every account of theirs.
@lru_cache(maxsize=4096)
def spellings(text: str) -> tuple[str, ...]:
    """Return the forms that a text can be found by: itself, in pinyin, and by initials.

    What names are as often said another way for is spelled that way, too.
    """
    form = one_form(text)
    if not form or LATIN.issuperset(form):
        return (form,) if form else ()
    # Its dictionary takes longer to load than everything else together: only who needs it waits.
    from pypinyin import Style, lazy_pinyin

    forms = [form]
    for said in dict.fromkeys((form, form.translate(SAID_LIKE))):
        # What is not Chinese comes back marked: letters in a name are their own initials.
        syllables = lazy_pinyin(said, style=Style.NORMAL, errors=lambda run: f"={run}")
        initials = (one if one.startswith("=") else one[:1] for one in syllables)
        forms += [one_form("".join(syllables)), one_form("".join(initials))]
    return tuple(dict.fromkeys(forms))


def sound_of(text: str) -> str:
    """Return how a text with Chinese in it is said, in pinyin; nothing for others, or for little.

    Who types by sound chooses the wrong character sooner than the wrong key.
    """
    said = spellings(text)[1:2]
    return said[0] if said and len(said[0]) >= SHORTEST_SOUND else ""


def words_of(text: str) -> tuple[str, ...]:
    """Return the Latin words of a text in which something else stands, each marked as one."""
    words = "".join(c if c.isascii() and c.isalpha() else " " for c in text.lower()).split()
    long = [f"{WORD}{word}" for word in words if len(word) >= SHORTEST_WORD - 1]
    return tuple(long) if len(words) > 1 or not text.isascii() else ()


def text_of(forms: Iterable[str]) -> str:
    """Return forms as one text in which each stands between boundaries."""
    return BOUNDARY + "".join(f"{form}{BOUNDARY}" for form in dict.fromkeys(forms) if form)


def grams_of(text: str) -> list[str]:
    """Return the grams by which a text of forms is indexed, sorted."""
    found: set[str] = set()
    for form in text.split(BOUNDARY):
        if form.startswith(WORD):
            continue
        pairs = list(map(add, form, form[1:]))
        threes = map(add, pairs, form[2:])
        found.update(pairs)
        # Most forms are numbers: asked once as a whole, not gram by gram.
        if LATIN.issuperset(form):
            found.update(threes)
        else:
            found.update(set(form) - LATIN)
            found.update(filter(LATIN.issuperset, threes))
    return sorted(found)


def grams_asked(question: str) -> list[str]:
    """Return the grams that must all be there; none if the question is too short to be answered.

    `question` is in one form. Three Latin letters say more than two, so only those are asked for
    where they cover the question.
    """
    if len(question) == 1:
        return [] if question in LATIN else [question]
    if len(question) > 2 and LATIN.issuperset(question):
        return sorted({question[start : start + 3] for start in range(len(question) - 2)})
    return sorted({first + second for first, second in pairwise(question)})


def distance(question: str, forms: Iterable[str]) -> int:
    """Return how close a question is to the closest form: 0 whole, 1 from its start on, else 2."""
    return min(
        (0 if form == question else 1 for form in forms if form.startswith(question)), default=2
    )
