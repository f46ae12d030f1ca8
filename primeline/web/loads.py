"""Loads of managers in words, and giving somebody more than the limit only when it is meant."""

from collections.abc import Collection
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.handovers import queries as handovers
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.tiers import queries as tiers
from primeline.tiers.choices import LoadLevel
from primeline.tiers.queries import Load
from primeline.tiers.rules import check_load


class OverloadFields(forms.Form):
    """Whether somebody is to carry more than the limit allows."""

    is_overload_meant = forms.BooleanField(
        label=gettext_lazy("Also above the limit of the load"),
        required=False,
        help_text=gettext_lazy("Only leads go on above a limit; the reason then says why."),
    )


def over_words(load: Load) -> str:
    """Return which limits a load is above: "diamond 7 of 6"."""
    return _("; ").join(
        _("%(what)s %(carried)s of %(most)s")
        % {
            "what": LoadLevel(one.level).label if one.level else _("points"),
            "carried": f"{one.carried:.1f}" if not one.level else f"{one.carried:,}",
            "most": f"{one.most:,.0f}",
        }
        for one in load.excesses
    )


def checked(
    reach: Reach, person_id: int, customer_ids: Collection[int], *, is_meant: bool, today: date
) -> str:
    """Return which limits somebody would be above with these accounts, if that is meant.

    What they have accepted for a day to come counts too.

    :raises Refused: if they would be above one and it is not meant, or not for this reader to do
    """
    expected = {*customer_ids, *handovers.coming_to([person_id])[person_id]}
    load = tiers.load_with(person_id, expected, month=today.replace(day=1))
    check_load(load, may_go_on=reach.may(Permission.ASSIGN_MANAGERS), is_meant=is_meant)
    return over_words(load)


def reason_above(above: str, reason: str) -> str:
    """Return the reason of an act: which limits somebody is above stands in front of it."""
    words = {"limits": above, "reason": reason}
    return _("Above the limit (%(limits)s): %(reason)s") % words if above else reason
