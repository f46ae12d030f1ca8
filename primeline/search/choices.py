"""The vocabulary of finding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Which fact of an account a search found, in the order in which answers are shown."""

    NUMBER = "NUMBER", _("Number")
    NAME = "NAME", _("Name")
    IDENTIFIER = "IDENTIFIER", _("Credit code")
    CIRCUIT = "CIRCUIT", _("Circuit")
    CONTRACT = "CONTRACT", _("Contract")
    MANAGER = "MANAGER", _("Manager")
    PERSON = "PERSON", _("Person at the customer")
