"""The vocabulary of days and hours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What a day of the year is for everybody who keeps the public calendar."""

    HOLIDAY = "HOLIDAY", _("Day off")
    WORKDAY = "WORKDAY", _("Make-up working day")
    # Stands where a day off or a make-up day was put right.
    ORDINARY = "ORDINARY", _("Like its day of the week")
