"""Decisions about opening and hiding accounts. No database, no clock."""

from collections.abc import Iterable, Sized

from django.utils.translation import gettext_lazy as _

from primeline.access.values import Policy, Restriction, Wish
from primeline.kit.errors import Refused
from primeline.search.rules import spellings

FEWEST_CLEARED = 2
# Fewer letters meet in any two names.
SHORTEST_TELLING = 3


def clean_number(text: str) -> str:
    """Return an account number as it is stored."""
    return text.strip().upper()


def check_wish(wish: Wish, *, waiting_count: int, policy: Policy) -> None:
    """Refuse what may not even be asked for.

    :raises Refused: if no reason is given, it lasts too long, or too much is waiting already
    """
    check_reason(wish.reason)
    if not 1 <= wish.days_count <= policy.longest_days:
        raise Refused(
            _("Between 1 and %(most)s days. Ask again when they are over.")
            % {"most": policy.longest_days},
            field="days_count",
        )
    if waiting_count >= policy.most_waiting:
        raise Refused(
            _("%(count)s of your requests are waiting. Withdraw some, or wait for the answers.")
            % {"count": waiting_count}
        )


def check_answer(wish: Wish, *, days_count: int, with_contacts: bool) -> None:
    """Refuse an approval that gives more than was asked for.

    :raises Refused: if it would last longer or show more
    """
    if not 1 <= days_count <= wish.days_count:
        raise Refused(
            _("Between 1 and the %(most)s days that were asked for.") % {"most": wish.days_count},
            field="days_count",
        )
    if with_contacts and not wish.with_contacts:
        raise Refused(_("Contacts were not asked for."), field="with_contacts")


def check_reason(reason: str) -> None:
    """Refuse a deed that others cannot understand later.

    :raises Refused: if no reason is given
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def rung_of(owner_path: str, lead_paths: Iterable[str]) -> str:
    """Return the highest unit at which the asker leads the account's unit; empty if at none."""
    above = [path for path in lead_paths if owner_path.startswith(path)]
    return min(above, key=len, default="")


def decided_at(owner_path: str, *, rung: str) -> str:
    """Return the path of the unit that is to answer: the owner's, or the one above the asker's."""
    if not rung:
        return owner_path
    above = rung.rstrip("/").rpartition("/")[0] + "/"
    return rung if above == "/" else above


def unit_at(path: str) -> int:
    """Return the unit at a path."""
    return int(path.rstrip("/").rpartition("/")[2])


def may_decide(decider_path: str, *, rung: str) -> bool:
    """Test whether a lead at this unit may answer somebody who leads at `rung`.

    Nobody answers their own rung, but for the top, above which there is nobody: there it is
    somebody else of the same rung.
    """
    is_top = decider_path.count("/") == len("//")
    return not rung or len(decider_path) < len(rung) or (is_top and decider_path == rung)


def check_those_left(able: Sized) -> None:
    """Refuse to leave a hidden account with nobody who could show it again.

    :raises Refused: if fewer than two are left who may
    """
    if len(able) < FEWEST_CLEARED:
        raise Refused(_("Two people who may lift it must remain. Clear another first."))


def check_restriction(
    restriction: Restriction, *, names: Iterable[str], able_ids: Iterable[int]
) -> None:
    """Refuse a restriction that gives the account away or that nobody could lift.

    `able_ids` are those of the people named who may lift it again.

    :raises Refused: if the cover name tells something, or too few people are cleared
    """
    cover = restriction.cover_name.strip().casefold()
    if not cover or any(_tells(cover, name.strip().casefold()) for name in names):
        raise Refused(
            _("A restricted account needs a name that tells nothing."), field="cover_name"
        )
    if len(set(able_ids)) < FEWEST_CLEARED:
        raise Refused(
            _("Name at least two people who may restrict accounts: lifting it takes two."),
            field="people",
        )


def _tells(cover: str, name: str) -> bool:
    """Test whether one holds the other, as it is written or as it is said: `xgbx`, 信广."""
    if not name:
        return False
    pairs = [(cover, name)]
    pairs += [
        (one, other)
        for one in spellings(cover)[:2]
        for other in spellings(name)[1:]
        if min(len(one), len(other)) >= SHORTEST_TELLING
    ]
    return any(one in other or other in one for one, other in pairs)
