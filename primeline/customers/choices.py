"""The vocabulary of accounts and the people at them."""

from typing import Any

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


class TimelineKind(models.TextChoices):
    """What a line of an account's timeline tells. The words stand in the templates."""

    ACCOUNT_OPENED = "ACCOUNT_OPENED", _("Account opened")
    IDENTITY_CHANGED = "IDENTITY_CHANGED", _("Name or class changed")
    STATUS_CHANGED = "STATUS_CHANGED", _("Status changed")
    MANAGER_CHANGED = "MANAGER_CHANGED", _("Manager changed")
    DEPUTY_CHANGED = "DEPUTY_CHANGED", _("Deputy changed")
    OWNER_CHANGED = "OWNER_CHANGED", _("Owner unit changed")
    LEVEL_CHANGED = "LEVEL_CHANGED", _("Level changed")
    AGREEMENT_SIGNED = "AGREEMENT_SIGNED", _("Contract signed")
    AGREEMENT_FILED = "AGREEMENT_FILED", _("Contract filed")
    AGREEMENT_CHANGED = "AGREEMENT_CHANGED", _("Contract changed")
    AGREEMENT_ENDED = "AGREEMENT_ENDED", _("Contract ended")
    AGREEMENT_AMENDED = "AGREEMENT_AMENDED", _("Contract amended")
    AGREEMENT_RENEWED = "AGREEMENT_RENEWED", _("Contract went on by itself")
    PARTY_ADDED = "PARTY_ADDED", _("Party to a contract named")
    PARTY_ENDED = "PARTY_ENDED", _("Party to a contract left")
    MILESTONE_PLANNED = "MILESTONE_PLANNED", _("Milestone planned")
    MILESTONE_CHANGED = "MILESTONE_CHANGED", _("Milestone changed")
    MILESTONE_DONE = "MILESTONE_DONE", _("Milestone reached")
    MILESTONE_REOPENED = "MILESTONE_REOPENED", _("Milestone open again")
    MILESTONE_DROPPED = "MILESTONE_DROPPED", _("Milestone dropped")
    AGREEMENT_PLACED = "AGREEMENT_PLACED", _("Framework or call-off")
    OUTSIDE_NOTED = "OUTSIDE_NOTED", _("Service from others noted")
    OUTSIDE_CHANGED = "OUTSIDE_CHANGED", _("Service from others corrected")
    OUTSIDE_OVER = "OUTSIDE_OVER", _("Service from others over")
    EQUIPMENT_INSTALLED = "EQUIPMENT_INSTALLED", _("Equipment installed")
    EQUIPMENT_CHANGED = "EQUIPMENT_CHANGED", _("Equipment changed")
    EQUIPMENT_GONE = "EQUIPMENT_GONE", _("Equipment gone")
    SUBSCRIPTION_OPENED = "SUBSCRIPTION_OPENED", _("Subscription opened")
    SUBSCRIPTION_CHANGED = "SUBSCRIPTION_CHANGED", _("Subscription changed")
    SUBSCRIPTION_TERMINATED = "SUBSCRIPTION_TERMINATED", _("Subscription terminated")
    REASON_VERIFIED = "REASON_VERIFIED", _("Termination reason verified")
    CONTACT_ADDED = "CONTACT_ADDED", _("Contact added")
    CONTACT_CHANGED = "CONTACT_CHANGED", _("Contact changed")
    CONTACT_LEFT = "CONTACT_LEFT", _("Contact has left")
    CONTACT_BACK = "CONTACT_BACK", _("Contact is back")
    MERGED_HERE = "MERGED_HERE", _("Another account merged into this one")
    MERGED_AWAY = "MERGED_AWAY", _("Merged into another account")
    MERGE_UNDONE = "MERGE_UNDONE", _("Merge undone")
    IMPORT_UNDONE = "IMPORT_UNDONE", _("Import taken back")
    CONTACT_POST = "CONTACT_POST", _("Contact in a new post")
    CONTACT_MOVED_AWAY = "CONTACT_MOVED_AWAY", _("Contact moved to another account")
    CONTACT_MOVED_HERE = "CONTACT_MOVED_HERE", _("Contact came from another account")
    CONSENT_GIVEN = "CONSENT_GIVEN", _("Consent given")
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN", _("Consent withdrawn")
    CONTACT_APPROACHED = "CONTACT_APPROACHED", _("Contact called or written to")
    CONVERSATION = "CONVERSATION", _("Visit, call or meeting")
    FILE_ATTACHED = "FILE_ATTACHED", _("File attached")
    FILE_WITHDRAWN = "FILE_WITHDRAWN", _("File withdrawn")
    CHECKLIST_OPENED = "CHECKLIST_OPENED", _("Papers asked for")
    CHECKLIST_DONE = "CHECKLIST_DONE", _("Papers complete")
    SITE_ADDED = "SITE_ADDED", _("Site added")
    SITE_CHANGED = "SITE_CHANGED", _("Site changed")
    SITE_CLOSED = "SITE_CLOSED", _("Site given up")
    SITE_REOPENED = "SITE_REOPENED", _("Site in use again")
    GROUP_JOINED = "GROUP_JOINED", _("Became a subsidiary")
    GROUP_LEFT = "GROUP_LEFT", _("Left its group")
    GROUP_GAINED = "GROUP_GAINED", _("Gained a subsidiary")
    GROUP_LOST = "GROUP_LOST", _("Lost a subsidiary")
    GROUP_PAYER = "GROUP_PAYER", _("Who pays changed")
    GROUP_BRANCH = "GROUP_BRANCH", _("Host and assisting branches changed")
    GROUP_DUTY = "GROUP_DUTY", _("Commitment of a branch")
    PLAN_IN_FORCE = "PLAN_IN_FORCE", _("Account plan in force")
    PARTNER_CHANGED = "PARTNER_CHANGED", _("Partnership changed")
    SERVED = "SERVED", _("Service by a partner")
    # Told from the bills and payments themselves; no line is written for them.
    BILLED = "BILLED", _("Bill")
    PAID = "PAID", pgettext_lazy("timeline", "Payment")


