"""The vocabulary of what is done for accounts again and again."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Manner(models.TextChoices):
    """How something is done: it says which limit of a day it counts against."""

    VISIT = "VISIT", pgettext_lazy("service action", "On site")
    CALL = "CALL", pgettext_lazy("service action", "By telephone")
    DESK = "DESK", pgettext_lazy("service action", "At the desk")


class Rhythm(models.TextChoices):
    """How often: once in each of these stretches of the calendar."""

    WEEKLY = "WEEKLY", _("every week")
    TWICE_A_MONTH = "HALF_MONTH", _("twice a month")
    MONTHLY = "MONTHLY", _("every month")
    EVERY_TWO_MONTHS = "MONTHS_2", _("every two months")
    QUARTERLY = "MONTHS_3", _("every quarter")
    HALF_YEARLY = "MONTHS_6", _("every half-year")
    YEARLY = "MONTHS_12", _("every year")


class ActionStatus(models.TextChoices):
    """Whether something is owed. Whether it was done, and in time, its commitment tells."""

    PLANNED = "PLANNED", pgettext_lazy("service action", "Planned")
    UNSTAFFED = "UNSTAFFED", pgettext_lazy("service action", "Unstaffed")
    DROPPED = "DROPPED", pgettext_lazy("service action", "Dropped")


class ActionState(Enum):
    """What became of something that was to be done."""

    PLANNED = "PLANNED"
    KEPT = "KEPT"
    LATE = "LATE"
    MISSED = "MISSED"
    UNSTAFFED = "UNSTAFFED"
    WAIVED = "WAIVED"
