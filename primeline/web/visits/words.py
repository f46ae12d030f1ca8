"""How states of visits and calls are told, and colored."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from primeline.visits.choices import ActionState, CountedKind
from primeline.web import formats

if TYPE_CHECKING:
    from primeline.visits.models import Counted

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