def timeline_kinds() -> list[tuple[str, Any]]:
    """Return the kinds as a field takes them: a new one is no change of the database."""
    return list(TimelineKind.choices)


class TimelineTopic(models.TextChoices):
    """What somebody wants to read of a timeline."""

    ACCOUNT = "ACCOUNT", _("The account itself")
    MANAGERS = "MANAGERS", _("Managers and owner unit")
    CONTACTS = "CONTACTS", _("Contacts")
    VISITS = "VISITS", _("Visits and calls")
    LEVEL = "LEVEL", _("Level")
    AGREEMENTS = "AGREEMENTS", _("Contracts")
    SUBSCRIPTIONS = "SUBSCRIPTIONS", _("Subscriptions")
    GROUP = "GROUP", _("Group")
    SITES = "SITES", _("Sites")
    FILES = "FILES", _("Files")
    MONEY = "MONEY", _("Bills and payments")


TOPIC_KINDS: dict[TimelineTopic, tuple[TimelineKind, ...]] = {
    TimelineTopic.ACCOUNT: (
        TimelineKind.ACCOUNT_OPENED,
        TimelineKind.IDENTITY_CHANGED,
        TimelineKind.STATUS_CHANGED,
        TimelineKind.PARTNER_CHANGED,
        TimelineKind.SERVED,
        TimelineKind.PLAN_IN_FORCE,
        TimelineKind.IMPORT_UNDONE,
        TimelineKind.MERGED_HERE,
        TimelineKind.MERGED_AWAY,
        TimelineKind.MERGE_UNDONE,
    ),
    TimelineTopic.MANAGERS: (
        TimelineKind.MANAGER_CHANGED,
        TimelineKind.DEPUTY_CHANGED,
        TimelineKind.OWNER_CHANGED,
    ),
    TimelineTopic.CONTACTS: (
        TimelineKind.CONTACT_ADDED,
        TimelineKind.CONTACT_CHANGED,
        TimelineKind.CONTACT_LEFT,
        TimelineKind.CONTACT_BACK,
        TimelineKind.CONTACT_POST,
        TimelineKind.CONTACT_MOVED_AWAY,
        TimelineKind.CONTACT_MOVED_HERE,
        TimelineKind.CONSENT_GIVEN,
        TimelineKind.CONSENT_WITHDRAWN,
        TimelineKind.CONTACT_APPROACHED,
    ),
    TimelineTopic.VISITS: (TimelineKind.CONVERSATION,),
    TimelineTopic.LEVEL: (TimelineKind.LEVEL_CHANGED,),
    TimelineTopic.AGREEMENTS: (
        TimelineKind.AGREEMENT_SIGNED,
        TimelineKind.AGREEMENT_FILED,
        TimelineKind.AGREEMENT_CHANGED,
        TimelineKind.AGREEMENT_ENDED,
        TimelineKind.AGREEMENT_AMENDED,
        TimelineKind.AGREEMENT_RENEWED,
        TimelineKind.PARTY_ADDED,
        TimelineKind.PARTY_ENDED,
        TimelineKind.MILESTONE_PLANNED,
        TimelineKind.MILESTONE_CHANGED,
        TimelineKind.MILESTONE_DONE,
        TimelineKind.MILESTONE_REOPENED,
        TimelineKind.MILESTONE_DROPPED,
        TimelineKind.AGREEMENT_PLACED,
    ),
    TimelineTopic.SUBSCRIPTIONS: (
        TimelineKind.SUBSCRIPTION_OPENED,
        TimelineKind.SUBSCRIPTION_CHANGED,
        TimelineKind.SUBSCRIPTION_TERMINATED,
        TimelineKind.REASON_VERIFIED,
        TimelineKind.OUTSIDE_NOTED,
        TimelineKind.OUTSIDE_CHANGED,
        TimelineKind.OUTSIDE_OVER,
        TimelineKind.EQUIPMENT_INSTALLED,
        TimelineKind.EQUIPMENT_CHANGED,
        TimelineKind.EQUIPMENT_GONE,
    ),
    TimelineTopic.GROUP: (
        TimelineKind.GROUP_JOINED,
        TimelineKind.GROUP_LEFT,
        TimelineKind.GROUP_GAINED,
        TimelineKind.GROUP_LOST,
        TimelineKind.GROUP_PAYER,
        TimelineKind.GROUP_BRANCH,
        TimelineKind.GROUP_DUTY,
    ),
    TimelineTopic.SITES: (
        TimelineKind.SITE_ADDED,
        TimelineKind.SITE_CHANGED,
        TimelineKind.SITE_CLOSED,
        TimelineKind.SITE_REOPENED,
    ),
    TimelineTopic.FILES: (
        TimelineKind.FILE_ATTACHED,
        TimelineKind.FILE_WITHDRAWN,
        TimelineKind.CHECKLIST_OPENED,
        TimelineKind.CHECKLIST_DONE,
    ),
    TimelineTopic.MONEY: (),
}


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
