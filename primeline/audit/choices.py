"""The vocabulary of the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    """What happened to a row. There is no word for deletion, because nothing is deleted."""

    INSERT = "I", _("created")
    UPDATE = "U", _("changed")


class Difference(models.TextChoices):
    """What became of a row between two days."""

    NEW = "NEW", _("new")
    CHANGED = "CHANGED", _("changed")
    GONE = "GONE", _("moved away")


class GrantKind(models.TextChoices):
    """Why an account outside somebody's reach was opened to them for a time."""

    ASKED = "ASKED", _("asked for and approved")
    WORK = "WORK", _("needed for work")


class LookBasis(models.TextChoices):
    """By what right somebody saw what they looked at."""

    ROLE = "ROLE", _("by role")
    GRANT = "GRANT", _("by approval")
    CLEARANCE = "CLEARANCE", _("cleared by name")


class RefusalKind(models.TextChoices):
    """Why somebody was not let in."""

    ROLE = "ROLE", _("the role does not carry it")
    REACH = "REACH", _("not there, or not within reach")
    LIMIT = "LIMIT", _("too often")
    SIGN_IN = "SIGN_IN", _("wrong password or code")


class FindingKind(models.TextChoices):
    """What can be wrong with the record. Each label is the sentence that a person is told."""

    RECORD_CHANGED = (
        "RECORD_CHANGED",
        _("Seal {seal}: acts or history were changed or put in another order."),
    )
    RECORD_DELETED = "RECORD_DELETED", _("Seal {seal}: {details} are missing.")
    RECORD_INSERTED = "RECORD_INSERTED", _("Seal {seal}: {details} were added afterwards.")
    SEAL_OUT_OF_CHAIN = (
        "SEAL_OUT_OF_CHAIN",
        _("Seal {seal} does not follow the one before it: seals were changed or removed."),
    )
    ACTS_OUTSIDE_SEALS = (
        "ACTS_OUTSIDE_SEALS",
        _("{details} acts were slipped in where everything had been sealed."),
    )
    SEAL_NOT_STORED = (
        "SEAL_NOT_STORED",
        _("Seal {seal} is anchored but not stored: the end of the record was cut off."),
    )
    SEAL_NOT_AS_ANCHORED = (
        "SEAL_NOT_AS_ANCHORED",
        _("Seal {seal} is not the one that was anchored: the record was rewritten."),
    )
    SEAL_NOT_ANCHORED = (
        "SEAL_NOT_ANCHORED",
        _("Seal {seal} is not in the anchor, though later ones are."),
    )
    NO_ANCHOR = "NO_ANCHOR", _("The anchor {details} does not know this archive.")
    HISTORY_OF_NO_ACT = "HISTORY_OF_NO_ACT", _("{details} rows of history belong to no act.")
    HISTORY_TORN = (
        "HISTORY_TORN",
        _("{table} {row}: the history does not join up at {details}."),
    )
    ROW_CHANGED = "ROW_CHANGED", _("{table} {row}: {details} differ from the latest history.")
    ROW_WITHOUT_HISTORY = "ROW_WITHOUT_HISTORY", _("{table} {row}: there is no history of it.")
    ROW_MISSING = "ROW_MISSING", _("{table} {row}: the row is gone.")
