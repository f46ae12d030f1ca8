"""The vocabulary of work that runs as it was drawn."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionStatus(models.TextChoices):
    """What has become of a version of a process."""

    DRAFT = "DRAFT", pgettext_lazy("process version", "Draft")
    CHECKED = "CHECKED", pgettext_lazy("process version", "Checked, waits for approval")
    APPROVED = "APPROVED", pgettext_lazy("process version", "Approved")
    REFUSED = "REFUSED", pgettext_lazy("process version", "Refused")
    DROPPED = "DROPPED", pgettext_lazy("process version", "Given up")


class SwitchStatus(models.TextChoices):
    """What has become of a wish to let running cases go on by another version."""

    PROPOSED = "PROPOSED", pgettext_lazy("moving cases", "Waits for approval")
    APPROVED = "APPROVED", pgettext_lazy("moving cases", "Approved, being carried out")
    DONE = "DONE", pgettext_lazy("moving cases", "Carried out")
    REFUSED = "REFUSED", pgettext_lazy("moving cases", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("moving cases", "Taken back")


class CaseStatus(models.TextChoices):
    """Whether a case runs, and else how it ended."""

    RUNNING = "RUNNING", pgettext_lazy("case", "Running")
    DONE = "DONE", pgettext_lazy("case", "Done")
    CANCELLED = "CANCELLED", pgettext_lazy("case", "Cancelled")


class ItemStatus(models.TextChoices):
    """What has become of one step of a case."""

    OPEN = "OPEN", pgettext_lazy("step of a case", "To be done")
    DONE = "DONE", pgettext_lazy("step of a case", "Done")
    SENT_BACK = "SENT_BACK", pgettext_lazy("step of a case", "Sent back")
    DROPPED = "DROPPED", pgettext_lazy("step of a case", "Not needed any more")


class UnitRule(models.TextChoices):
    """Which unit a step of a case is for, seen from the account."""

    ACCOUNT = "ACCOUNT", _("the unit of the account")
    BRANCH = "BRANCH", _("its branch")
    PROVINCE = "PROVINCE", _("its province")
    HEADQUARTERS = "HEADQUARTERS", _("the headquarters")


class How(models.TextChoices):
    """What the timeline of an account tells of a case."""

    STARTED = "STARTED", pgettext_lazy("case", "started")
    SENT_BACK = "SENT_BACK", pgettext_lazy("case", "sent back")
    DONE = "DONE", pgettext_lazy("case", "done")
    CANCELLED = "CANCELLED", pgettext_lazy("case", "cancelled")
    MOVED = "MOVED", pgettext_lazy("case", "goes on by another version")
    TOLD = "TOLD", pgettext_lazy("case", "the customer is to be told")


# The step that keeps time where a drawing names none.
ANY_STEP: Final = "CASE_STEP"
