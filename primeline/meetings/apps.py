"""The meetings room as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.meetings"
    label = "meetings"
