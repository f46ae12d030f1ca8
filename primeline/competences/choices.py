"""The vocabulary of what people are able to do and have learned."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CompetenceKind(models.TextChoices):
    """What a competence is about."""

    BASIC = "BASIC", pgettext_lazy("competence", "Basic")
    PROFESSIONAL = "PROFESSIONAL", pgettext_lazy("competence", "Professional")
    INDUSTRY = "INDUSTRY", _("Industry")
    LINE = "LINE", _("Line of business")
    LANGUAGE = "LANGUAGE", _("Language")


class Level(models.IntegerChoices):
    """How well somebody does something."""

    NONE = 0, pgettext_lazy("level", "none")
    BASICS = 1, _("knows the basics")
    ALONE = 2, _("works alone")
    PROFICIENT = 3, _("proficient")
    EXPERT = 4, _("expert, teaches others")


class Basis(models.TextChoices):
    """Who says it: the person, or who leads them."""

    SELF = "SELF", _("self-stated")
    LEAD = "LEAD", pgettext_lazy("competence", "confirmed")


class Result(models.TextChoices):
    """How a training ended."""

    PASSED = "PASSED", _("passed")
    ATTENDED = "ATTENDED", _("attended")
    FAILED = "FAILED", pgettext_lazy("training", "failed")


class LackKind(models.TextChoices):
    """What somebody owes: a training, a certificate renewed."""

    TRAINING_MISSING = "TRAINING_MISSING", _("Required training is missing")
    TRAINING_ENDS = "TRAINING_ENDS", _("Training runs out")
    CERTIFICATE_ENDS = "CERTIFICATE_ENDS", _("Certificate runs out")
