"""The vocabulary of the rights desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
