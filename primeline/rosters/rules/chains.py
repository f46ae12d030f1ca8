"""What a call chain may be. No database, no clock: only answers."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.rosters.values import Link

MOST_STEPS = 20
LONGEST_WAIT = 24 * 60


def check_links(links: Sequence[Link]) -> None:
    """Do nothing if people can be called by these steps.

    :raises Refused: if there are none or too many, one calls nobody or two, waits too short or too
        long, or the same stands twice
    """
    if not links:
        raise Refused(_("A chain needs at least one step."), field="steps")
    if len(links) > MOST_STEPS:
        raise Refused(
            _("A chain has at most %(most)s steps.") % {"most": MOST_STEPS}, field="steps"
        )
    for one in links:
        named = [one.person_id is not None, bool(one.speciality), one.contact_id is not None]
        if sum(named) != 1:
            raise Refused(_("Each step calls exactly one."), field="steps")
        if not 1 <= one.wait_minutes <= LONGEST_WAIT:
            raise Refused(_("Wait between a minute and a day for an answer."), field="steps")
    called = Counter((one.person_id, one.speciality, one.contact_id) for one in links)
    if max(called.values()) > 1:
        raise Refused(_("Nobody is called twice: name each once."), field="steps")
