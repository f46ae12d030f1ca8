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
    # Found by the rooms above: what a person is known by lies sealed, not in here.
    PERSON = "PERSON", _("Person at the customer")


# What is made of words that people spell, and so may misspell.
SPELLED = (EntryKind.NAME, EntryKind.MANAGER, EntryKind.CONTRACT)
