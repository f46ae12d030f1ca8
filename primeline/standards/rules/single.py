"""What one rule must be, looked at alone. The way out stands with the refusal."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.standards.choices import Mark, Tells
from primeline.standards.values import LONGEST_SECONDS, RuleFacts, Rung

MOST_RUNGS: Final = 8
HIGHEST_PERCENT: Final = 1_000


def check_rule(facts: RuleFacts) -> None:
    """Do nothing if a rule can be meant.

    :raises Refused: if its limit, average, target, rungs or source cannot be
    """
    if not 1 <= facts.limit_seconds <= LONGEST_SECONDS:
        raise Refused(_("A limit is longer than nothing and at most five years."), field="limit")
    average = facts.average_seconds
    if average is not None and not 1 <= average <= facts.limit_seconds:
        raise Refused(
            _("The average to aim at is longer than nothing and not above the limit."),
            field="average",
        )
    if facts.target_percent is not None and not 1 <= facts.target_percent <= 100:
        raise Refused(
            _("The share to be kept in time lies between 1 and 100 percent."), field="target"
        )
    if facts.unit_id is not None and facts.customer_id is not None:
        raise Refused(_("A rule is for a unit or for an account, not for both."), field="customer")
    if facts.is_statutory:
        _check_statute(facts)
    check_rungs(facts.rungs)


def check_rungs(rungs: Sequence[Rung]) -> None:
    """Do nothing if people can be told at these points, one after the other.

    :raises Refused: if they go down, are too many, or tell nobody
    """
    percents = [rung.percent for rung in rungs]
    if percents != sorted(set(percents)) or len(rungs) > MOST_RUNGS:
        raise Refused(_("Rungs go up, each percentage once, eight at most."), field="rungs")
    if any(not 1 <= percent <= HIGHEST_PERCENT for percent in percents):
        raise Refused(_("A rung lies between 1 % and 1000 % of the limit."), field="rungs")
    if any(not rung.tells or set(rung.tells) - set(Tells.values) for rung in rungs):
        raise Refused(_("Each rung tells somebody."), field="rungs")


def _check_statute(facts: RuleFacts) -> None:
    if not facts.citation.strip() or facts.standard_id is None:
        raise Refused(
            _("A statutory rule names its standard and where it says so."), field="citation"
        )
    if facts.mark not in (Mark.TEXT, Mark.EXCERPT):
        raise Refused(
            _("A statutory rule is one that somebody has read, in full or in an excerpt."),
            field="mark",
        )
    if facts.customer_id is not None:
        raise Refused(_("A contract is no statute. Leave the account out."), field="customer")
