from typing import Any

from django.db import migrations

import primeline.privacy.textfields


class RemoveConstraint(migrations.RemoveConstraint):
    """Remove a constraint; going back, rows that break it stay as they are.

    SQLite knows no constraint for new rows alone. There, what writes them asks for itself.
    """

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Put it up again for new rows."""
        if schema_editor.connection.vendor == "postgresql":
            model = to_state.apps.get_model(app_label, self.model_name)
            (one,) = (each for each in model._meta.constraints if each.name == self.name)
            schema_editor.execute(f"{one.create_sql(model, schema_editor)} NOT VALID")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0018_find_what_came_due")]

    operations = [
        RemoveConstraint(model_name="estimate", name="estimate_has_reason"),
        migrations.AlterField(
            model_name="estimate",
            name="reason",
            field=primeline.privacy.textfields.FreeTextField(blank=True, max_length=300),
        ),
    ]
