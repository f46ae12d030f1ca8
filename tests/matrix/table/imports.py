"""Imports: by leads, for the units they reach; seen by who brought them and by their leads."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from primeline.imports import queries
from primeline.imports.actions import save_mapping, upload_file
from primeline.imports.gateways import KeptContent
from primeline.imports.mapping.shape import mapping_from
from primeline.testing.cast import TUESDAY_10AM
from tests.matrix.rows import UNIT, Field, Row, Subject, by_rank
from tests.matrix.table.roles import IMPORT_ACCOUNTS
from tests.matrix.world import WORDS, Relation, World

HEADINGS = "客户编号,客户名称\n"


def a_batch(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a batch that somebody brought for that unit."""

    def bring(relation: Relation) -> int:
        batch = upload_file(
            name=f"{WORDS[relation]}.csv",
            content=KeptContent(f"{HEADINGS}X-1,{WORDS[relation]} Mills\n".encode()),
            unit=world.unit(relation),
            by=world.person(relation),
            at=TUESDAY_10AM,
        )
        return batch.pk

    return {"batch_id": world.thing("batch", relation, bring)}


def a_mapping(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a mapping that somebody of that unit has kept for themselves."""

    def keep(relation: Relation) -> int:
        batch = queries.batch_numbered(a_batch(world, relation)["batch_id"])
        saved = save_mapping(
            batch=batch,
            mapping=mapping_from(batch.mapping),
            name=WORDS[relation],
            by=world.person(relation),
            at=TUESDAY_10AM,
        )
        return saved.pk

    return {"mapping_id": world.thing("mapping", relation, keep)}


def a_file(world: World, relation: Relation) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("new.csv", f"{HEADINGS}X-2,New Mills\n".encode())}


def unit(world: World, relation: Relation) -> int:
    return world.unit(relation).pk


BATCH = Subject(name="batch", address=a_batch, reached=by_rank)
MAPPING = Subject(name="mapping", address=a_mapping, reached=lambda role: frozenset())


def about_batch(route: str, *methods: str, **facts: Any) -> tuple[Row, ...]:
    """Return the rows of a page about one batch."""
    return tuple(
        Row(route=route, method=method, opens=IMPORT_ACCOUNTS, subject=BATCH, **facts)
        for method in methods
    )


ROWS = (
    Row(route="imports", opens=IMPORT_ACCOUNTS),
    Row(route="import_new", opens=IMPORT_ACCOUNTS),
    Row(
        route="import_new",
        method="POST",
        opens=IMPORT_ACCOUNTS,
        fields={"unit": Field(subject=UNIT, value=unit, rest=a_file)},
    ),
    Row(
        route="import_template",
        opens=IMPORT_ACCOUNTS,
        address={"target": "customers", "form": "csv"},
    ),
    Row(route="import_saved_mapping", method="POST", opens=IMPORT_ACCOUNTS, subject=MAPPING),
    *about_batch("import_batch", "GET"),
    *about_batch("import_progress", "GET"),
    *about_batch("import_mapping", "GET", "POST"),
    *about_batch("import_commit", "POST", body=lambda world, relation: {"extent": "all"}),
    *about_batch("import_abandonment", "POST"),
    *about_batch("import_reversal", "POST"),
    *about_batch("import_errors", "GET", address={"form": "csv"}),
)
