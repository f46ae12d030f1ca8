"""Joins the rooms together once all of them are loaded."""

from django.apps import AppConfig


class Config(AppConfig):
    """The wiring of the house."""

    name = "primeline.config"
    label = "config"

    def ready(self) -> None:
        """Hand the tables of `wiring.py` to those who need them."""
        from primeline.config import wiring  # rooms can be imported only once apps are loaded
        from primeline.kit import events, jobs

        events.wire(wiring.LISTENERS)
        jobs.wire_jobs(wiring.JOBS, wiring.RECURRING)
