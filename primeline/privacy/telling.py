"""Taking what somebody typed about an account into the archive: people in it become references."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from operator import attrgetter
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.kit.errors import Refused
from primeline.privacy import freetext, onfile, opening, sight
from primeline.privacy.choices import PersonalKind
from primeline.privacy.freetext import Kept, Outline, Piece, Reference
from primeline.privacy.mentions import (
    TELLING_KINDS,
    Mention,
    PersonalNumber,
    mentions,
    number_in,
)
from primeline.privacy.onfile import Where
from primeline.privacy.values import Gone

NUMBERS: Final = {
    PersonalNumber.MOBILE: _(
        "A mobile number does not belong in a text. Put it with the person at the customer; "
        "here, write what they do there. If it is the number of an order or of a line, write "
        "letters right before it: NO13912345678."
    ),
    PersonalNumber.EMAIL: _(
        "An e-mail address does not belong in a text. Put it with the person at the customer; "
        "here, write what they do there."
    ),
    PersonalNumber.IDENTITY: _(
        "The number of an identity card does not belong in a text. Put it with the person at "
        "the customer; here, write what they do there."
    ),
    PersonalNumber.CARD: _(
        "The number of a bank card does not belong in a text. Leave it out; here, write what "
        "it is about."
    ),
}
# So much of what stands around a number may say that it is none of a person.
AROUND: Final = 6
NAMES_SOMEBODY: Final = _(
    "Somebody on file at this account is named here. Leave them out: this stays."
)
ALIKE = _(
    "Two people look the same in this text. Write their names in full, or have somebody write it "
    "who sees them in clear."
)


def kept(
    text: str,
    *,
    account: Where,
    before: str = "",
    field: str | None = None,
    words_of: int | None = None,
) -> Kept:
    """Return a text as it is stored: whoever is on file at the account stands in it sealed.

    What of `before`, the text that is stored now, comes back as it was shown, stays as it is.
    Words of somebody's own lie sealed as theirs between, and may hold any number.

    :raises Refused: if the number of a person stands in it, or it cannot be told who is meant
    """
    if isinstance(text, Kept):
        return text
    if isinstance(text, Outline):
        return text.stored
    if before and _is_as_shown(text, before):
        return Kept(str.__str__(before))
    pieces = _with_former(text, before, field) if freetext.OPEN in before else [text]
    people, former = onfile.people_at(account), _clear_of(before)
    found: list[Piece] = []
    # A name may be typed onto the end of what was there.
    for one in freetext.joined(pieces):
        if isinstance(one, Reference):
            found.append(one)
            continue
        met = mentions(one, people)
        if words_of is not None:
            found += _with_words(one, met, former, words_of)
            continue
        for piece in _with_people(one, met, former, field):
            _check(piece, field)
            found.append(piece)
    return freetext.stored(found)


def looked_through(text: str, *, account: Where) -> Kept:
    """Return a text that stands as it was typed with whoever is on file sealed in it."""
    found: list[Piece] = []
    end = 0
    for one in mentions(text, onfile.people_at(account)):
        found += [text[end : one.start], _sealed(one, text[one.start : one.end])]
        end = one.end
    return freetext.stored([*found, text[end:]])


def cut(text: str, *, most: int, account: Where) -> str:
    """Return the beginning of a text, cut before whoever would be cut in half."""
    if len(text) <= most:
        return text
    if isinstance(text, Outline):
        return _cut_outline(text, most)
    end = most
    for one in mentions(text, onfile.people_at(account)):
        if one.start < end < one.end:
            end = one.start
    return text[:end]


def names_somebody(text: str, account: Where) -> bool:
    """Test whether somebody on file at an account stands in a text."""
    return next(iter(mentions(text, onfile.people_at(account))), None) is not None


def emptied(text: str, *, account: Where, field: str | None = None) -> str:
    """Return a text with nothing of the people on file at an account, to be kept for good.

    :raises Refused: if the number of a person stands in it
    """
    return freetext.hidden(kept(text, account=account, field=field))


def check(text: str, *, field: str | None = None) -> None:
    """Do nothing if no number of a person stands in a text.

    :raises Refused: if one does
    """
    _check(text, field)


def account_of(row: Model) -> int | None:
    """Return the key of the account that a row is, or hangs on."""
    if hasattr(row, "reach_by"):
        return key_at(row, "pk")
    through: str | None = getattr(row, "reach_through", None)
    return None if through is None else key_at(row, f"{through.replace('__', '.')}_id")


def accounts_of(row: Model) -> list[int]:
    """Return the accounts that a row is about: the one it hangs on, or those it says."""
    if (several := getattr(row, "is_about", None)) is None:
        account = account_of(row)
        return [] if account is None else [account]
    with walls.open_for_system():
        rows = type(row)._default_manager.filter(pk=row.pk, **{f"{several}__isnull": False})
        return sorted(rows.values_list(several, flat=True))


def key_at(row: Model, path: str) -> int | None:
    """Return the key at the end of a way through rows; None if nothing is there."""
    *above, key = path.split(".")
    found = attrgetter(".".join(above))(row) if above else row
    account: int | None = getattr(found, key, None)
    return account


def is_same(stored: Any, said: Any) -> bool:
    """Test whether somebody said what is stored already, in clear or as it was shown to them."""
    if isinstance(stored, (Outline, Kept)) and isinstance(said, str):
        return _is_as_shown(said, getattr(stored, "stored", stored))
    return bool(stored == said)


def _check(piece: Piece, field: str | None) -> None:
    if isinstance(piece, str) and (found := number_in(piece)) is not None:
        raise Refused(NUMBERS[found], field=field)


def _cut_outline(text: Outline, most: int) -> str:
    left, found = most, list[Piece]()
    for one in freetext.pieces_of(text.stored):
        shown = len(one if isinstance(one, str) else one.masked)
        if isinstance(one, str):
            found.append(one[:left])
        elif shown <= left:
            found.append(one)
        if (left := left - shown) <= 0:
            break
    return freetext.stored(found).outline


def _with_people(
    text: str,
    found: Iterator[Mention],
    former: Mapping[tuple[int, str], Reference],
    field: str | None,
) -> Iterator[Piece]:
    end = 0
    for one in found:
        yield text[end : one.start]
        end, typed = one.end, text[one.start : one.end]
        if _is_to_be_guessed(one):
            # To whom it is masked, an answer must not tell whether it is the right number: it is
            # the same as if nobody had it, also where what stands around lets it pass.
            _check(text[max(0, one.start - AROUND) : end + AROUND], field)
            yield _sealed(one, typed, is_open=True)
            continue
        yield former.get((one.subject, typed)) or _sealed(one, typed)
    yield text[end:]


def _with_words(
    text: str,
    found: Iterator[Mention],
    former: Mapping[tuple[int, str], Reference],
    subject: int,
) -> Iterator[Piece]:
    # Their own name and numbers are words of theirs too: nothing tells whether these are right.
    met = (one for one in found if one.subject != subject and not _is_to_be_guessed(one))
    for piece in _with_people(text, met, former, None):
        if isinstance(piece, Reference) or not piece.strip():
            yield piece
        else:
            words = Mention(0, len(piece), subject, PersonalKind.NOTE)
            yield _sealed(words, piece, is_open=True)


def _sealed(mention: Mention, typed: str, *, is_open: bool = False) -> Reference:
    sealed = opening.sealed(typed, freetext.PLACE, subject=mention.subject)
    return Reference(mention.kind, sealed, is_open=is_open)


def _is_to_be_guessed(one: Mention | Reference) -> bool:
    """Test whether it is a number that whoever writes sees masked, and could try to guess."""
    return one.kind in TELLING_KINDS and not sight.is_clear(one.subject)


def _clear_of(before: str) -> dict[tuple[int, str], Reference]:
    """Return who stands in a stored text: sealing the same anew would look like a change."""
    freetext.announce(before)
    return {
        (one.subject, one.typed): one
        for one in freetext.pieces_of(before)
        if isinstance(one, Reference) and not isinstance(one.typed, Gone)
    }


def _is_as_shown(text: str, before: str) -> bool:
    if freetext.OPEN not in before:
        return text == before
    pieces = freetext.pieces_of(before)
    freetext.announce(before)
    hidden = any(isinstance(one, Reference) and _is_to_be_guessed(one) for one in pieces)
    return any(
        text == "".join(one if isinstance(one, str) else getattr(one, how) for one in pieces)
        for how in (("masked", "seen") if hidden else ("masked", "seen", "typed"))
    )


def _with_former(text: str, before: str, field: str | None) -> list[Piece]:
    """Return a text with those who stand in the former one where they were shown in it.

    :raises Refused: if several were shown alike, and not all of them are there still
    """
    freetext.announce(before)
    shown = _by_what_was_shown(before)
    any_form = re.compile("|".join(map(re.escape, sorted(shown, key=len, reverse=True))) or "$^")
    places = list(any_form.finditer(text))
    counts = Counter(place.group() for place in places)
    turns = {form: cycle(_meant(shown, form, counts, field)) for form in counts}
    found: list[Piece] = []
    end = 0
    for place in places:
        found += [text[end : place.start()], next(turns[place.group()])]
        end = place.end()
    return [*found, text[end:]]


def _by_what_was_shown(before: str) -> dict[str, list[Reference]]:
    shown: dict[str, list[Reference]] = {}
    for one in freetext.pieces_of(before):
        if isinstance(one, Reference):
            typed = one.seen if _is_to_be_guessed(one) else one.typed
            for form in {typed, one.seen, one.masked}:
                shown.setdefault(form, []).append(one)
    return shown


def _meant(
    shown: Mapping[str, Sequence[Reference]],
    form: str,
    counts: Mapping[str, int],
    field: str | None,
) -> Sequence[Reference]:
    """Return who is meant by what was shown of them, in turn."""
    # Who stands there in clear by now is not among those in outline.
    others = [one for one in shown[form] if one.typed == form or one.typed not in counts]
    meant = others or shown[form]
    if len({(one.subject, one.typed) for one in meant}) > 1 and counts[form] != len(meant):
        raise Refused(ALIKE, field=field)
    return meant
