"""Latin words that somebody mistyped by one letter: wrong, missing, too many, or two exchanged."""

from string import ascii_lowercase
from typing import Final

from primeline.search.rules import (
    BOUNDARY,
    LONGEST_QUESTION,
    SHORTEST_WORD,
    WORD,
    grams_asked,
)

# Up to so many letters, what an edit leaves alone is too little to be found by an index: each
# word that may have been meant is asked for instead.
SHORT: Final = 5
MOST_WORDS: Final = 4
ANY: Final = "[a-z0-9]"


def mistyped(text: str) -> list[str]:
    """Return the words of a question that may be mistyped, or none if it is no such question.

    Every word must be Latin letters, and one of them long enough to be told from others.
    """
    words = text[:LONGEST_QUESTION].casefold().split()
    is_latin = all(word.isascii() and word.isalpha() for word in words)
    if not is_latin or len(words) > MOST_WORDS:
        return []
    return words if any(len(word) >= SHORTEST_WORD for word in words) else []


def pattern(word: str) -> str:
    """Return the expression that a text of forms matches if it has a word one edit away.

    Both databases understand it. A form or word may go on after what was typed.
    """
    start = f"[{BOUNDARY}{WORD}]"
    if len(word) < SHORTEST_WORD:
        return f"{start}{word}"
    # A last letter too many is one edit away from whole words only, else from half the base.
    shorter = [word[:i] + word[i + 1 :] for i in range(len(word) - 1)]
    ended = f"{word[:-1]}[{BOUNDARY}]"
    replaced = [word[:i] + ANY + word[i + 1 :] for i in range(len(word))]
    longer = [word[:i] + ANY + word[i:] for i in range(len(word))]
    spelled = dict.fromkeys([*shorter, *_exchanged(word), *replaced, *longer, ended])
    return f"{start}({'|'.join(spelled)})"


def grams_near(word: str) -> list[list[str]]:
    """Return sets of grams; whatever is one edit away from the word holds all of one set."""
    if len(word) < SHORTEST_WORD:
        return [grams_asked(word)]
    meant = _spelled_out(word) if len(word) <= SHORT else _exchanged(word)
    sets = [grams_asked(one) for one in meant]
    if len(word) > SHORT:
        sets += [_intact(word[:i], word[i + 1 :]) for i in range(len(word))]
    return [list(grams) for grams in dict.fromkeys(map(tuple, sets))]


def _exchanged(word: str) -> list[str]:
    return [
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in range(len(word) - 1)
        if word[i] != word[i + 1]
    ]


def _spelled_out(word: str) -> list[str]:
    places = range(len(word))
    shorter = [word[:i] + word[i + 1 :] for i in places]
    replaced = [word[:i] + c + word[i + 1 :] for i in places for c in ascii_lowercase]
    longer = [word[:i] + c + word[i:] for i in places for c in ascii_lowercase]
    return list(dict.fromkeys([*shorter, *_exchanged(word), *replaced, *longer]))


def _intact(*parts: str) -> list[str]:
    """Return the grams of what an edit between the parts has left alone."""
    return sorted({gram for part in parts if len(part) > 1 for gram in grams_asked(part)})
