"""Finding people in what somebody typed: those on file by name or number, others by their numbers.

Pure answers about texts. A text may be long and is gone through once.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from primeline.privacy.choices import EXTENSION, PersonalKind

# What people put into names and numbers as they like: `138-0000 1234`, `阿卜·买买提`.
SPACES: Final = frozenset(" \t\u3000\xa0")
DASHES: Final = frozenset("-‐‑–—")
FILLERS: Final = SPACES | DASHES | frozenset("\r\n.()·•・")
# Marks that stand on the letter before them, and what is not seen at all.
UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})
LEAST_HAN: Final = 2
# What people write before an extension; dashes and dots are left out before anything is compared.
SAID_BEFORE: Final = (EXTENSION, "转", "分机", "转分机", "ext", "x", "#", "")
# A Chinese name that is longer may begin with a family name of two characters.
LONGEST_WITH_ONE: Final = 2
LEAST_LETTERS: Final = 4
LEAST_DIGITS: Final = 7
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BEFORE: Final = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_])"
_AFTER: Final = r"(?![0-9A-Za-z]|[-_.][0-9A-Za-z]|\s?[元万亿])"
_YEARS: Final = r"(?:19|20)\d\d-(?:19|20)\d\d"
_BETWEEN: Final = "[ .()·•-]{0,4}"
_COUNTRY: Final = rf"(?:\(?(?:\+|00)? ?86{_BETWEEN})?0?\(?"
# `(138) 0000-1234`, `1 3 8 0 0 …`
_IN_GROUPS: Final = rf"1[3-9]\d(?! {_YEARS})(?:{_BETWEEN}\d{{4}}){{2}}"
_BY_DIGIT: Final = r"1[ -]{1,3}[3-9](?:[ -]{1,3}\d){9}"
_MOBILE: Final = re.compile(rf"{_BEFORE}{_COUNTRY}(?:{_IN_GROUPS}|{_BY_DIGIT}){_AFTER}")
_IDENTITY: Final = re.compile(rf"{_BEFORE}[1-9]\d{{5}} ?(?:19|20)\d{{6}} ?\d{{3}}[\dXx]{_AFTER}")
_CARD: Final = re.compile(rf"{_BEFORE}(?:62|4|5[1-5]|3[47])\d(?:[ -]?\d){{12,16}}{_AFTER}")
_EMAIL: Final = re.compile(
    r"(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
# What is compared as it stands, but for its case: most names, and many a text.
_PLAIN: Final = re.compile("[0-9A-Za-z+@_\u4e00-\u9fff]*")
_LATIN: Final = re.compile("[a-z]{4}")
# Most texts hold nothing like it; they are not looked at any closer.
_ANYTHING: Final = re.compile(r"(?:\d\W{0,6}){11}|[@＠]")
_CARD_LENGTHS: Final = {"6": range(16, 20), "4": (16,), "5": (16,), "3": (15,)}


class PersonalNumber(Enum):
    """A number that belongs to a person, whoever that is."""

    MOBILE = "mobile"
    IDENTITY = "identity"
    CARD = "card"
    EMAIL = "email"


# What a person on file has that would not be let into a text if it were nobody's.
TELLING_KINDS: Final = frozenset({PersonalKind.PHONE, PersonalKind.EMAIL, PersonalKind.IDENTIFIER})


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in a text somebody stands, who, and by what."""

    start: int
    end: int
    subject: int
    kind: PersonalKind


