"""The vocabulary of what is owed."""

from enum import Enum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitmentStatus(models.TextChoices):
    """How far a commitment has come. Whether it is in time is not told by this."""

    RUNNING = "RUNNING", pgettext_lazy("commitment", "Running")
    PAUSED = "PAUSED", pgettext_lazy("commitment", "Paused")
    DONE = "DONE", pgettext_lazy("commitment", "Done")
    WAIVED = "WAIVED", pgettext_lazy("commitment", "Waived")
    CANCELLED = "CANCELLED", pgettext_lazy("commitment", "Not owed any more")


OPEN = (CommitmentStatus.RUNNING, CommitmentStatus.PAUSED)


class State(Enum):
    """What a page says of a commitment: its status and whether it is, or was, in time."""

    RUNNING = "RUNNING"
    OVERDUE = "OVERDUE"
    PAUSED = "PAUSED"
    KEPT = "KEPT"
    LATE = "LATE"
    WAIVED = "WAIVED"
    CANCELLED = "CANCELLED"
    # Withdrawn when its time was over: that it was not done in time stays true.
    MISSED = "MISSED"


class Outcome(Enum):
    """What became of something on the day it was due. What somebody was let off is not owed."""

    KEPT = "KEPT"
    LATE = "LATE"
    MISSED = "MISSED"
    WAIVED = "WAIVED"


OWED: Final = (Outcome.KEPT, Outcome.LATE, Outcome.MISSED)


class News(models.TextChoices):
    """What a row is to somebody who comes back to a list."""

    NEW = "NEW", pgettext_lazy("matter since", "New")
    CHANGED = "CHANGED", pgettext_lazy("matter since", "Changed")


class NoticeKind(models.TextChoices):
    """What people are told of a matter beside how much of its time has passed."""

    UNANSWERED = "UNANSWERED", _("Nobody answered the call chain")
    UNSEEN = "UNSEEN", _("Whoever holds it does not see the account: give it to them anew")
    CHASED = "CHASED", pgettext_lazy("matter", "Chased")


# Of these somebody may want to hear at once, wherever they are.
URGENT: Final = frozenset({NoticeKind.UNANSWERED, NoticeKind.CHASED})


class Lane(models.TextChoices):
    """What a customer waits for, as people speak of it."""

    FAULT = "FAULT", pgettext_lazy("lane", "Fault")
    COMPLAINT = "COMPLAINT", pgettext_lazy("lane", "Complaint")
    OPENING = "OPENING", pgettext_lazy("lane", "Opening")
    CHANGE = "CHANGE", pgettext_lazy("lane", "Change or move")
    TERMINATION = "TERMINATION", pgettext_lazy("lane", "Termination")
    WORKS = "WORKS", pgettext_lazy("lane", "Planned work")
    BILLING = "BILLING", pgettext_lazy("lane", "Billing")
    ASKED = "ASKED", pgettext_lazy("lane", "Question or promise")
    OTHER = "OTHER", pgettext_lazy("lane", "Other")


class OfferStatus(models.TextChoices):
    """How far the hand-over of a matter has come."""

    OFFERED = "OFFERED", pgettext_lazy("matter", "Waiting for an answer")
    ACCEPTED = "ACCEPTED", pgettext_lazy("matter", "Accepted")
    REFUSED = "REFUSED", pgettext_lazy("matter", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("matter", "Taken back")


class WaiverStatus(models.TextChoices):
    """How far the wish to be let off has come."""

    WAITING = "WAITING", pgettext_lazy("waiver", "Waiting for a second person")
    APPROVED = "APPROVED", pgettext_lazy("waiver", "Approved")
    REFUSED = "REFUSED", pgettext_lazy("waiver", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("waiver", "Taken back")


class Because(models.TextChoices):
    """Why a due moment was worked out anew."""

    TIER = "TIER", _("the level of the account changed")
    CALENDAR = "CALENDAR", _("working days or hours changed")
    POLICY = "POLICY", _("another version of the policy took effect")
    MOVED = "MOVED", _("the moment it is counted back from was moved")
    PUT_OFF = "PUT_OFF", _("a lead put it off to a later day")
    FACTS = "FACTS", _("more became known of what it is about")
    RULED = "RULED", _("a rule came for it, where none had spoken of it before")


class LetterKind(models.TextChoices):
    """Which way a letter goes: down, up, or from a customer to a department. All are answered."""

    INSTRUCTION = "INSTRUCTION", _("Instruction")
    REPORT = "REPORT", _("Report")
    SUGGESTION = "SUGGESTION", _("Suggestion of a customer")


class AskedBy(models.TextChoices):
    """On which way a customer asked."""

    PHONE = "PHONE", pgettext_lazy("asked by", "Phone")
    IN_PERSON = "PERSON", pgettext_lazy("asked by", "In person")
    MESSAGE = "MESSAGE", pgettext_lazy("asked by", "Message")
    LETTER = "LETTER", pgettext_lazy("asked by", "E-mail or letter")


# What a customer has asked, ordered or complained of is told from the beginning, whoever opens it.
ASKED_BY_CUSTOMERS: Final = frozenset(
    {
        "ASKED",
        "COMPLAINT_REPLY",
        "FIRST_RESPONSE",
        "INSTALLATION",
        "RECONNECTION",
        "RESTORATION",
        "SUGGESTION_ANSWER",
    }
)
