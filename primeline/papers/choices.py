"""The vocabulary of papers that the life of an account asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifeEvent(models.TextChoices):
    """What happens in the life of an account that asks for papers (开户/变更/锁户/关闭)."""

    OPENING = "OPENING", _("Opening")
    CHANGE = "CHANGE", _("Change")
    LOCK = "LOCK", _("Locking")
    CLOSING = "CLOSING", _("Closing")


class EntryState(models.TextChoices):
    """Where one paper of a checklist stands."""

    MISSING = "MISSING", _("Missing")
    ON_FILE = "ON_FILE", _("On file")
    WAIVED = "WAIVED", _("Waived")
