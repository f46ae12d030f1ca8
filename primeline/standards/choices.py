"""The vocabulary of what is owed within which time."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Clock(models.TextChoices):
    """Which time counts. A limit of one working day is 24 hours on the clock of working days."""

    NATURAL = "NATURAL", _("around the clock")
    WORKDAYS = "WORKDAYS", _("working days")
    WORKING = "WORKING", _("working hours")


class Area(models.TextChoices):
    """Where a fault is to be put right; where nobody says, it counts as urban."""

    URBAN = "URBAN", _("Urban")
    RURAL = "RURAL", _("Rural")


class Priority(models.TextChoices):
    """Impact by urgency, from the highest to the lowest."""

    P1 = "P1", "P1"
    P2 = "P2", "P2"
    P3 = "P3", "P3"
    P4 = "P4", "P4"


class Severity(models.TextChoices):
    """How bad it is when the limit is broken."""

    MINOR = "MINOR", _("minor")
    MAJOR = "MAJOR", _("major")
    CRITICAL = "CRITICAL", _("critical")


class Mark(models.TextChoices):
    """How we know a number."""

    TEXT = "V", _("read in the full text")
    EXCERPT = "S", _("read in an excerpt")
    UNVERIFIED = "M", _("unverified")
    PROPOSAL = "D", _("our own proposal")
    OWN = "O", _("decided by us")


class Tells(models.TextChoices):
    """Whom a rung tells."""

    OWNER = "OWNER", _("who owes it")
    TEAM_LEAD = "TEAM_LEAD", _("lead of the team")
    BRANCH_LEAD = "BRANCH_LEAD", _("lead of the branch")
    ACCOUNT_MANAGER = "ACCOUNT_MANAGER", _("account manager")
    PROVINCE = "PROVINCE", _("province")
    HEADQUARTERS = "HEADQUARTERS", _("headquarters")


class PauseParty(models.TextChoices):
    """For whom a clock waits."""

    CUSTOMER = "CUSTOMER", _("the customer")
    CARRIER = "CARRIER", _("another operator")
    AUTHORITY = "AUTHORITY", _("an authority")
    OURSELVES = "OURSELVES", _("ourselves")


class PolicyStatus(models.TextChoices):
    """What has become of a version of the matrix."""

    DRAFT = "DRAFT", pgettext_lazy("policy version", "Draft")
    PROPOSED = "PROPOSED", _("Waits for approval")
    APPROVED = "APPROVED", pgettext_lazy("policy version", "Approved")
    REFUSED = "REFUSED", pgettext_lazy("policy version", "Refused")
    DROPPED = "DROPPED", _("Given up")


class StandardKind(models.TextChoices):
    LAW = "LAW", _("Law or regulation")
    PROVINCIAL = "PROVINCIAL", _("Provincial regulation")
    INDUSTRY = "INDUSTRY", _("Rule of the regulator")
    RECOMMENDATION = "RECOMMENDATION", _("Recommendation or practice of others")
    OWN = "OWN", _("Standard of our own")


class WhyLost(models.TextChoices):
    """Why a rule that applies did not set the deadline."""

    LATER = "LATER", _("its deadline is later")
    LESS_SPECIFIC = "LESS_SPECIFIC", _("same deadline, but made for more cases")
    NOT_STATUTORY = "NOT_STATUTORY", _("same deadline, but not statutory")
    SAME = "SAME", _("says the same")


class FindingKind(models.TextChoices):
    """What checking a version finds."""

    LOOSER = "LOOSER", _("looser than a statutory rule that it meets")
    TWICE = "TWICE", _("says for the same case something else than another rule")
    LOST_STATUTE = "LOST_STATUTE", _("a statutory rule in force is gone or looser")
    NEVER_WINS = "NEVER_WINS", _("another rule is always at least as tight")
    GAP = "GAP", _("no rule for some cases")
