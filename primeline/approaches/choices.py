"""The vocabulary of reaching people at customers without being told their numbers."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How somebody is reached."""

    CALL = "CALL", _("Call")
    MESSAGE = "MESSAGE", _("Text message")
    EMAIL = "EMAIL", _("E-mail")


class ApproachPurpose(models.TextChoices):
    """What somebody is reached for. The first six are those for which people are unmasked."""

    ANSWER = "ANSWER", _("They asked to be called back or written to")
    FAULT = "FAULT", _("A fault or complaint")
    VISIT = "VISIT", _("A visit or appointment")
    CONTRACT = "CONTRACT", _("A contract or bill")
    IDENTITY = "IDENTITY", _("A check of who is calling")
    EMERGENCY = "EMERGENCY", _("An emergency")
    OFFERS = "OFFERS", _("Offers")
    SURVEYS = "SURVEYS", _("Satisfaction surveys")
    GREETINGS = "GREETINGS", _("Birthday and festival greetings")
    DRILL = "DRILL", _("A drill of a call chain")


# Who checks a caller, or calls in an emergency or a drill, has not looked after an account by it.
NO_CARE: Final = frozenset(
    {ApproachPurpose.IDENTITY, ApproachPurpose.EMERGENCY, ApproachPurpose.DRILL}
)


class ApproachStatus(models.TextChoices):
    """How far it has come. What no system tells us, the words say is not known."""

    WAITING = "WAITING", _("waits to be carried out")
    STARTED = "STARTED", _("begun; how it ends is not known yet")
    HANDED_OVER = "HANDED", _("handed over; whether it was answered is not known")
    NOT_CONNECTED = "OFF", _("nobody was reached: no system for it is connected")
    FAILED = "FAILED", _("failed: the system for it could not be reached")
    REFUSED = "REFUSED", _("refused by the system for it")
    STOPPED = "STOPPED", _("not carried out: what allowed it has ended")
    UNKNOWN = "UNKNOWN", _("broken off; whether it went through is not known")


class Bar(models.TextChoices):
    """Why somebody may not, or cannot, be reached. Whoever reads it is told in their language."""

    GONE = "GONE", _("their data are restricted or erased")
    LEFT = "LEFT", _("they work there no longer")
    NOT_NAMED = "NAMED", _("only the manager and the deputy reach people for this")
    NO_CONSENT = "CONSENT", _("they have not agreed to it")
    TOOK_BACK = "TOOK_BACK", _("they took back their consent")
    NO_ADDRESS = "ADDRESS", _("no number or address of them is on file")
    NO_CALLER = "CALLER", _("the number of who asked for it is not on file")
    UNDER_WAY = "UNDER_WAY", _("they are being reached already")
    TOO_OFTEN = "OFTEN", _("who asked for it has reached too many people today")
    OUT_OF_REACH = "REACH", _("who asked for it does not see them")
    OTHER = "OTHER", _("another reason")