@dataclass
class People:
    """By what the people on file at one account can be met in a text."""

    keys: dict[str, tuple[int, PersonalKind]] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)
    # Chinese names that nobody has asked for in Latin letters yet.
    _unspelled: list[tuple[int, str]] = field(default_factory=list)
    # Whole names as they are on file.
    names: list[tuple[int, str]] = field(default_factory=list)

    def add(self, subject: int, kind: PersonalKind, text: str) -> None:
        """Let a person be met by this name, number or address."""
        if kind is PersonalKind.NAME:
            self.names.append((subject, text))
        for key in _spellings(kind, text):
            self._add(key, (subject, kind))
            if kind is PersonalKind.NAME and all(map(_is_han, key)):
                self._unspelled.append((subject, key))

    def call(self, subject: int, word: str) -> None:
        """Let a person be met by a word that is not their whole name."""
        if key := folded(word):
            self._add(key, (subject, PersonalKind.NAME))

    def include(self, others: "People") -> None:
        """Let others be met too; who was here first is meant where several are called alike."""
        for key, who in others.keys.items():
            self._add(key, who)
        self._unspelled += others._unspelled
        self.names += others.names

    def spell(self) -> None:
        """Let Chinese names be met in pinyin too: `Zhang Meili`, `Meili Zhang`."""
        if not self._unspelled:
            return
        for subject, name in self._unspelled:
            said = _pinyin(name)
            for at in _family_ends(name):
                family, given = "".join(said[:at]), "".join(said[at:])
                for key in (family + given, given + family):
                    if key.isascii() and len(key) >= LEAST_LETTERS:
                        self._add(key, (subject, PersonalKind.NAME))
        self._unspelled.clear()

    def needles(self) -> set[tuple[str, ...]]:
        """Return of which words all stand in a text that holds a whole name."""
        found: set[tuple[str, ...]] = set()
        for _subject, name in self.names:
            key = folded(name)
            if not all(map(_is_han, key)):
                found.add(tuple(name.split()))
                continue
            found.add((key,))
            said = _pinyin(key)
            found |= {("".join(said[:at]), "".join(said[at:])) for at in _family_ends(key)}
        return found

    def lengths(self, first: str) -> Iterable[int]:
        """Return how long what begins like this may be, the longest first."""
        return self._lengths.get(first, ())

    def _add(self, key: str, who: tuple[int, PersonalKind]) -> None:
        self.keys.setdefault(key, who)
        lengths = self._lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)


def mentions(text: str, people: People) -> Iterator[Mention]:
    """Yield where people on file stand in a text, the longest that fits at each place."""
    if not people.keys:
        return
    plain, places = _folded(text)
    if _LATIN.search(plain):
        people.spell()
    index = 0
    while index < len(plain):
        found = _met_at(index, plain, places, text, people)
        if found is None:
            index += 1
            continue
        length, subject, kind = found
        yield Mention(places[index], _end(text, places[index + length - 1]), subject, kind)
        index += length


def parts(text: str) -> set[str] | None:
    """Return all that a Chinese name in a text could be; None if people may stand there otherwise.

    In letters and by numbers people are met in more ways than one.
    """
    if re.fullmatch(r"[\u4e00-\u9fff]*", text) is None:
        return None
    ends = range(len(text) + 1)
    return {text[start:end] for end in ends for start in range(end - LEAST_HAN + 1)}


def folded(text: str) -> str:
    """Return a text as it is compared: without spaces, signs and capital letters."""
    return _folded(text)[0]


def number_in(text: str) -> PersonalNumber | None:
    """Return what kind of number of a person stands in a text, if one does."""
    if _ANYTHING.search(text) is None:
        return None
    plain = "".join(map(_evened, text))
    if _EMAIL.search(plain):
        return PersonalNumber.EMAIL
    if any(_is_identity(_bare(found.group())) for found in _IDENTITY.finditer(plain)):
        return PersonalNumber.IDENTITY
    if any(_is_card(_bare(found.group())) for found in _CARD.finditer(plain)):
        return PersonalNumber.CARD
    return PersonalNumber.MOBILE if _MOBILE.search(plain) else None


def _met_at(
    index: int, plain: str, places: Sequence[int], text: str, people: People
) -> tuple[int, int, PersonalKind] | None:
    for length in people.lengths(plain[index]):
        known = people.keys.get(plain[index : index + length])
        # At the end of a text fewer are left, which may be another one's name.
        if known is None or index + length > len(plain):
            continue
        start, end = places[index], _end(text, places[index + length - 1])
        if not _goes_on(text, start - 1, start) and not _goes_on(text, end, end - 1):
            return length, *known
    return None


