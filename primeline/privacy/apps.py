"""The privacy room as Django knows it: keys are remembered for one request and no longer."""

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Have keys forgotten before and after each request."""
        request_started.connect(_forget, dispatch_uid="privacy.forget_before")
        request_finished.connect(_forget, dispatch_uid="privacy.forget_after")


def _forget(**_: Any) -> None:
    from primeline.privacy import keyring

    keyring.forget()
