"""The vocabulary of the quality of records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Evidence(models.TextChoices):
    """What speaks for two records being of one account, or against it."""

    SAME_IDENTIFIER = "SAME_IDENTIFIER", _("the same identifier")
    OTHER_IDENTIFIER = "OTHER_IDENTIFIER", _("different identifiers")
    SAME_NAME = "SAME_NAME", _("the same name but for legal form and region")
    SOUNDS_ALIKE = "SOUNDS_ALIKE", _("names that sound the same")
    LIKE_NAME = "LIKE_NAME", _("similar names")
    OTHER_NAME = "OTHER_NAME", _("different names")
    SAME_ENGLISH_NAME = "SAME_ENGLISH", _("the same English name")
    SAME_PHONE = "SAME_PHONE", _("a telephone number in common")
    SAME_ADDRESS = "SAME_ADDRESS", _("the same address")
    LIKE_ADDRESS = "LIKE_ADDRESS", _("similar addresses")
    OTHER_ADDRESS = "OTHER_ADDRESS", _("addresses far apart")
    OTHER_REGION = "OTHER_REGION", _("another region in the name")
    OTHER_NUMBER = "OTHER_NUMBER", _("another number in the name")
    OTHER_BRANCH = "OTHER_BRANCH", _("another branch in the name")
    OTHER_KIND = "OTHER_KIND", _("an organization and an individual")


class LimitKind(models.TextChoices):
    """What a limit of the policy on records is about."""

    DUPLICATE_SCORE = "DUPLICATE_SCORE", _("Likely duplicate from this score on")
    STALE_DAYS = "STALE_DAYS", _("To be confirmed after so many days")
    CONFIRM_PER_DAY = "CONFIRM_PER_DAY", _("Confirmations asked of one manager in a day")
    CONFIRM_OPEN = "CONFIRM_OPEN", _("Confirmations asked of one manager at a time")
    PART_WEIGHT = "PART_WEIGHT", _("What a part weighs in completeness")
    EVIDENCE_SHARE = "EVIDENCE_SHARE", _("How much evidence counts, in percent of its points")


class RecordPart(models.TextChoices):
    """What a whole record of an account holds."""

    IDENTIFIER = "IDENTIFIER", _("identifier")
    INDUSTRY = "INDUSTRY", _("industry")
    SCALE = "SCALE", _("scale")
    ADDRESS = "ADDRESS", _("address")
    BUSINESS_KIND = "BUSINESS_KIND", _("what it mainly buys")
    MANAGER = "MANAGER", _("an active manager")
    DEPUTY = "DEPUTY", _("a deputy")
    CONTACT = "CONTACT", _("somebody to talk to")
    DECISION_MAKER = "DECISION_MAKER", _("who decides")
    PHONE = "PHONE", _("a telephone number")
    BILLING = "BILLING", _("a billing account")
    CONTRACT = "CONTRACT", _("a contract in force")


class MergeStatus(models.TextChoices):
    MERGED = "MERGED", pgettext_lazy("merge", "In force")
    UNDONE = "UNDONE", _("Undone")
