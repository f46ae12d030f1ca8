"""The vocabulary of addresses."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(models.IntegerChoices):
    """Which internet protocol, and so how long an address is."""

    IPV4 = 4, "IPv4"
    IPV6 = 6, "IPv6"


class AllocationStatus(models.TextChoices):
    """Whether an address is held, and how."""

    RESERVED = "RESERVED", pgettext_lazy("address", "Reserved")
    ASSIGNED = "ASSIGNED", pgettext_lazy("address", "Assigned")
    QUARANTINED = "QUARANTINED", pgettext_lazy("address", "In quarantine")
    RELEASED = "RELEASED", pgettext_lazy("address", "Free again")


class AddressHow(models.TextChoices):
    """What the timeline of an account tells of an address."""

    RESERVED = "RESERVED", _("reserved")
    ASSIGNED = "ASSIGNED", _("assigned")
    RELEASED = "RELEASED", _("released")
    GONE_ON = "GONE_ON", _("kept by the line in its place")


# What takes up its place: nothing else may lie there.
TAKEN: Final = (
    AllocationStatus.RESERVED,
    AllocationStatus.ASSIGNED,
    AllocationStatus.QUARANTINED,
)
HELD: Final = (AllocationStatus.RESERVED, AllocationStatus.ASSIGNED)
