"""Personal facts on their way into the archive: staged in clear, compared and written sealed.

What is stored can only be read with the keys of people, so it is opened and compared here and not
by the database. Staging tables are temporary and end with the transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from primeline.customers.models import Customer
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.dialects import SqlType
from primeline.imports.staging.relations import Relation
from primeline.privacy import keyring, opening
from primeline.privacy import sealing as privacy
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.models import PersonKey
from primeline.privacy.queries import erased_among
from primeline.privacy.values import Place

SEALED_STAGE: Final = "stage_sealed"
MARKED_STAGE: Final = "stage_marked"
# The accounts that are individuals, as SQL.
PEOPLE: Final = f"(SELECT p.id FROM {Customer._meta.db_table} AS p WHERE p.subject IS NOT NULL)"
# Those of them who were erased.
ERASED: Final = (
    f"(SELECT p.id FROM {Customer._meta.db_table} AS p WHERE p.subject IS NOT NULL "
    f"AND p.subject NOT IN (SELECT k.subject FROM {PersonKey._meta.db_table} AS k))"
)
ROW: Final = ("row_number", SqlType.WHOLE)


@dataclass(frozen=True, kw_only=True)
class PersonalColumns:
    """The sealed columns of a relation, those by which people are looked up, and which rows count.

    `staged` and `stored` are conditions on the staged row `s` and the stored row `t`.
    """

    relation: Relation
    columns: tuple[str, ...]
    looked_up: dict[str, PersonalKind]
    staged: str = "TRUE"
    stored: str = "TRUE"

    def among(self, columns: Collection[str]) -> "PersonalColumns":
        """Return the same, of these columns only."""
        looked_up = {name: kind for name, kind in self.looked_up.items() if name in columns}
        kept = tuple(name for name in self.columns if name in columns)
        return replace(self, columns=kept, looked_up=looked_up)

    def opened(self, column: str, text: Any) -> Any:
        """Return what a stored column says."""
        return None if text is None else opening.opened(text, Place(self.relation.table, column))


def mark_changed(bench: Bench, personal: PersonalColumns, compared: Collection[str]) -> None:
    """Mark the staged rows whose personal facts differ from what is stored."""
    names = [name for name in personal.columns if name in compared]
    if not names or not bench.is_on_file(personal.relation):
        return
    pairs = ", ".join(f"s.{name}, t.{name}" for name in names)
    rows = bench.rows(
        f"SELECT s.row_number, {pairs} FROM {personal.relation.stage} AS s "
        f"JOIN {personal.relation.table} AS t ON t.id = s.target_id "
        f"WHERE {personal.staged} AND {personal.stored}"
    )
    announce(value for row in rows for value in row[2::2])
    changed = [
        number
        for number, *values in rows
        if any(
            given is not None and str(given) != personal.opened(name, stored)
            for name, given, stored in zip(names, values[::2], values[1::2], strict=True)
        )
    ]
    mark_rows(bench, personal.relation, changed)


def mark_rows(bench: Bench, relation: Relation, changed: Sequence[int]) -> None:
    """Mark the staged rows of these numbers of the file as changed."""
    if changed:
        _load(bench, MARKED_STAGE, (ROW,), [(number,) for number in changed])
        bench.run(
            f"UPDATE {relation.stage} SET is_changed = TRUE "
            f"WHERE row_number IN (SELECT row_number FROM {MARKED_STAGE})"
        )
        bench.run(f"DROP TABLE {MARKED_STAGE}")


def write_texts(
    bench: Bench, relation: Relation, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Stage texts anew: the row of the file, then what stands in each of these columns."""
    _load(bench, SEALED_STAGE, (ROW, *((name, SqlType.TEXT) for name in names)), rows)
    settings = ", ".join(f"{name} = z.{name}" for name in names)
    bench.run(
        f"UPDATE {relation.stage} AS s SET {settings} FROM {SEALED_STAGE} AS z "
        "WHERE z.row_number = s.row_number"
    )
    bench.run(f"DROP TABLE {SEALED_STAGE}")


def point_at(bench: Bench, relation: Relation, found: list[tuple[int, int]]) -> None:
    """Note which stored rows the staged rows are: (key of the stored one, row of the file)."""
    note(bench, relation, ("target_id",), found)


def note(
    bench: Bench, relation: Relation, columns: tuple[str, ...], found: Sequence[tuple[int, ...]]
) -> None:
    """Note keys of stored rows with staged ones: the values of the columns, row of the file."""
    if not found:
        return
    kinds = [(name, SqlType.WHOLE) for name in columns]
    _load(bench, MARKED_STAGE, (*kinds, ROW), found)
    settings = ", ".join(f"{name} = m.{name}" for name in columns)
    bench.run(
        f"UPDATE {relation.stage} AS s SET {settings} FROM {MARKED_STAGE} AS m "
        "WHERE m.row_number = s.row_number"
    )
    bench.run(f"DROP TABLE {MARKED_STAGE}")


def seal(bench: Bench, personal: PersonalColumns) -> None:
    """Seal what is about to be written: new rows for new people, others for the person they are."""
    if not personal.columns:
        return
    listed = ", ".join(f"s.{name}" for name in personal.columns)
    source = personal.relation.stage
    new = bench.rows(
        f"SELECT s.row_number, {listed} FROM {source} AS s WHERE s.is_new AND {personal.staged}"
    )
    changed = []
    if bench.is_on_file(personal.relation):
        changed = bench.rows(
            f"SELECT s.row_number, t.subject, {listed} FROM {source} AS s "
            f"JOIN {personal.relation.table} AS t ON t.id = s.target_id "
            f"WHERE s.is_changed AND {personal.staged} AND {personal.stored}"
        )
    subjects = privacy.make_subjects(count=len(new))
    rows = [(row[0], subject, *row[1:]) for row, subject in zip(new, subjects, strict=True)]
    _write(bench, personal, _sealed(personal, rows + changed))
    privacy.add_facts(facts=_facts(personal, rows))
    privacy.index_facts(facts=_facts(personal, changed))
    keyring.forget_made()


