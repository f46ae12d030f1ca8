"""A new database gets its tables at once and whole; one in which something stands is migrated."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from primeline.audit import walls
from primeline.kit import installation, tables
from primeline.testing.elsewhere import an_empty_database

pytestmark = pytest.mark.django_db(transaction=True)


class PowerCut(Exception):
    """What ends the work of a test midway."""


def test_what_is_broken_off_leaves_nothing_and_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record_some(self: MigrationRecorder, app: str, name: str) -> None:
        if (app, name) > ("kit", ""):
            raise PowerCut
        self.migration_qs.create(app=app, name=name)

    with an_empty_database(tmp_path):
        with monkeypatch.context() as broken:
            broken.setattr(MigrationRecorder, "record_applied", record_some)
            with pytest.raises(PowerCut):
                tables.bring_to_newest()
        assert connection.introspection.table_names() == []

        tables.bring_to_newest()

        assert walls.missing() == []
        installation.state_fact("made", "twice")
        tables.bring_to_newest()
        assert installation.fact("made") == "twice"


def test_what_stands_already_is_left_to_migrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(tables, "call_command", lambda *words, **_: asked.append(words))
    with an_empty_database(tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE of_somebody_else (name text)")

        tables.bring_to_newest()

        assert connection.introspection.table_names() == ["of_somebody_else"]
    assert asked == [("migrate",)]
