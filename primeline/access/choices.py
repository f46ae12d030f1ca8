"""The vocabulary of opening accounts to others and of hiding them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestStatus(models.TextChoices):
    """How far a request to see an account has come."""

    WAITING = "WAITING", pgettext_lazy("request", "Waiting")
    GRANTED = "GRANTED", pgettext_lazy("request", "Granted")
    REFUSED = "REFUSED", pgettext_lazy("request", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("request", "Withdrawn")
    LAPSED = "LAPSED", pgettext_lazy("request", "Not answered in time")
    ENDED = "ENDED", pgettext_lazy("request", "Ended")


class ProposalKind(models.TextChoices):
    """What two people have to agree on."""

    MARK = "MARK", _("Restrict the account")
    LIFT = "LIFT", _("Lift the restriction")


class ProposalStatus(models.TextChoices):
    """How far a proposal has come."""

    WAITING = "WAITING", pgettext_lazy("proposal", "Waiting for a second person")
    CONFIRMED = "CONFIRMED", pgettext_lazy("proposal", "Confirmed")
    DECLINED = "DECLINED", pgettext_lazy("proposal", "Declined")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("proposal", "Withdrawn")
