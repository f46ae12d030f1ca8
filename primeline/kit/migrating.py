"""Steps of migrations that more than one room takes."""

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState


class WidenText(migrations.AlterField):
    """Let a text column hold more than people may type into it. Going back leaves it wide.

    SQLite holds texts to no length, so nothing is to be written there, however large the table is.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Leave the column wide: what it holds by now may not fit into the former one."""
