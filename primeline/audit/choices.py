"""The vocabulary of the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    """What happened to a row. There is no word for deletion, because nothing is deleted."""

    INSERT = "I", _("created")
    UPDATE = "U", _("changed")
