"""Questions about people's keys and what they can be looked up by."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.privacy import blind, keyring, ledger, masks, master, opening, sight
from primeline.privacy.choices import LimitKind, PersonalKind
from primeline.privacy.fields import EncryptedField
from primeline.privacy.mentions import parts
from primeline.privacy.models import BlindEntry, Erasure, Limit, PersonKey
from primeline.privacy.shipped import LIMITS
from primeline.privacy.values import MARK, Place, Sealed, is_sealed

AT_ONCE: Final = 500


def digest_of(kind: PersonalKind, text: str) -> str | None:
    """Return what a fact is looked up by; None where nobody's facts can be."""
    return blind.digest(kind, text) if master.is_there() else None


def subjects_with(digest: str) -> QuerySet[BlindEntry, int]:
    """Return the people whom a fact is known of, as a condition. Join it to what one may see."""
    return BlindEntry.objects.filter(digest=digest).values_list("subject", flat=True)


def names_nobody(text: str) -> bool:
    """Test whether nobody on file, wherever that is, can stand in a text. It is not always known.

    Names with a dot in them, and what else individuals are called, are not looked up.
    """
    names = parts(text)
    if not names or not master.is_there():
        return names is not None
    made = blind.digester()
    digests = sorted(made(PersonalKind.NAME, name) for name in names)
    starts = range(0, len(digests), AT_ONCE)
    called = BlindEntry.objects.filter(kind=PersonalKind.NAME)
    some = (called.filter(digest__in=digests[start : start + AT_ONCE]) for start in starts)
    return not any(rows.exists() for rows in some)


@cache
def personal_columns() -> dict[tuple[str, str], EncryptedField]:
    """Return every field that holds sealed facts, by table and column."""
    return {
        (model._meta.db_table, str(field.column)): field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedField)
    }


@cache
def mixed_columns() -> dict[type[Model], tuple[EncryptedField, ...]]:
    """Return the columns of each model whose rows are a person's, or nobody's and lie open."""
    found: dict[type[Model], list[EncryptedField]] = {}
    for field in personal_columns().values():
        if field.is_mixed:
            found.setdefault(field.model, []).append(field)
    return {model: tuple(fields) for model, fields in found.items()}


def open_rows() -> Iterator[tuple[QuerySet[Any], tuple[EncryptedField, ...]]]:
    """Return the rows that are a person's by now and still say something in clear, by model."""
    for model, fields in mixed_columns().items():
        *before, _subject = path = fields[0].subject.split(".")
        says = Q()
        for field in fields:
            says |= ~Q(**{field.name: ""}) & ~Q(**{f"{field.name}__startswith": MARK})
        owned = Q(**{f"{'__'.join(path)}__isnull": False})
        rows = model._default_manager.filter(owned, says).order_by("pk")
        yield (rows.select_related(*before) if before else rows), fields


def announce(sealed: str) -> None:
    """Let the next question for a key, or for who is seen in clear, ask for this person too."""
    subject = Sealed(sealed).subject
    keyring.announce(subject)
    sight.announce(subject)


def told(table: str, column: str, text: str) -> str | None:
    """Return a stored or former value of a personal column as everybody may read it: masked.

    None if the column is none, or this value of it is nobody's.
    """
    return _told(table, column, text, is_clear=False)


def told_to_reader(table: str, column: str, text: str) -> str | None:
    """Return such a value as whoever reads may read it: in clear if it is their own work.

    None if the column is none, or this value of it is nobody's.
    """
    is_clear = is_sealed(text) and sight.is_clear(Sealed(text).subject)
    return _told(table, column, text, is_clear=is_clear)


def _told(table: str, column: str, text: str, *, is_clear: bool) -> str | None:
    field = personal_columns().get((table, column))
    if field is None or (field.is_mixed and not is_sealed(text)):
        return None
    return masks.shown(field.kind, opening.opened(text, Place(table, column)), is_clear=is_clear)


def restricted_subjects() -> QuerySet[PersonKey, int]:
    """Return the people whose facts are only stored, and not used, as a condition."""
    return PersonKey.objects.filter(restricted_at__isnull=False).values_list("subject", flat=True)


def is_restricted(subject: int) -> bool:
    """Test whether the facts of a person are only stored, and not used."""
    return PersonKey.objects.filter(subject=subject, restricted_at__isnull=False).exists()


def is_erased(subject: int) -> bool:
    """Test whether the key of a person was destroyed."""
    return Erasure.objects.filter(subject=subject).exists()


def erased_among(subjects: Collection[int]) -> set[int]:
    """Return those of these people whose keys were destroyed."""
    found: set[int] = set()
    for start in range(0, len(ordered := sorted(subjects)), 1000):
        some = ordered[start : start + 1000]
        found |= set(some) - set(
            PersonKey.objects.filter(subject__in=some).values_list("subject", flat=True)
        )
    return found


def keys_by_master() -> dict[str, int]:
    """Return how many keys lie under each master key, by its name."""
    counts: dict[str, int] = {}
    for name in PersonKey.objects.values_list("master", flat=True).distinct().order_by("master"):
        counts[name] = PersonKey.objects.filter(master=name).count()
    return counts


def missing_masters() -> list[str]:
    """Return the names of the master keys that people's keys need and that are not here."""
    needed = keys_by_master()
    if not needed:
        return []
    held = master.keys().wrapping if master.is_there() else {}
    return sorted(needed.keys() - held.keys())


def returned_subjects() -> list[int]:
    """Return the people who were erased and whose keys are there all the same."""
    listed = set(ledger.subjects()) | set(Erasure.objects.values_list("subject", flat=True))
    found: list[int] = []
    for start in range(0, len(ordered := sorted(listed)), 1000):
        some = ordered[start : start + 1000]
        found += PersonKey.objects.filter(subject__in=some).values_list("subject", flat=True)
    return found


def unlisted_erasures() -> int:
    """Return how many erasures the list beside the database does not hold yet."""
    listed = ledger.subjects()
    subjects = Erasure.objects.values_list("subject", flat=True)
    return sum(1 for subject in subjects if subject not in listed)


def limit(kind: LimitKind, *, today: date) -> int:
    """Return a limit that is in force on a day; where no row says so, as it is shipped."""
    return next((row.value for row in _in_force(today).filter(code=kind)), LIMITS[kind])


def limits(*, today: date) -> list[Limit]:
    """Return the limits in force on a day, each with the one to come, in the order of words."""
    order = {kind.value: place for place, kind in enumerate(LimitKind)}
    found = sorted(_in_force(today), key=lambda row: order[row.code])
    to_come = {row.code: row for row in _counting().filter(active_from_date__gt=today)}
    for row in found:
        row.later = to_come.get(row.code)
    return found


def get_limit(code: str, *, today: date) -> Limit:
    """Return one limit as it is in force on a day, with the one to come.

    :raises NotFound: if there is none with this code
    """
    for row in limits(today=today):
        if row.code == code:
            return row
    raise NotFound


def latest_limit(code: str) -> Limit:
    """Return what was decided last for a limit, in force or to come."""
    return Limit.objects.get(code=code, active_to_date=None)


def _counting() -> QuerySet[Limit]:
    """Return the limits that took effect, or will."""
    return Limit.objects.exclude(active_to_date=F("active_from_date"))


def _in_force(today: date) -> QuerySet[Limit]:
    begun = _counting().filter(active_from_date__lte=today)
    return begun.filter(Q(active_to_date=None) | Q(active_to_date__gt=today))
