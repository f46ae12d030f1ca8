"""The privacy room as Django knows it: keys are remembered for one request and no longer."""

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Have keys forgotten before and after each request, and reasons of acts looked through."""
        from primeline.kit.deeds import keep_reasons_with
        from primeline.privacy.reasons import kept_reason

        keep_reasons_with(kept_reason)
        request_started.connect(_forget, dispatch_uid="privacy.forget_before")
        request_finished.connect(_forget, dispatch_uid="privacy.forget_after")


def _forget(**_: Any) -> None:
    from primeline.privacy import keyring, sight

    keyring.forget()
    sight.forget()
