"""How states of visits and calls are told, and colored."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from primeline.customers.choices import PreferredChannel
from primeline.staff.rules import day_of
from primeline.visits.choices import ActionState, CountedKind, Occasion
from primeline.web import formats

if TYPE_CHECKING:
    from primeline.visits.models import Conversation, Counted, Postponement

# Colors that stay apart for the colorblind (after Okabe and Ito), darkened for white ground.
COLORS: Final = {
    ActionState.KEPT: "#00785a",
    ActionState.LATE: "#a88a00",
    ActionState.MISSED: "#b0413e",
    ActionState.UNSTAFFED: "#5a6b85",
}
TONES: Final = {
    ActionState.PLANNED: "plain",
    ActionState.KEPT: "good",
    ActionState.LATE: "warn",
    ActionState.MISSED: "bad",
    ActionState.UNSTAFFED: "wait",
    ActionState.WAIVED: "plain",
}


def person_words() -> dict[str, Any]:
    """Return what pages need that say for which key person something is done."""
    return {"occasions": Occasion, "channels": PreferredChannel}


def action_state_words(state: ActionState) -> str:
    """Return what became of a visit or call, in words."""
    return {
        ActionState.PLANNED: pgettext("visit", "Ahead"),
        ActionState.KEPT: pgettext("visit", "Kept"),
        ActionState.LATE: pgettext("visit", "Late"),
        ActionState.MISSED: pgettext("visit", "Missed"),
        ActionState.UNSTAFFED: pgettext("visit", "Unstaffed"),
        ActionState.WAIVED: pgettext("visit", "Let off"),
    }[state]


def counted_words(counted: "Counted") -> str:
    """Return why something counts as done though nobody said so."""
    if counted.source_kind == CountedKind.APPROACH:
        said = _(
            "Counts by a call through Primeline, %(moment)s; whether it was answered is not known."
        )
    else:
        said = _("Counts by another matter that was done, %(moment)s.")
    return said % {"moment": formats.moment(counted.counted_at)}


def put_off_words(one: "Postponement") -> str:
    """Return from when to when something was put off, and how it counts."""
    said = (
        _("Put off from %(old)s to %(new)s by %(name)s; it counts as late, as it was due %(due)s.")
        if one.counts_late
        else _("Put off from %(old)s to %(new)s by %(name)s; it counts as in time until then.")
    )
    return said % {
        "old": formats.day(one.old_date),
        "new": formats.day(one.new_date),
        "name": one.made_by.name,
        "due": formats.moment(one.old_due_at),
    }


def written_words(row: "Conversation") -> str:
    """Return how much later than it took place something was written down, and if that is late."""
    days = (day_of(row.recorded_at) - day_of(row.held_at)).days
    if row.action_id and row.is_written_late and row.record_due_at is not None:
        said = ngettext(
            "Written down %(count)s day later. It was to be written down by %(moment)s: it counts "
            "as late.",
            "Written down %(count)s days later. It was to be written down by %(moment)s: it counts "
            "as late.",
            days,
        )
        return said % {"count": days, "moment": formats.moment(row.record_due_at)}
    if not days:
        return ""
    said = ngettext("Written down %(count)s day later.", "Written down %(count)s days later.", days)
    return said % {"count": days}
