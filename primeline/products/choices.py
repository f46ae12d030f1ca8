"""The vocabulary of what customers have and of why they leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LineFamily(models.TextChoices):
    """The classes that key-account rules and classifications are written in."""

    MOBILE = "MOBILE", _("Mobile")
    FIXED = "FIXED", _("Fixed and data")
    INDUSTRY = "INDUSTRY", _("Industry application")


class SubscriptionStatus(models.TextChoices):
    """TMF637 ProductStatusType."""

    CREATED = "CREATED", _("Created")
    PENDING_ACTIVE = "PENDING_ACTIVE", _("Being opened")
    ACTIVE = "ACTIVE", _("Active")
    SUSPENDED = "SUSPENDED", _("Suspended")
    PENDING_TERMINATE = "PENDING_TERMINATE", _("Being terminated")
    TERMINATED = "TERMINATED", _("Terminated")
    CANCELLED = "CANCELLED", _("Cancelled")
    ABORTED = "ABORTED", _("Aborted")


class AssuranceLevel(models.TextChoices):
    """The assurance of a circuit (业务保障等级), apart from the customer's service tier."""

    AAA = "AAA", "AAA"
    AA = "AA", "AA"
    A = "A", "A"
    NORMAL = "NORMAL", _("Normal")


class AccessKind(models.TextChoices):
    OWN_FIBER = "OWN_FIBER", _("Own fiber")
    LEASED = "LEASED", _("Leased from another operator")
    RADIO = "RADIO", _("Radio")
    SATELLITE = "SATELLITE", _("Satellite")


class Distance(models.TextChoices):
    IN_CITY = "IN_CITY", _("In the city")
    CROSS_CITY = "CROSS_CITY", _("Across cities")
    CROSS_PROVINCE = "CROSS_PROVINCE", _("Across provinces")


class Influence(models.TextChoices):
    """Whether the operator could have done something about a termination."""

    AVOIDABLE = "AVOIDABLE", _("Avoidable")
    PARTLY = "PARTLY", _("Partly avoidable")
    UNAVOIDABLE = "UNAVOIDABLE", _("Unavoidable")
    UNKNOWN = "UNKNOWN", _("Unknown")


class ReplacementKind(models.TextChoices):
    """Why a subscription took the place of another of the same customer, for the same purpose."""

    MOVE = "MOVE", _("Move")
    SWAP = "SWAP", _("Technology swap")
    RENAME = "RENAME", _("Rename or new papers")


class AgreementStatus(models.TextChoices):
    """TMF651 agreement status, as far as it is used."""

    ACTIVE = "ACTIVE", _("In force")
    EXPIRED = "EXPIRED", _("Expired")
    TERMINATED = "TERMINATED", _("Terminated")
    CANCELLED = "CANCELLED", pgettext_lazy("contract", "Taken back")


class RenewalKind(models.TextChoices):
    """What happens to a contract when its term is over."""

    NONE = "NONE", _("Does not renew")
    BY_HAND = "BY_HAND", _("Renewed by hand")
    BY_ITSELF = "BY_ITSELF", _("Renews by itself")


class PartyRole(models.TextChoices):
    """As what somebody other than the account and us takes part in a contract."""

    PAYER = "PAYER", _("Pays")
    USER = "USER", _("Uses the service")
    PARTNER = "PARTNER", _("Delivers with us")
    GUARANTOR = "GUARANTOR", _("Vouches")
    OTHER = "OTHER", pgettext_lazy("party", "Other")


class MatchedBy(models.TextChoices):
    """Who said that a payment is the one that a milestone waited for."""

    RULE = "RULE", _("found by its amount and day")
    HAND = "HAND", _("matched by a person")


class MilestoneKind(models.TextChoices):
    ACCEPTANCE = "ACCEPTANCE", _("Acceptance")
    PAYMENT = "PAYMENT", pgettext_lazy("milestone", "Payment")


class DeadlineKind(models.TextChoices):
    """What a number of days is kept for. The numbers are rows that people change."""

    FILING = "FILING", _("File a contract after signature")
    MILESTONE = "MILESTONE", _("Remind before a milestone")
    NOTICE = "NOTICE", _("Remind before the last day to give notice")
    OUTSIDE_END = "OUTSIDE_END", _("Remind before a service from others ends")
    RECOVERY = "RECOVERY", _("Fetch our equipment after a termination")
    PAPERS = "PAPERS", _("Complete the papers of a life event")
    APPROVAL = "APPROVAL", _("Answer an account plan that was handed in")


class ContractState(models.TextChoices):
    """What a list of contracts is narrowed to."""

    UNFILED = "UNFILED", _("not filed yet")
    FILING_LATE = "FILING_LATE", _("filing is late")
    MILESTONE_LATE = "MILESTONE_LATE", _("a milestone is late")
    OVER = "OVER", _("over and not renewed")


class KnowledgeSource(models.TextChoices):
    """How we know what a customer has from others."""

    CUSTOMER = "CUSTOMER", _("Told by the customer")
    SEEN = "SEEN", _("Seen on site")
    BILL = "BILL", _("A bill or contract of theirs")
    TENDER = "TENDER", _("A tender")
    PARTNER = "PARTNER", _("Told by a partner")
    OTHER = "OTHER", pgettext_lazy("source", "Other")


class OutsideOutcome(models.TextChoices):
    """What became of a service that a customer had from others."""

    WON = "WON", _("Came to us")
    RENEWED = "RENEWED", _("Renewed with them")
    ENDED = "ENDED", _("Needed no longer")
    MISTAKEN = "MISTAKEN", _("Was a mistake")


class EquipmentKind(models.TextChoices):
    ROUTER = "ROUTER", _("Router")
    OPTICAL = "OPTICAL", _("Optical terminal")
    SWITCH = "SWITCH", _("Switch")
    FIREWALL = "FIREWALL", _("Firewall")
    GATEWAY = "GATEWAY", _("Voice gateway")
    OTHER = "OTHER", pgettext_lazy("equipment", "Other")


class EquipmentOwner(models.TextChoices):
    OPERATOR = "OPERATOR", _("Ours")
    CUSTOMER = "CUSTOMER", _("The customer's")
    OTHER = "OTHER", _("Somebody else's")


class EquipmentExit(models.TextChoices):
    """How equipment left the customer."""

    RECOVERED = "RECOVERED", _("Fetched into stock")
    SOLD = "SOLD", _("Left to the customer")
    LOST = "LOST", pgettext_lazy("equipment", "Lost")
    SCRAPPED = "SCRAPPED", _("Scrapped")
    MISTAKEN = "MISTAKEN", _("Was a mistake")
