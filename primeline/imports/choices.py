"""The vocabulary of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Target(models.TextChoices):
    """What the rows of a file are."""

    CUSTOMERS = "CUSTOMERS", _("Accounts, with the services they hold")
    CONTACTS = "CONTACTS", _("Contacts")
    AGREEMENTS = "AGREEMENTS", _("Contracts")
    SUBSCRIPTIONS = "SUBSCRIPTIONS", _("Subscriptions")
    BILLS = "BILLS", _("Bills")
    PAYMENTS = "PAYMENTS", _("Payments")
    MANAGERS = "MANAGERS", _("Named managers")
    TERMINATIONS = "TERMINATIONS", _("Ended subscriptions")
    SITES = "SITES", _("Sites")
    GROUPS = "GROUPS", _("Groups: who belongs to whom")
    CONSENTS = "CONSENTS", _("Consents")
    EQUIPMENT = "EQUIPMENT", _("Equipment at customers")
    OUTSIDE = "OUTSIDE", _("Services from other operators")


class BatchStatus(models.TextChoices):
    """Where a batch stands."""

    UPLOADED = "UPLOADED", _("Uploaded")
    CHECKING = "CHECKING", _("Being checked")
    CHECKED = "CHECKED", _("Checked")
    COMMITTING = "COMMITTING", _("Being written")
    COMMITTED = "COMMITTED", _("Written")
    UNDOING = "UNDOING", _("Being taken back")
    UNDONE = "UNDONE", pgettext_lazy("batch", "Taken back")
    FAILED = "FAILED", _("Failed")
    ABANDONED = "ABANDONED", _("Abandoned")


class RowState(models.TextChoices):
    """What a row of the file does to the archive."""

    NEW = "NEW", pgettext_lazy("row", "New")
    CHANGED = "CHANGED", pgettext_lazy("row", "Changed")
    UNCHANGED = "UNCHANGED", pgettext_lazy("row", "Unchanged")
    FAULTY = "FAULTY", _("In error")
    LEFT = "LEFT", _("Not taken back")


class Extent(models.TextChoices):
    """Which rows are written."""

    ALL = "all", _("All rows, or none if one is in error")
    VALID = "valid", _("Only the valid rows")


class BillsAre(models.TextChoices):
    """What is assumed of bills of which the file tells only the amount."""

    SETTLED = "SETTLED", _("Settled")
    SENT = "SENT", _("Still open")
