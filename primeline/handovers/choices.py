"""The vocabulary of handing accounts over."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandoverStatus(models.TextChoices):
    """How far a hand-over has come."""

    OFFERED = "OFFERED", pgettext_lazy("hand-over", "Waiting for an answer")
    ACCEPTED = "ACCEPTED", pgettext_lazy("hand-over", "Accepted, for a day to come")
    DONE = "DONE", pgettext_lazy("hand-over", "Handed over")
    REFUSED = "REFUSED", pgettext_lazy("hand-over", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("hand-over", "Taken back")


class Outcome(models.TextChoices):
    """What became of one account of a hand-over."""

    WAITING = "WAITING", pgettext_lazy("hand-over", "still with the old manager")
    HANDED = "HANDED", _("handed over")
    STAYED = "STAYED", _("stayed")
    LEFT_OUT = "LEFT_OUT", _("left out")


class Obstacle(models.TextChoices):
    """Why an account cannot be handed over as it was offered."""

    NONE = "", _("none")
    OTHER_MANAGER = "OTHER_MANAGER", _("has another manager meanwhile")
    CLOSED = "CLOSED", _("was closed meanwhile")
    RESTRICTED = "RESTRICTED", _("was restricted meanwhile")
