"""When something can be due under a contract, and when it can have been reached. Pure answers."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.products.choices import MilestoneKind
from primeline.products.values import MilestoneTerms

# The last bill of a contract is written and paid after its end: so long a milestone may be due.
SETTLED_WITHIN: Final = timedelta(days=90)


def check_milestone(terms: MilestoneTerms) -> None:
    """Do nothing if a contract may have such a milestone.

    :raises Refused: if it has no name, or an amount that does not belong to its kind
    """
    if not terms.name.strip():
        raise Refused(_("Say what is to be accepted or paid."), field="name")
    if (terms.kind == MilestoneKind.PAYMENT) != (terms.amount_cents > 0):
        raise Refused(
            _("A payment has an amount above zero, an acceptance has none."),
            field="amount_cents",
        )


def check_due(due: date, *, signed: date | None, starts: date, ends: date | None) -> None:
    """Do nothing if something may be due on a day under a contract with these days.

    :raises Refused: if it lies before the contract, or long after its end
    """
    if signed is not None and due < signed <= starts:
        raise Refused(
            _(
                "The contract was signed on %(day)s, and this would be due before. Choose a later "
                "day, or put the days of the contract right first."
            )
            % {"day": signed.isoformat()},
            field="due_date",
        )
    if due < _begin(signed, starts):
        raise Refused(
            _(
                "The contract runs from %(day)s, and this would be due before. Choose a later day, "
                "or put the days of the contract right first."
            )
            % {"day": starts.isoformat()},
            field="due_date",
        )
    if ends is not None and due - ends > SETTLED_WITHIN:
        raise Refused(
            _(
                "The contract ends on %(day)s, and a milestone is due %(most)s days after that at "
                "most. Choose an earlier day, or renew the contract first."
            )
            % {"day": ends.isoformat(), "most": SETTLED_WITHIN.days},
            field="due_date",
        )


def check_reached(done: date, *, signed: date | None, starts: date) -> None:
    """Do nothing if something may have been reached on a day under a contract with these days.

    :raises Refused: if it lies before the contract
    """
    if signed is not None and done < signed <= starts:
        raise Refused(
            _(
                "The contract was signed on %(day)s; nothing under it was reached before. Put this "
                "day right, or the days of the contract first."
            )
            % {"day": signed.isoformat()},
            field="done_date",
        )
    if done < _begin(signed, starts):
        raise Refused(
            _(
                "The contract runs from %(day)s; nothing under it was reached before. Put this day "
                "right, or the days of the contract first."
            )
            % {"day": starts.isoformat()},
            field="done_date",
        )


def _begin(signed: date | None, starts: date) -> date:
    return min(signed or starts, starts)
