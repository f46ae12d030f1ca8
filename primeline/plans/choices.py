"""The vocabulary of account plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanStatus(models.TextChoices):
    """How far one version of a plan has come."""

    DRAFT = "DRAFT", pgettext_lazy("plan", "Being drawn up")
    SUBMITTED = "SUBMITTED", pgettext_lazy("plan", "Waiting for approval")
    IN_FORCE = "IN_FORCE", pgettext_lazy("plan", "In force")
    SUPERSEDED = "SUPERSEDED", pgettext_lazy("plan", "Superseded")


class Stage(models.TextChoices):
    """How far an opportunity has come."""

    IDENTIFIED = "IDENTIFIED", _("Identified")
    QUALIFIED = "QUALIFIED", _("Qualified")
    OFFERED = "OFFERED", pgettext_lazy("opportunity", "Offered")
    NEGOTIATING = "NEGOTIATING", _("In negotiation")
    WON = "WON", pgettext_lazy("opportunity", "Won")
    LOST = "LOST", pgettext_lazy("opportunity", "Lost")
