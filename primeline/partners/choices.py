"""The vocabulary of partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnerKind(models.TextChoices):
    """What somebody is to us beside being an account."""

    RESELLER = "RESELLER", _("Reseller")
    AGENT = "AGENT", pgettext_lazy("partner", "Agent")
    ALLIANCE = "ALLIANCE", _("Alliance partner")
    RETAIL_CHAIN = "RETAIL_CHAIN", _("Retail chain")


class PartnerStatus(models.TextChoices):
    ACTIVE = "ACTIVE", pgettext_lazy("partner", "Works with us")
    SUSPENDED = "SUSPENDED", pgettext_lazy("partner", "Paused")
    ENDED = "ENDED", pgettext_lazy("partner", "Ended")


class RetailGrade(models.TextChoices):
    """How far a retail chain reaches."""

    GLOBAL = "GKA", _("GKA – international, several provinces")
    NATIONAL = "NKA", _("NKA – several provinces")
    LOCAL = "LKA", _("LKA – one region")
