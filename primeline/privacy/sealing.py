"""Writing sealed facts, as part of the deeds of the rooms above: keys, changes, lookups."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Model

from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.privacy import (
    blind,
    bulk,
    ciphers,
    freetext,
    keyring,
    master,
    onfile,
    opening,
    telling,
)
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField
from primeline.privacy.models import BlindEntry, PersonKey
from primeline.privacy.values import Place, Sealed

BLOCK = 1 << 20
AT_ONCE = 1000

Fact = tuple[int, PersonalKind, str]


def make_subjects(*, count: int) -> list[int]:
    """Make so many people's keys and return the numbers under which facts are sealed with them.

    It writes working rows only, so it needs no deed of its own; the rows that name the numbers do.
    """
    made: list[int] = []
    while len(made) < count:
        # Numbers of one batch follow each other, which the index likes; where they begin tells
        # nothing and meets nobody else's.
        first = secrets.randbits(42) * BLOCK
        made.extend(range(first, first + min(count - len(made), BLOCK)))
    if not master.is_there() and not PersonKey.objects.exists():
        master.make_first()
    masters = master.keys()
    name, wrapping = masters.current, masters.cipher(masters.current)
    keys = dict(zip(made, ciphers.new_keys(), strict=False))
    wrapped = ciphers.wrap_all(keys, master=wrapping)
    rows = [(subject, key, name) for subject, key in zip(keys, wrapped, strict=True)]
    bulk.store(PersonKey, ("subject", "wrapped", "master"), rows)
    onfile.forget()
    keyring.remember_made({s: keyring.PersonCipher(AESGCM(k)) for s, k in keys.items()})
    return made


def give_subjects(rows: Collection[Any], *, field: str = "subject") -> None:
    """Give every row that is about to be stored a person of its own, all in one go."""
    without = [row for row in rows if getattr(row, field) is None]
    for row, subject in zip(without, make_subjects(count=len(without)), strict=True):
        setattr(row, field, subject)


def sealer(model: type[Model], name: str, subjects: Collection[int]) -> Callable[[int, Any], Any]:
    """Return what seals a field of these people, for rows written past the object mapper.

    :raises Refused: on sealing, if the data of a person were erased
    """
    field = cast(EncryptedField, model._meta.get_field(name))
    ciphers_of = keyring.writing_keys(subjects)

    def seal(subject: int, value: Any) -> Any:
        if value is None or value == "":
            return value
        if (found := ciphers_of.get(subject)) is None:
            raise Refused(opening.NOBODY)
        text = field.in_text(value)
        return ciphers.seal(text, subject=subject, place=place, cipher=found.cipher)

    place = field.place
    return seal


def seal_column(
    model: type[Model], name: str, subjects: Sequence[int], values: Sequence[Any]
) -> list[Any]:
    """Return the values of one field of many rows sealed, each for its person; blanks stay.

    By what somebody can be met in a text is remembered until `onfile.forget_sealed`.

    :raises Refused: if the data of a person were erased
    """
    field = cast(EncryptedField, model._meta.get_field(name))
    keys = keyring.writing_keys(subjects)
    seal = ciphers.sealing_at(field.place)
    sealed = list(values)
    said: dict[str, str] = {}
    for index, (subject, value) in enumerate(zip(subjects, values, strict=True)):
        if value is None or value == "":
            continue
        if (found := keys.get(subject)) is None:
            raise Refused(opening.NOBODY)
        text = field.in_text(value)
        sealed[index] = one = seal(text, subject, found.cipher)
        said[one] = text
    if field.kind in freetext.LETTERS:
        onfile.remember_sealed(said)
    return sealed


def sealed_changes(row: Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes of a row as they are written: personal facts sealed, unchanged ones left away.

    :raises Refused: if the person's data were erased
    """
    written: dict[str, Any] = {}
    for name, value in changes.items():
        field = row._meta.get_field(name)
        if not isinstance(field, EncryptedField):
            written[name] = value
            continue
        # Sealing the same text anew would look like a change of it, for ever.
        if not telling.is_same(getattr(row, name), value):
            written[name] = field.written(row, value)
            onfile.forget()
    return written


def unreadable(place: Place, *, subject: int) -> Sealed:
    """Return what stands for a fact of an erased person: sealed under a key that nobody keeps."""
    return ciphers.seal("", subject=subject, place=place, cipher=AESGCM(ciphers.new_key()))


def save_sealed(
    row: Model,
    *,
    version: int,
    changes: Mapping[str, Any],
    written: Mapping[str, Any] | None = None,
) -> None:
    """Set fields of a row if it still has the version that the editor saw, personal ones sealed.

    `written` are the changes as they are stored, where whoever asks has sealed them.

    :raises NotFound: if there is no such row
    :raises ChangedMeanwhile: if somebody saved first; it carries what differs, in clear
    :raises Refused: if the person's data were erased
    """
    if written is None:
        written = sealed_changes(row, changes)
    try:
        save_changes(type(row), pk=row.pk, version=version, changes=written)
    except ChangedMeanwhile as changed:
        stored = type(row)._default_manager.get(pk=row.pk)
        differences = {
            name: (wanted, getattr(stored, name))
            for name, wanted in changes.items()
            if getattr(stored, name) != wanted
        }
        raise ChangedMeanwhile(changed.message, differences=differences) from changed


def index_facts(*, facts: Iterable[Fact]) -> None:
    """Let people be looked up by these facts, and no longer by former ones of the same kind."""
    known = list(facts)
    for kind in {kind for _subject, kind, _text in known}:
        subjects = [subject for subject, of_kind, _text in known if of_kind is kind]
        for start in range(0, len(subjects), AT_ONCE):
            some = subjects[start : start + AT_ONCE]
            BlindEntry.objects.filter(kind=kind, subject__in=some).delete()
    add_facts(facts=known)


def add_facts(*, facts: Iterable[Fact]) -> None:
    """Let people who are new be looked up by these facts."""
    said = [fact for fact in facts if fact[2]]
    if not said:
        # Where nobody is known yet there is no master key either.
        return
    digest = blind.digester()
    rows = [
        (subject, kind.value, digest(kind, form))
        for subject, kind, text in said
        for form in blind.forms(kind, text)
    ]
    bulk.store(BlindEntry, ("subject", "kind", "digest"), rows)
