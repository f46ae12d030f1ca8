"""The kpi room as Django knows it: no tables, but words in two languages."""

from django.apps import AppConfig


class Config(AppConfig):
    """Named by its room."""

    name = "primeline.kpi"
    label = "kpi"
