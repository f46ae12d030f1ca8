"""The vocabulary of what is done for accounts again and again."""

from enum import Enum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the timeline and commitments call a visit, call or meeting that took place.
CONVERSATION: Final = "visits.conversation"


class Manner(models.TextChoices):
    """How something is done: it says which limit of a day it counts against."""

    VISIT = "VISIT", pgettext_lazy("service action", "On site")
    CALL = "CALL", pgettext_lazy("service action", "By telephone")
    DESK = "DESK", pgettext_lazy("service action", "At the desk")


class Rhythm(models.TextChoices):
    """How often: once in each of these stretches of the calendar, or once after the opening."""

    WEEKLY = "WEEKLY", _("every week")
    TWICE_A_MONTH = "HALF_MONTH", _("twice a month")
    MONTHLY = "MONTHLY", _("every month")
    EVERY_TWO_MONTHS = "MONTHS_2", _("every two months")
    QUARTERLY = "MONTHS_3", _("every quarter")
    HALF_YEARLY = "MONTHS_6", _("every half-year")
    YEARLY = "MONTHS_12", _("every year")
    ONCE_IN_3_DAYS = "ONCE_3", _("once, within 3 days of the opening of the account")
    ONCE_IN_A_WEEK = "ONCE_7", _("once, within 7 days of the opening of the account")
    ONCE_IN_A_MONTH = "ONCE_30", _("once, within 30 days of the opening of the account")
    ONCE_IN_A_QUARTER = "ONCE_90", _("once, within 90 days of the opening of the account")


class ConversationKind(models.TextChoices):
    """In which way somebody at a customer was talked with."""

    VISIT = "VISIT", pgettext_lazy("conversation", "Visit")
    CALL = "CALL", pgettext_lazy("conversation", "Telephone call")
    REMOTE = "REMOTE", pgettext_lazy("conversation", "Remote meeting")


class CountedKind(models.TextChoices):
    """What else can count as a service action."""

    APPROACH = "APPROACH", _("A call through the product")
    COMMITMENT = "COMMITMENT", _("Something else that was owed")


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
