"""The vocabulary of the rights desk."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# How a timeline names a request.
REQUEST: Final = "rights.request"
# What a timeline tells when a restriction is lifted.
RELEASED: Final = "RELEASED"


class RightKind(models.TextChoices):
    """What a person may ask of whoever holds their data (PIPL art. 44 to 48)."""

    COPY = "COPY", _("See and copy")
    CORRECT = "CORRECT", _("Correct")
    RESTRICT = "RESTRICT", _("Restrict")
    ERASE = "ERASE", pgettext_lazy("right", "Erase")
    EXPLAIN = "EXPLAIN", _("Explain")


class Proof(models.TextChoices):
    """How the person who asks has shown that they are the one."""

    CARD_SHOWN = "CARD_SHOWN", _("Showed an identity card")
    CALLED_BACK = "CALLED_BACK", _("Called back on the number on file")
    MAIL_ON_FILE = "MAIL_ON_FILE", _("Answered from the e-mail address on file")
    COMPANY_LETTER = "COMPANY_LETTER", _("A sealed letter of the company")
    AUTHORIZED = "AUTHORIZED", _("Somebody authorized in writing")


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "OPEN", pgettext_lazy("request", "Open")
    DONE = "DONE", pgettext_lazy("request", "Carried out")
    REFUSED = "REFUSED", pgettext_lazy("request", "Refused")


class DataClass(models.TextChoices):
    """What is kept about people, as the schedule tells it apart."""

    LEFT = "LEFT", _("People at customers who left their post")
    ENDED = "ENDED", _("People at accounts that ended")
    INDIVIDUAL = "INDIVIDUAL", _("Individuals whose services ended")
    CONSENT = "CONSENT", _("Consents and what shows them")
    NOTES = "NOTES", _("Notes of visits, calls and messages")
    PAPERS = "PAPERS", _("Files about people")
    REQUESTS = "REQUESTS", _("What people asked at the rights desk")
    LOOKS = "LOOKS", _("Looks, exports and the record of who did what")
    STAGING = "STAGING", _("Files and rows brought for import")
    SIGN_INS = "SIGN_INS", _("Sign-ins, and who was not let in")


class AtEnd(models.TextChoices):
    """What happens when the time is over."""

    DECIDE = "DECIDE", _("The rights desk decides: erase, restrict, or keep until a day")
    WITH_PERSON = "WITH_PERSON", _("Cannot be read any more once the person is erased")
    SWEEP = "SWEEP", _("Removed by itself, daily")
    KEEP = "KEEP", _("Kept for good; it names people by reference only")


class RuleStatus(models.TextChoices):
    """Where a proposed period stands."""

    PROPOSED = "PROPOSED", pgettext_lazy("period", "Proposed")
    IN_FORCE = "IN_FORCE", pgettext_lazy("period", "Approved")
    REFUSED = "REFUSED", pgettext_lazy("period", "Refused")


class CaseStatus(models.TextChoices):
    """What became of data whose time is over."""

    OPEN = "OPEN", pgettext_lazy("case", "To be decided")
    ERASED = "ERASED", pgettext_lazy("case", "Erased")
    RESTRICTED = "RESTRICTED", pgettext_lazy("case", "Restricted")
    KEPT = "KEPT", pgettext_lazy("case", "Kept until a day")
    LAPSED = "LAPSED", pgettext_lazy("case", "No longer over")
