"""The visits room as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.visits"
    label = "visits"

    def ready(self) -> None:
        """Tell the rights room in which visits and calls somebody took part."""
        from primeline.rights.queries import held
        from primeline.visits.queries.told import took_part

        held.tell(took_part)
