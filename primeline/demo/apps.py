"""The demo room as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """It has no tables; it is known so that its words are translated."""

    name = "primeline.demo"
    label = "demo"