def _goes_on(text: str, beyond: int, inside: int) -> bool:
    """Test whether the word or number at the edge of a mention goes on beyond it."""
    if not 0 <= beyond < len(text):
        return False
    outer, inner = text[beyond], text[inside]
    if inner.isdigit():
        return outer.isdigit()
    return _is_letter(inner) and (_is_letter(outer) or outer.isdigit())


def _pinyin(name: str) -> list[str]:
    # It is large, and few texts need it.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name)


def _family_ends(name: str) -> tuple[int, ...]:
    """Return where the family name of a Chinese name may end."""
    return (1, 2) if len(name) > LONGEST_WITH_ONE else (1,)


def _is_letter(character: str) -> bool:
    """Test whether it is of a script that puts spaces between words."""
    return character.isalpha() and not _is_han(character)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _narrow(character: str) -> str:
    """Return a character in its plain form, always one: `１` is 1."""
    plain = unicodedata.normalize("NFKC", character) if character > "\x7f" else character
    if plain > "\x7f":
        # `é` is e, however it was typed: what stands on a letter is left out everywhere.
        apart = unicodedata.normalize("NFD", plain)
        plain = apart[0] if all(map(unicodedata.combining, apart[1:])) else plain
    return plain if len(plain) == 1 else character


def _is_unseen(character: str) -> bool:
    return character > "\x7f" and unicodedata.category(character) in UNSEEN


def _end(text: str, last: int) -> int:
    """Return where a mention ends, with what stands on its last letter."""
    end = last + 1
    while end < len(text) and _is_unseen(text[end]):
        end += 1
    return end


def _evened(character: str) -> str:
    """Return a character as numbers are looked for: one kind of space, one of dash."""
    if character in SPACES:
        return " "
    if character in DASHES:
        return "-"
    return "" if _is_unseen(character) else _narrow(character)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as it is compared, and where each of its characters stands."""
    if _PLAIN.fullmatch(text):
        return text.lower(), range(len(text))
    kept, places = [], []
    for place, character in enumerate(text):
        plain = _narrow(character)
        if plain in FILLERS or _is_unseen(character):
            continue
        lower = plain.lower()
        kept.append(lower if len(lower) == 1 else plain)
        places.append(place)
    return "".join(kept), places


def _spellings(kind: PersonalKind, text: str) -> list[str]:
    key, _places = _folded(text)
    if kind is PersonalKind.NAME:
        words = text.split()
        if not _is_whole_name(key, words=len(words)):
            return []
        # `Thistlewood, Margaret`: in whichever order somebody puts a name of several words.
        turned, _places = _folded(" ".join((words[-1], *words[:-1])))
        return [key] if any(map(_is_han, key)) else list(dict.fromkeys((key, turned)))
    if kind is PersonalKind.EMAIL:
        return [key] if "@" in key else []
    if kind is PersonalKind.PHONE and EXTENSION in key:
        number, _sign, extension = key.partition(EXTENSION)
        # The number alone is that of a switchboard: it is the firm's, and stays.
        called = _spellings(kind, number)
        return [f"{one}{said}{extension}" for one in called for said in SAID_BEFORE]
    digits = key.removeprefix("+")
    if len(digits) < LEAST_DIGITS:
        return []
    if kind is PersonalKind.PHONE and key.startswith("+86"):
        national = digits[2:]
        at_home = national if national.startswith("1") else f"0{national}"
        return [f"+{digits}", f"00{digits}", digits, at_home]
    return [key, digits]


def _is_whole_name(key: str, *, words: int) -> bool:
    han = sum(map(_is_han, key))
    if han:
        return len(key) >= LEAST_HAN
    letters = sum(map(_is_letter, key))
    return letters >= LEAST_LETTERS or (words >= 2 and letters >= 2)


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "").upper()


def _is_identity(number: str) -> bool:
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and "10X98765432"[total % 11] == number[17]


def _is_card(number: str) -> bool:
    if len(number) not in _CARD_LENGTHS[number[0]]:
        return False
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    total = sum(map(int, number[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)
    return total % 10 == 0
