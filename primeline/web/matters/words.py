"""Words for the states of matters and the groups of a list."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from primeline.commitments.choices import Outcome, State
from primeline.commitments.queries.changed import Overnight
from primeline.commitments.queries.lists import Group

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment

TONES = {
    State.RUNNING: "plain",
    State.OVERDUE: "bad",
    State.PAUSED: "wait",
    State.KEPT: "good",
    State.LATE: "bad",
    State.WAIVED: "wait",
    State.CANCELLED: "wait",
    State.MISSED: "bad",
}


def state_words(state: State) -> str:
    """Return how a matter stands."""
    return {
        State.RUNNING: pgettext("commitment", "Running"),
        State.OVERDUE: pgettext("matter", "Overdue"),
        State.PAUSED: pgettext("commitment", "Paused"),
        State.KEPT: _("Done in time"),
        State.LATE: _("Done late"),
        State.WAIVED: pgettext("commitment", "Waived"),
        State.CANCELLED: pgettext("commitment", "Not owed any more"),
        State.MISSED: _("Withdrawn after its time"),
    }[state]


def unruled_words(matter: "Commitment") -> str:
    """Return what became of a matter that no rule spoke of when it was asked for."""
    if matter.policy_row_id is None:
        return _("No rule speaks of it yet.")
    if matter.opened_at == matter.unruled_at:
        return _("The rule came late; a law counts from the beginning all the same.")
    return _("The rule came late: the time counts from its coming.")


def outcome_words(outcome: Outcome) -> str:
    """Return what became of something on the day it was due."""
    return {
        Outcome.KEPT: _("Done in time"),
        Outcome.LATE: _("Done late"),
        Outcome.MISSED: pgettext("matter", "Not done"),
        Outcome.WAIVED: pgettext("commitment", "Waived"),
    }[outcome]


def night_words(kind: Overnight) -> str:
    """Return what happened overnight, as a lead asks for it."""
    return {
        Overnight.BROKEN: _("Promises broken overnight"),
        Overnight.COMPLAINT: _("Complaints received overnight"),
        Overnight.FAULT: _("Faults reported overnight"),
        Overnight.ASSURED_FAULT: _("Of these on AAA or AA circuits"),
    }[kind]


def group_words(group: Group) -> str:
    """Return when something is due, as people speak of it."""
    return {
        Group.OVERDUE: pgettext("matter", "Overdue"),
        Group.TODAY: _("Today"),
        Group.THIS_WEEK: _("This week"),
        Group.LATER: pgettext("due", "Later"),
        Group.STANDING: _("Somebody else is waited for"),
    }[group]
