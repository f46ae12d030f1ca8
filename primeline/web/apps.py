"""The web door as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Named by its room, so that its templates, scripts and translations are found."""

    name = "primeline.web"
    label = "web"
