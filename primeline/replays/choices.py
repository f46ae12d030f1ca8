"""The vocabulary of logs that are replayed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReplayStatus(models.TextChoices):
    """What has become of a replay."""

    WAITING = "WAITING", _("Being replayed")
    DONE = "DONE", pgettext_lazy("replay", "Replayed")


class Written(models.TextChoices):
    """How a log writes its moments."""

    YEAR_FIRST = "YMD", _("year first: 2026-11-23 09:30, 2026/11/23, 2026-11-23T09:30:00+08:00")
    DAY_FIRST = "DMY", _("day first: 23.11.2026 09:30, 23/11/2026")
    MONTH_FIRST = "MDY", _("month first: 11/23/2026 09:30")
    SECONDS = "SECONDS", _("seconds since 1970: 1795426200")
