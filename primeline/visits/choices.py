"""The vocabulary of what is done for accounts again and again."""

from enum import Enum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The kind of the job that plans.
PLAN: Final = "visits.plan"
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
    ON_ITS_DAY = "ON_ITS_DAY", _("every year, for its day")
    ONCE_IN_3_DAYS = "ONCE_3", _("once, within 3 days of the opening of the account")
    ONCE_IN_A_WEEK = "ONCE_7", _("once, within 7 days of the opening of the account")
    ONCE_IN_A_MONTH = "ONCE_30", _("once, within 30 days of the opening of the account")
    ONCE_IN_A_QUARTER = "ONCE_90", _("once, within 90 days of the opening of the account")


class Occasion(models.TextChoices):
    """What a key person is wished well on."""

    BIRTHDAY = "BIRTHDAY", pgettext_lazy("occasion", "Birthday")
    NEW_YEAR = "NEW_YEAR", _("New Year's Day")
    SPRING_FESTIVAL = "SPRING_FESTIVAL", _("Spring Festival")
    LABOR_DAY = "LABOR_DAY", _("Labor Day")
    DRAGON_BOAT = "DRAGON_BOAT", _("Dragon Boat Festival")
    MID_AUTUMN = "MID_AUTUMN", _("Mid-Autumn Festival")
    NATIONAL_DAY = "NATIONAL_DAY", _("National Day")


class WhyGone(models.TextChoices):
    """Why nobody greets a key person after all."""

    LEFT = "LEFT", _("The person is at this account no longer.")
    ERASED = "ERASED", _("The data of the person were erased.")
    RESTRICTED = "RESTRICTED", _("The data of the person are restricted.")
    CONSENT = "CONSENT", _("The person does not agree to greetings any more.")
    DAY = "DAY", _("The day was corrected.")
    CADENCE = "CADENCE", _("Level, role or cadence ask for it no more.")
    ACCOUNT = "ACCOUNT", _("The account is looked after no more.")


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
