"""Free texts on their way into the archive: whoever is on file at the account is sealed in them.

The database cannot compare what is stored so; it is compared here, and only where it has to be.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from primeline.imports.staging import sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.relations import Relation
from primeline.privacy import onfile, telling
from primeline.privacy.fields import EncryptedField
from primeline.privacy.freetext import OPEN, Kept
from primeline.privacy.mentions import PersonalNumber, number_in
from primeline.privacy.queries import names_nobody
from primeline.privacy.textfields import FreeTextField, nameless_of
from primeline.privacy.values import MARK, is_sealed

AT_ONCE: Final = 1000
FEW: Final = 20
# The staged rows that go to an account which is no person.
NOBODYS: Final = f"coalesce(s.customer_id, 0) NOT IN {sealing.PEOPLE}"

Row = tuple[Any, ...]


def columns_of(relation: Relation) -> tuple[str, ...]:
    """Return the columns of a relation that hold what people type about an account."""
    return tuple(
        field.name
        for field in relation.model._meta.local_concrete_fields
        if isinstance(field, FreeTextField) and field.account and field.name in relation.columns
    )


def notes_of(relation: Relation) -> tuple[str, ...]:
    """Return the columns that are such texts where the account is nobody, and else sealed whole."""
    return tuple(
        field.name
        for field in relation.model._meta.local_concrete_fields
        if isinstance(field, EncryptedField) and field.is_free and field.name in relation.columns
    )


def judge_notes(bench: Bench, relation: Relation, *, where: str = NOBODYS) -> None:
    """Mark the staged rows in whose notes the number of a person stands."""
    for name in notes_of(relation):
        rows = bench.rows(
            f"SELECT s.row_number, s.{name} FROM {relation.stage} AS s "
            f"WHERE s.{name} IS NOT NULL AND {where}"
        )
        found = [(number, number_in(text)) for number, text in rows]
        for kind in PersonalNumber:
            faulty = [number for number, told in found if told is kind]
            sealing.fault_rows(bench, relation, f"{kind.name}_IN_TEXT", faulty, field=name)


def judge_nameless(bench: Bench, relation: Relation, *, account: str = "s.customer_id") -> None:
    """Mark the staged rows that name somebody on file where nobody can be sealed."""
    for name in nameless_of(relation.model):
        if name not in relation.columns:
            continue
        rows = bench.rows(
            f"SELECT s.row_number, {account}, s.{name} FROM {relation.stage} AS s "
            f"WHERE s.{name} <> '' AND {account} IS NOT NULL"
        )
        onfile.announce(here for _row, here, _text in rows)
        faulty = [row for row, here, text in rows if telling.names_somebody(text, here)]
        sealing.fault_rows(bench, relation, "NAMES_SOMEBODY", faulty, field=name)


def mark_changed(
    bench: Bench, relation: Relation, compared: Collection[str], *, where: str = "TRUE"
) -> None:
    """Mark the staged rows whose texts say something else than what is stored."""
    names = sorted(compared)
    if not names or not bench.is_on_file(relation):
        return
    holds = " OR ".join(f"t.{name} LIKE '%%{OPEN}%%'" for name in names)
    bench.mark_changed(relation, names, where=f"NOT ({holds}) AND {where}")
    pairs = ", ".join(f"s.{name}, t.{name}" for name in names)
    rows = bench.rows(
        f"SELECT s.row_number, {pairs} FROM {relation.stage} AS s "
        f"JOIN {relation.table} AS t ON t.id = s.target_id WHERE ({holds}) AND {where}"
    )
    sealing.mark_rows(bench, relation, [row[0] for row in rows if not _says_the_same(row)])


def keep(
    bench: Bench, relation: Relation, *, account: str = "coalesce(s.customer_id, t.customer_id)"
) -> None:
    """Seal whoever is on file in the texts that are about to be written."""
    typed, notes = columns_of(relation), notes_of(relation)
    if not (names := typed + notes):
        return
    pairs = ", ".join(f"s.{name}, t.{name}" for name in names)
    # What is an individual's lies sealed whole by now.
    open_notes = [f"s.{name} NOT LIKE '{MARK}%%'" for name in notes]
    said = " OR ".join([f"s.{name} IS NOT NULL" for name in typed] + open_notes)
    rows = bench.rows(
        f"SELECT s.row_number, {account}, {pairs} "
        f"FROM {relation.stage} AS s LEFT JOIN {relation.table} AS t ON t.id = s.target_id "
        f"WHERE (s.is_new OR s.is_changed) AND ({said})"
    )
    if _names_nobody(rows):
        return
    starts = range(0, len(rows), AT_ONCE)
    if kept := [row for start in starts for row in _kept(rows[start : start + AT_ONCE])]:
        sealing.write_texts(bench, relation, names, kept)


def _names_nobody(rows: Collection[Row]) -> bool:
    """Test whether rows say the same few things of all accounts, in which nobody is named.

    What a file calls a service, in its heading for example. All who are on file need not be opened.
    """
    if any(OPEN in (stored or "") for row in rows for stored in row[3::2]):
        return False
    said = {given for row in rows for given in row[2::2] if given}
    return len(said) <= FEW < len(rows) and all(map(names_nobody, said))


def _says_the_same(row: Row) -> bool:
    pairs = zip(row[1::2], row[2::2], strict=True)
    return all(given is None or telling.is_same(Kept(stored), given) for given, stored in pairs)


def _kept(rows: Collection[Row]) -> Iterator[Row]:
    onfile.announce(row[1] for row in rows if row[1] is not None)
    for number, account, *texts in rows:
        pairs = list(zip(texts[::2], texts[1::2], strict=True))
        kept = [
            str.__str__(telling.kept(given, account=account, before=stored or ""))
            if given and not is_sealed(given)
            else given
            for given, stored in pairs
        ]
        if kept != texts[::2]:
            yield (number, *kept)
