"""The web door as Django knows it."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """Named by its room, so that its templates, scripts and translations are found."""

    name = "primeline.web"
    label = "web"

    def ready(self) -> None:
        # Django's own sentence says what a field is; ours say what to do.
        Field.default_error_messages["required"] = _("Fill in this field.")