def belongings(relation: Relation) -> PersonalColumns:
    """Return what of a relation is sealed for the person whom an account is, if it is one."""
    names = tuple(
        field.name
        for field in relation.model._meta.local_concrete_fields
        if isinstance(field, EncryptedField) and field.subject == OF_ACCOUNT
    )
    return PersonalColumns(
        relation=relation,
        columns=tuple(name for name in names if name in relation.columns),
        looked_up={},
        stored=f"t.customer_id IN {PEOPLE}",
    )


def mark_changed_belongings(
    bench: Bench, personal: PersonalColumns, compared: Collection[str], *, notes: Collection[str]
) -> None:
    """Mark the staged rows that differ from what is stored, sealed for individuals or open.

    `notes` are compared elsewhere where they are open.
    """
    relation, sealed = personal.relation, set(compared) & set(personal.columns)
    if not bench.is_on_file(relation):
        return
    bench.mark_changed(relation, set(compared) - sealed)
    if sealed:
        bench.mark_changed(relation, sealed - set(notes), where=f"NOT ({personal.stored})")
        mark_changed(bench, personal, sealed)


def seal_belongings(bench: Bench, personal: PersonalColumns) -> None:
    """Seal what is about to be written at accounts that are individuals, for whom they are.

    What a file says of an erased person is left out: it must not bring them back.
    """
    relation, columns = personal.relation, personal.columns
    listed = ", ".join(f"s.{name}" for name in columns)
    rows = bench.rows(
        f"SELECT s.row_number, c.subject, {listed} FROM {relation.stage} AS s "
        f"JOIN {Customer._meta.db_table} AS c ON c.id = s.customer_id "
        "WHERE c.subject IS NOT NULL AND (s.is_new OR s.is_changed) "
        f"AND ({' OR '.join(f's.{name} IS NOT NULL' for name in columns)})"
    )
    erased = erased_among({row[1] for row in rows})
    known = [row for row in rows if row[1] not in erased]
    nothing = [(row[0], row[1], *[None] * len(columns)) for row in rows if row[1] in erased]
    _write(bench, personal, _sealed(personal, known) + nothing, with_subject=False)


def forget_erased(bench: Bench, personal: PersonalColumns) -> None:
    """Leave out what a file says of people who were erased: it must not bring them back."""
    settings = ", ".join(f"{name} = NULL" for name in personal.columns)
    bench.run(f"UPDATE {personal.relation.stage} SET {settings} WHERE target_id IN {ERASED}")


def seal_for_known(bench: Bench, personal: PersonalColumns) -> None:
    """Seal what is about to be written for people who are on file: `subject` says for whom."""
    listed = ", ".join(f"s.{name}" for name in personal.columns)
    rows = bench.rows(
        f"SELECT s.row_number, s.subject, {listed} FROM {personal.relation.stage} AS s "
        "WHERE s.is_new OR s.is_changed"
    )
    _write(bench, personal, _sealed(personal, rows))


def fault_rows(
    bench: Bench, relation: Relation, code: str, numbers: Collection[int], *, field: str
) -> None:
    """Mark the staged rows of the file with these numbers."""
    if not numbers:
        return
    _load(bench, MARKED_STAGE, (ROW,), [(number,) for number in numbers])
    marked = f"s.row_number IN (SELECT row_number FROM {MARKED_STAGE})"
    bench.fault(relation, code, where=marked, field=field)
    bench.run(f"DROP TABLE {MARKED_STAGE}")


def announce(values: Iterable[Any]) -> None:
    """Let the keys of all sealed values be fetched together."""
    opening.announce({"": value} for value in values)


def _sealed(personal: PersonalColumns, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    if not rows:
        return []
    numbers, subjects, *columns = zip(*rows, strict=True)
    sealed = [
        privacy.seal_column(personal.relation.model, name, subjects, values)
        for name, values in zip(personal.columns, columns, strict=True)
    ]
    return list(zip(numbers, subjects, *sealed, strict=True))


def _write(
    bench: Bench,
    personal: PersonalColumns,
    rows: list[tuple[Any, ...]],
    *,
    with_subject: bool = True,
) -> None:
    if not rows:
        return
    texts = [(name, SqlType.TEXT) for name in personal.columns]
    _load(bench, SEALED_STAGE, (ROW, ("subject", SqlType.WHOLE), *texts), rows)
    written = ("subject", *personal.columns) if with_subject else personal.columns
    settings = ", ".join(f"{name} = z.{name}" for name in written)
    bench.run(
        f"UPDATE {personal.relation.stage} AS s SET {settings} FROM {SEALED_STAGE} AS z "
        "WHERE z.row_number = s.row_number"
    )
    bench.run(f"DROP TABLE {SEALED_STAGE}")


def _facts(personal: PersonalColumns, rows: list[tuple[Any, ...]]) -> list[privacy.Fact]:
    return [
        (subject, kind, str(values[personal.columns.index(name)]))
        for name, kind in personal.looked_up.items()
        for _number, subject, *values in rows
        if values[personal.columns.index(name)]
    ]


def _load(
    bench: Bench,
    table: str,
    columns: Iterable[tuple[str, SqlType]],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    kinds = dict(columns)
    listed = ", ".join(f"{name} {bench.dialect.type_name(kind)}" for name, kind in kinds.items())
    bench.dialect.create(bench.cursor, table, listed)
    bench.dialect.load(bench.cursor, table, list(kinds), rows)
