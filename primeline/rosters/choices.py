"""The vocabulary of duty rosters and call chains."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# How much rest between two duties a roster asks for unless it is set otherwise, and at most.
REST_HOURS, MOST_REST_HOURS = 8, 24


class Speciality(models.TextChoices):
    """What somebody is on duty for. A unit has one roster of each."""

    TECHNICIAN = "TECHNICIAN", _("Technician on duty")
    FAULT_DESK = "FAULT_DESK", _("Fault desk")
    DUTY_MANAGER = "DUTY_MANAGER", _("Duty manager")
    COMPLAINTS = "COMPLAINTS", _("Complaints")
    HOLIDAYS = "HOLIDAYS", _("Holiday duty")


class Needed(models.TextChoices):
    """When somebody has to be there. What of it nobody covers is a gap."""

    ALWAYS = "ALWAYS", _("around the clock")
    HOURS = "HOURS", _("in the working hours of the unit")
    OUTSIDE_HOURS = "OUTSIDE", _("outside the working hours of the unit")
    DAYS_OFF = "DAYS_OFF", _("on weekends and holidays, all day")
    NEVER = "NEVER", _("at no fixed time")


class Days(models.TextChoices):
    """On which days a shift of a rotation begins."""

    EVERY = "EVERY", _("every day")
    WORKDAYS = "WORKDAYS", _("working days")
    DAYS_OFF = "DAYS_OFF", _("weekends and holidays")
    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")


class ShiftStatus(models.TextChoices):
    """Whether a shift is worked."""

    PLANNED = "PLANNED", pgettext_lazy("shift", "Planned")
    CANCELLED = "CANCELLED", pgettext_lazy("shift", "Taken off the roster")


class SwapStatus(models.TextChoices):
    """How far the wish to give a shift away has come."""

    OFFERED = "OFFERED", pgettext_lazy("shift", "On offer")
    TAKEN = "TAKEN", pgettext_lazy("shift", "Taken, waiting for the lead")
    DONE = "DONE", pgettext_lazy("shift", "Swapped")
    REFUSED = "REFUSED", pgettext_lazy("shift", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("shift", "Taken back")


SWAP_OPEN = (SwapStatus.OFFERED, SwapStatus.TAKEN)


class RunStatus(models.TextChoices):
    """How far a run of a call chain has come."""

    RUNNING = "RUNNING", pgettext_lazy("call chain", "Running")
    REACHED = "REACHED", pgettext_lazy("call chain", "Somebody was reached")
    EXHAUSTED = "EXHAUSTED", pgettext_lazy("call chain", "At its end, nobody was reached")
    STOPPED = "STOPPED", pgettext_lazy("call chain", "Stopped")


class Outcome(models.TextChoices):
    """What came of trying one step."""

    WAITING = "WAITING", pgettext_lazy("call", "Waiting for an answer")
    REACHED = "REACHED", pgettext_lazy("call", "Reached")
    NOT_REACHED = "NOT", pgettext_lazy("call", "Not reached")
    TIMED_OUT = "TIMED_OUT", pgettext_lazy("call", "No answer in time")
    NOBODY = "NOBODY", pgettext_lazy("call", "Nobody is on duty")
    NO_NUMBER = "NO_NUMBER", pgettext_lazy("call", "No telephone number is on file")
    CALLED_BEFORE = "BEFORE", pgettext_lazy("call", "Was called before in this run")
    FORBIDDEN = "FORBIDDEN", pgettext_lazy("call", "May not be called now")
    STOPPED = "STOPPED", pgettext_lazy("call", "Stopped")


class RunCause(models.TextChoices):
    """What a call chain is started for."""

    LINE_DOWN = "LINE_DOWN", pgettext_lazy("call chain", "A line of an account is down")
    OUTAGE = "OUTAGE", pgettext_lazy("call chain", "Many lines are down at once")
    SECURITY = "SECURITY", pgettext_lazy("call chain", "Security incident")
    COMPLAINT = "COMPLAINT", pgettext_lazy("call chain", "Urgent complaint")
    EVENT = "EVENT", pgettext_lazy("call chain", "Important event at an account")
    OTHER = "OTHER", pgettext_lazy("call chain", "Something else")


class StopCause(models.TextChoices):
    """Why nobody is to be called any more."""

    SEEN_TO = "SEEN_TO", pgettext_lazy("call chain", "Somebody sees to it already")
    OVER = "OVER", pgettext_lazy("call chain", "It is over")
    MISTAKE = "MISTAKE", pgettext_lazy("call chain", "Started by mistake")
    OTHER = "OTHER", pgettext_lazy("call chain", "Something else")


class NotReached(models.TextChoices):
    """Why somebody was not reached."""

    NO_ANSWER = "NO_ANSWER", pgettext_lazy("call", "Nobody picked up")
    BUSY = "BUSY", pgettext_lazy("call", "Line was busy")
    SWITCHED_OFF = "OFF", pgettext_lazy("call", "Telephone was switched off")
    WRONG_NUMBER = "WRONG", pgettext_lazy("call", "Wrong number")
    CANNOT = "CANNOT", pgettext_lazy("call", "Was reached and cannot see to it")
    OTHER = "OTHER", pgettext_lazy("call", "Something else")
