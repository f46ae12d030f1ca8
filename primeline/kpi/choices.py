"""The vocabulary of key figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MovementKind(models.TextChoices):
    """What happened to a subscription, as lost ÷ gained counts it."""

    GAINED = "GAINED", _("Gained")
    WON_BACK = "WON_BACK", _("Won back")
    LOST = "LOST", _("Lost")
    NETTED_IN = "NETTED_IN", _("Opened in place of another")
    NETTED_OUT = "NETTED_OUT", _("Ended, another took its place")
    FEE_UP = "FEE_UP", _("Fee raised")
    FEE_DOWN = "FEE_DOWN", _("Fee cut")
    # No movement, but the rows behind a base are listed like the others.
    HELD = "HELD", _("Held at the start")


class LineChoice(models.TextChoices):
    """Which lines of business are counted together, where no single one is chosen."""

    LEASED = "LEASED", _("Leased lines")
    ALL = "ALL", _("All lines of business")


class Better(models.TextChoices):
    """Which way is good."""

    LOWER = "LOWER", _("lower is better")
    HIGHER = "HIGHER", _("higher is better")


class MeasureUnit(models.TextChoices):
    SHARE = "SHARE", _("share")
    COUNT = "COUNT", _("subscriptions")
    CENTS = "CENTS", _("yuan a month")
