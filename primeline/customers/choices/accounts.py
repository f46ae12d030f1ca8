"""The vocabulary of accounts and the people at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerKind(models.TextChoices):
    ORGANIZATION = "ORGANIZATION", _("Organization")
    INDIVIDUAL = "INDIVIDUAL", _("Individual")


class CustomerStatus(models.TextChoices):
    PROSPECT = "PROSPECT", _("Prospect")
    ACTIVE = "ACTIVE", pgettext_lazy("customer", "Active")
    SUSPENDED = "SUSPENDED", _("Suspended")
    LOCKED = "LOCKED", _("Locked")
    CLOSED = "CLOSED", _("Closed")


class IdentifierKind(models.TextChoices):
    CREDIT_CODE = "CREDIT_CODE", _("Unified social credit code")
    IDENTITY_CARD = "IDENTITY_CARD", _("Resident identity card")
    PASSPORT = "PASSPORT", _("Passport")
    OTHER = "OTHER", _("Other")


class Scale(models.TextChoices):
    LARGE = "LARGE", _("Large")
    MEDIUM = "MEDIUM", _("Medium")
    SMALL = "SMALL", _("Small")
    MICRO = "MICRO", _("Micro")


class BusinessKind(models.TextChoices):
    """What the account mainly buys (业务形态)."""

    MOBILE = "MOBILE", _("Pure mobile")
    FIXED = "FIXED", _("Pure fixed and data")
    INDUSTRY = "INDUSTRY", _("Pure industry application")
    MIXED = "MIXED", _("Mixed")


class Tier(models.TextChoices):
    """The service tier: the one scale that promises are keyed by (T0-T3)."""

    DIAMOND = "T0", _("Diamond")
    GOLD = "T1", _("Gold")
    SILVER = "T2", _("Silver")
    STANDARD = "T3", _("Standard")


class DecisionRole(models.TextChoices):
    DECIDES = "DECIDES", _("Decides")
    INFLUENCES = "INFLUENCES", _("Influences")
    BUYS = "BUYS", _("Buys")
    USES = "USES", _("Uses")
    TECHNICAL = "TECHNICAL", _("Technical contact")
    FINANCE = "FINANCE", _("Finance")


class Attitude(models.TextChoices):
    """Where somebody at the customer stands towards us, from for to against."""

    SUPPORTER = "SUPPORTER", _("Supporter")
    FRIENDLY = "FRIENDLY", _("Leans towards us")
    NEUTRAL = "NEUTRAL", pgettext_lazy("attitude", "Neutral")
    RESERVED = "RESERVED", _("Has reservations")
    OPPONENT = "OPPONENT", _("Opponent")


class ConsentPurpose(models.TextChoices):
    """What somebody has agreed to be approached for."""

    SERVICE = "SERVICE", _("Notices about the service")
    OFFERS = "OFFERS", _("Offers")
    SURVEYS = "SURVEYS", _("Satisfaction surveys")
    GREETINGS = "GREETINGS", _("Birthday and festival greetings")
    RECORDING = "RECORDING", _("Recording of calls")


class ConsentProof(models.TextChoices):
    """What shows that somebody has agreed."""

    PAPER = "PAPER", _("Signed paper")
    EMAIL = "EMAIL", _("E-mail from them")
    MESSAGE = "MESSAGE", _("Text message from them")
    CALL = "CALL", _("Recorded call")
    ONLINE = "ONLINE", _("Ticked by them online")


class PreferredChannel(models.TextChoices):
    PHONE = "PHONE", _("Telephone")
    SMS = "SMS", _("Text message")
    EMAIL = "EMAIL", _("E-mail")
    WECOM = "WECOM", _("WeCom")
    VISIT = "VISIT", _("Visit")


class PaymentMode(models.TextChoices):
    POSTPAID = "POSTPAID", _("Post-paid")
    PREPAID = "PREPAID", _("Prepaid")


class BillStatus(models.TextChoices):
    """TMF678 CustomerBill, as far as heads of bills go."""

    SENT = "SENT", _("Sent")
    SETTLED = "SETTLED", _("Settled")
    OVERDUE = "OVERDUE", _("Overdue")
    CANCELLED = "CANCEL", pgettext_lazy("bill", "Taken back")


class PaymentMethod(models.TextChoices):
    """How money came in."""

    TRANSFER = "TRANSFER", _("Bank transfer")
    DIRECT_DEBIT = "DEBIT", _("Direct debit")
    CASH = "CASH", _("Cash")
    CHECK = "CHECK", _("Check")
    ONLINE = "ONLINE", _("Online payment")
    OTHER = "OTHER", pgettext_lazy("payment", "Other")


class PaymentStatus(models.TextChoices):
    """TMF676 Payment, as far as it is used."""

    DONE = "DONE", _("Received")
    FAILED = "FAILED", pgettext_lazy("payment", "Failed")
    CANCELLED = "CANCELLED", _("Taken back")


class SiteKind(models.TextChoices):
    """What a place of an account is."""

    HEADQUARTERS = "HEADQUARTERS", _("Head office")
    BRANCH = "BRANCH", pgettext_lazy("site", "Branch office")
    STORE = "STORE", _("Store")
    PLANT = "PLANT", _("Plant")
    WAREHOUSE = "WAREHOUSE", _("Warehouse")
    DATA_ROOM = "DATA_ROOM", _("Data room")
    OTHER = "OTHER", pgettext_lazy("site", "Other place")


class BranchPart(models.TextChoices):
    """What part a unit has in the service of an account and its group."""

    HOST = "HOST", _("Host branch")
    ASSISTS = "ASSISTS", _("Assisting branch")


class AttachmentKind(models.TextChoices):
    """What a file that is attached to an account is. See `rules.SHOWS_PEOPLE`."""

    CONTRACT = "CONTRACT", pgettext_lazy("file", "Contract")
    ACCEPTANCE = "ACCEPTANCE", _("Acceptance report")
    AUTHORITY = "AUTHORITY", _("Letter of authority")
    CONSENT = "CONSENT", _("Proof of a consent")
    IDENTITY = "IDENTITY", _("Identity paper")
    LICENSE = "LICENSE", _("Business license")
    LETTER = "LETTER", _("Letter")
    OTHER = "OTHER", pgettext_lazy("file", "Other")


class AttachedTo(models.TextChoices):
    """What an attachment belongs to, beside its account."""

    ACCOUNT = "", _("The account")
    AGREEMENT = "agreement", _("A contract")


class Gap(models.TextChoices):
    """What an account lacks to be well looked after."""

    NO_MANAGER = "NO_MANAGER", _("no manager")
    MANAGER_LEFT = "MANAGER_LEFT", _("manager has left")
    NO_DEPUTY = "NO_DEPUTY", _("no deputy")
    NO_CONTACT = "NO_CONTACT", _("no contact")
    NO_DECISION_MAKER = "NO_DECISION_MAKER", _("no decision maker on file")
    NO_IDENTIFIER = "NO_IDENTIFIER", _("no identifier")
    NO_INDUSTRY = "NO_INDUSTRY", _("no industry")


class Order(models.TextChoices):
    """What lists of accounts are sorted by; a minus before it sorts downwards."""

    FEE = "fee", _("monthly fee")
    NUMBER = "number", _("number")
    NAME = "name", _("name")
    OPENED = "opened", _("opened")
