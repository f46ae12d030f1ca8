"""The vocabulary of personal data."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Between a telephone number and its extension, as RFC 3966 has it.
EXTENSION: Final = ";ext="


class PersonalKind(models.TextChoices):
    """What a personal fact is about; it decides how the fact is masked."""

    NAME = "NAME", pgettext_lazy("person", "Name")
    PHONE = "PHONE", _("Telephone")
    EMAIL = "EMAIL", _("E-mail")
    BIRTHDAY = "BIRTHDAY", _("Birthday")
    IDENTIFIER = "IDENTIFIER", _("Identifier")
    ADDRESS = "ADDRESS", _("Address")
    NOTE = "NOTE", pgettext_lazy("person", "Words about them")


class Purpose(models.TextChoices):
    """What somebody wants to see a masked person for."""

    ANSWER = "ANSWER", _("The customer asked to be called back or written to")
    FAULT = "FAULT", _("A fault or complaint has to be settled with this person")
    VISIT = "VISIT", _("A visit or appointment is being arranged")
    CONTRACT = "CONTRACT", _("A contract or bill has to be settled with this person")
    IDENTITY = "IDENTITY", _("The caller's identity has to be checked")
    EMERGENCY = "EMERGENCY", _("An emergency: harm would come from waiting")


class LimitKind(models.TextChoices):
    """How far people's data are shown, how soon people are answered: set by people."""

    UNMASKED_AN_HOUR = "UNMASKED_AN_HOUR", _("People that somebody may see in clear an hour")
    UNMASKED_A_DAY = "UNMASKED_A_DAY", _("People that somebody may see in clear a day")
    ANSWER_DAYS = "ANSWER_DAYS", _("Days to answer what people ask of their data")
    GRANT_DAYS = "GRANT_DAYS", _("Days that an account may be opened for")
