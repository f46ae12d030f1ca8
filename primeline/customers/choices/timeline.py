"""What the timeline of an account tells, and the topics that it is read by."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    ADDRESSES = "ADDRESSES", _("IP addresses")
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
    RECORD_CONFIRMED = "RECORD_CONFIRMED", _("Record found right")
    PLAN_CHANGED = "PLAN_CHANGED", _("Work on the account plan")
    HANDOVER = "HANDOVER", _("Hand-over")
    RIGHTS_REQUEST = "RIGHTS_REQUEST", _("Request of a person about their data")
    VISIT_PLANNED = "VISIT_PLANNED", _("Visit or call planned by hand")
    LEVEL_BY_HAND = "LEVEL_BY_HAND", _("Level by hand")
    PAPER_SETTLED = "PAPER_SETTLED", _("Paper ticked or waived")
    MATTER_OPENED = "MATTER_OPENED", _("Matter opened")
    MATTER_KEPT = "MATTER_KEPT", _("Matter done")
    MATTER_BROKEN = "MATTER_BROKEN", _("Matter broken")
    MATTER_WAIVER = "MATTER_WAIVER", _("Waiver of a matter")
    MATTER_DROPPED = "MATTER_DROPPED", _("Matter not owed any more")
    MATTER_REOPENED = "MATTER_REOPENED", _("Matter opened again")
    MATTER_PAUSED = "MATTER_PAUSED", _("Matter paused")
    MATTER_RESUMED = "MATTER_RESUMED", _("Matter resumed")
    MATTER_OFFERED = "MATTER_OFFERED", _("Matter offered to somebody else")
    MATTER_HANDED = "MATTER_HANDED", _("Matter handed over")
    MATTER_EXPECTED = "MATTER_EXPECTED", _("Time given for a matter")
    CALL_RUN = "CALL_RUN", _("Call chain")
    CASE = "CASE", pgettext_lazy("timeline", "Case")
    ACCESS_ASKED = "ACCESS_ASKED", _("Access asked for")
    ACCESS_ANSWERED = "ACCESS_ANSWERED", _("Access decided on")
    ACCESS_ENDED = "ACCESS_ENDED", _("Access ended")
    OPENED_FOR_WORK = "OPENED_FOR_WORK", _("Opened for work")
    ACCOUNT_SEEN = "ACCOUNT_SEEN", _("Looked at by approval")
    UNMASKED = "UNMASKED", _("Facts of a person shown in clear")
    EXPORTED = "EXPORTED", _("Facts of the account taken out")
    RESTRICTION = "RESTRICTION", _("Restriction")
    CLEARANCE = "CLEARANCE", _("Clearance")
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
    MATTERS = "MATTERS", pgettext_lazy("topic", "Matters owed")
    LEVEL = "LEVEL", _("Level")
    AGREEMENTS = "AGREEMENTS", _("Contracts")
    SUBSCRIPTIONS = "SUBSCRIPTIONS", _("Subscriptions")
    GROUP = "GROUP", _("Group")
    SITES = "SITES", _("Sites")
    FILES = "FILES", _("Files")
    MONEY = "MONEY", _("Bills and payments")
    LOOKS = "LOOKS", _("Access and looks")
    RESTRICTION = "RESTRICTION", _("Restriction")


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
        TimelineKind.RECORD_CONFIRMED,
        TimelineKind.PLAN_CHANGED,
    ),
    TimelineTopic.MANAGERS: (
        TimelineKind.MANAGER_CHANGED,
        TimelineKind.DEPUTY_CHANGED,
        TimelineKind.OWNER_CHANGED,
        TimelineKind.HANDOVER,
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
        TimelineKind.RIGHTS_REQUEST,
    ),
    TimelineTopic.VISITS: (
        TimelineKind.CONVERSATION,
        TimelineKind.VISIT_PLANNED,
    ),
    TimelineTopic.MATTERS: (
        TimelineKind.MATTER_OPENED,
        TimelineKind.MATTER_KEPT,
        TimelineKind.MATTER_BROKEN,
        TimelineKind.MATTER_WAIVER,
        TimelineKind.MATTER_DROPPED,
        TimelineKind.MATTER_REOPENED,
        TimelineKind.MATTER_PAUSED,
        TimelineKind.MATTER_RESUMED,
        TimelineKind.MATTER_OFFERED,
        TimelineKind.MATTER_HANDED,
        TimelineKind.MATTER_EXPECTED,
        TimelineKind.CALL_RUN,
        TimelineKind.CASE,
    ),
    TimelineTopic.LEVEL: (
        TimelineKind.LEVEL_CHANGED,
        TimelineKind.LEVEL_BY_HAND,
    ),
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
        TimelineKind.ADDRESSES,
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
        TimelineKind.PAPER_SETTLED,
    ),
    TimelineTopic.LOOKS: (
        TimelineKind.ACCESS_ASKED,
        TimelineKind.ACCESS_ANSWERED,
        TimelineKind.ACCESS_ENDED,
        TimelineKind.OPENED_FOR_WORK,
        TimelineKind.ACCOUNT_SEEN,
        TimelineKind.UNMASKED,
        TimelineKind.EXPORTED,
    ),
    TimelineTopic.RESTRICTION: (
        TimelineKind.RESTRICTION,
        TimelineKind.CLEARANCE,
    ),
    TimelineTopic.MONEY: (),
}

# What serving an account needs. All else is how we work on it, or what was agreed: ours to read.
SERVING_KINDS: frozenset[TimelineKind] = frozenset(
    {
        TimelineKind.ACCOUNT_OPENED,
        TimelineKind.IDENTITY_CHANGED,
        TimelineKind.STATUS_CHANGED,
        TimelineKind.MANAGER_CHANGED,
        TimelineKind.DEPUTY_CHANGED,
        TimelineKind.SUBSCRIPTION_OPENED,
        TimelineKind.SUBSCRIPTION_CHANGED,
        TimelineKind.SUBSCRIPTION_TERMINATED,
        TimelineKind.EQUIPMENT_INSTALLED,
        TimelineKind.EQUIPMENT_CHANGED,
        TimelineKind.EQUIPMENT_GONE,
        TimelineKind.CONTACT_ADDED,
        TimelineKind.CONTACT_CHANGED,
        TimelineKind.CONTACT_LEFT,
        TimelineKind.CONTACT_BACK,
        TimelineKind.CONTACT_POST,
        TimelineKind.CONTACT_MOVED_AWAY,
        TimelineKind.CONTACT_MOVED_HERE,
        TimelineKind.SITE_ADDED,
        TimelineKind.SITE_CHANGED,
        TimelineKind.SITE_CLOSED,
        TimelineKind.SITE_REOPENED,
        TimelineKind.SERVED,
        TimelineKind.BILLED,
        TimelineKind.PAID,
    }
)
