"""Joins the rooms together once all of them are loaded."""

from django.apps import AppConfig


class Config(AppConfig):
    """The wiring of the house."""

    name = "primeline.config"
    label = "config"
