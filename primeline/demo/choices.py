"""The vocabulary of seeding: what is being done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """The steps of seeding, in their order."""

    PLAN = "PLAN", _("Inventing the operator")
    ORGANIZATION = "ORGANIZATION", _("Units, people and reference data")
    ACCOUNTS = "ACCOUNTS", _("Accounts, contacts and contracts")
    SUBSCRIPTIONS = "SUBSCRIPTIONS", _("Subscriptions and timelines")
    BILLS = "BILLS", _("Bills")
    MONTH = "MONTH", _("The current month, day by day")
    LEVELS = "LEVELS", _("Levels by the policy")
    SEARCH = "SEARCH", _("Search")
