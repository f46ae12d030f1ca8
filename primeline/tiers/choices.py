"""The vocabulary of who is a key account, and which level."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PolicyStatus(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_FORCE = "IN_FORCE", _("In force")
    SUPERSEDED = "SUPERSEDED", _("Superseded")


class KeyRuleKind(models.TextChoices):
    """What a key-account rule looks at. Each looks at one line of business, never at a sum."""

    ALWAYS = "ALWAYS", _("Has it")
    ASSURED = "ASSURED", _("Has it with an assurance level")
    AVERAGE_SALES = "AVERAGE_SALES", _("Average monthly sales")
    TOTAL_SALES = "TOTAL_SALES", _("Sales over the window")
    QUANTITY = "QUANTITY", _("Quantity")
    AGENT = "AGENT", _("Is an agent")
    LISTED = "LISTED", _("Is on the approved strategic list")


class Scheme(models.TextChoices):
    """The three schemes of levels. A customer is in exactly one of them."""

    CARD = "CARD", _("Cards")
    NON_CARD = "NON_CARD", _("Individuals without a card")
    ORGANIZATION = "ORGANIZATION", _("Organizations")


class Grade(models.TextChoices):
    """A level within a scheme. Cards and organizations share words, never rules."""

    DIAMOND = "DIAMOND", _("Diamond")
    GOLD = "GOLD", _("Gold")
    SILVER = "SILVER", _("Silver")
    BRONZE = "BRONZE", _("Bronze")
    STANDARD = "STANDARD", _("Standard")
    A = "A", _("Class A")
    B = "B", _("Class B")
    C = "C", _("Class C")


# The grades of each scheme, highest first.
GRADES: Final[dict[Scheme, tuple[Grade, ...]]] = {
    Scheme.CARD: (Grade.DIAMOND, Grade.GOLD, Grade.SILVER),
    Scheme.NON_CARD: (Grade.A, Grade.B, Grade.C),
    Scheme.ORGANIZATION: (
        Grade.DIAMOND,
        Grade.GOLD,
        Grade.SILVER,
        Grade.BRONZE,
        Grade.STANDARD,
    ),
}


class OrganizationKind(models.TextChoices):
    """Whether an organization belongs to an industry that has a desk of its own."""

    INDUSTRY = "INDUSTRY", _("Industry customer")
    COMMERCIAL = "COMMERCIAL", _("Commercial customer")


class CountOf(models.TextChoices):
    """What the size of an organization is counted in, beside what it pays."""

    CIRCUITS = "CIRCUITS", _("circuits")
    USERS = "USERS", _("mobile users and cards")


class OverrideStatus(models.TextChoices):
    REQUESTED = "REQUESTED", _("Waiting for approval")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")


class Alarm(models.TextChoices):
    """What is missing where a key account should be in good hands."""

    NO_MANAGER = "NO_MANAGER", _("No manager")
    MANAGER_LEFT = "MANAGER_LEFT", _("Manager has left")
    AWAY_WITHOUT_DEPUTY = "AWAY_WITHOUT_DEPUTY", _("Manager away, no deputy")
    PARKED = "PARKED", _("Parked with somebody who is no account manager")
    NO_DEPUTY = "NO_DEPUTY", _("No deputy")
    ANY = "ANY", _("Any alarm")


class ListLevel(models.TextChoices):
    """Which named list an account stands on: that of headquarters, a province or a city."""

    NATIONAL = "NATIONAL", pgettext_lazy("named list", "National")
    PROVINCIAL = "PROVINCIAL", pgettext_lazy("named list", "Provincial")
    CITY = "CITY", pgettext_lazy("named list", "City")


class ListChoice(models.TextChoices):
    """Which part of the key accounts is wanted, by the list on which they stand."""

    NATIONAL = ListLevel.NATIONAL.value, ListLevel.NATIONAL.label
    PROVINCIAL = ListLevel.PROVINCIAL.value, ListLevel.PROVINCIAL.label
    CITY = ListLevel.CITY.value, ListLevel.CITY.label
    CORE = "CORE", _("Core accounts")
    NONE = "NONE", pgettext_lazy("named list", "On no list")


class LoadLevel(models.TextChoices):
    """The service levels for which one manager may have so many accounts."""

    DIAMOND = "T0", pgettext_lazy("load", "Diamond")
    GOLD = "T1", pgettext_lazy("load", "Gold")
    SILVER = "T2", pgettext_lazy("load", "Silver")
    STANDARD = "T3", pgettext_lazy("load", "Standard")
    ORDINARY = "ORDINARY", pgettext_lazy("load", "Ordinary")
