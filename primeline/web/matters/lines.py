"""What one line of a list of matters shows: what, for whom, by when, by which rule, whose turn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.commitments import rules
from primeline.commitments.choices import CommitmentStatus, News, State
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.flight import heard_of
from primeline.commitments.queries.lists import Bounds, Group, may_pause, offers_now, pauses_now
from primeline.staff.choices import Role
from primeline.standards.choices import Clock, Mark, PauseParty
from primeline.standards.rules import citation_words
from primeline.visits.queries import names_of
from primeline.visits.values import PERSON
from primeline.web.formats import label_of
from primeline.web.matters.ticking import Ticking, limit_words, openings_ahead, ticking
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment, Offer, Pause
    from primeline.staff.models import Person, Unit

DAYS_A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Line:
    """One matter as a list shows it."""

    matter: "Commitment"
    state: State
    ticking: Ticking
    turn: str
    is_mine: bool
    may_pause: bool
    pause: "Pause | None" = None
    offer: "Offer | None" = None
    tells_word: bool = False
    """Whether the list says when the customer was last told something."""
    heard_at: datetime | None = None
    whom: str = ""
    """The key person for whom it is done, as the reader may see them."""

    @property
    def news(self) -> News | None:
        """What it is to a reader who comes back, where the list was asked so."""
        found = getattr(self.matter, "news", "")
        return News(found) if found else None

    @property
    def group(self) -> Group | None:
        """When it is due, where the list was grouped."""
        group = getattr(self.matter, "group", None)
        return None if group is None else Group(group)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Why a matter is due when it is, in words."""

    limit: str
    clock: str
    citation: str
    standard: str
    mark: str
    is_verified: bool
    is_statutory: bool
    is_by_hand: bool
    is_unruled: bool
    is_provisional: bool


def bounds_of(at: datetime) -> Bounds:
    """Return where the groups end for the reader: at their midnight, and that after Sunday."""
    local = timezone.localtime(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    monday = midnight + timedelta(days=DAYS_A_WEEK - local.weekday())
    return Bounds(at=at, day_ends_at=tomorrow, week_ends_at=monday)


def lines_of(
    request: PersonRequest,
    matters: "Iterable[Commitment]",
    at: datetime,
    *,
    tells_word: bool = False,
) -> list[Line]:
    """Return the lines of a list. A few queries, however long it is."""
    rows = list(matters)
    heard = heard_of(rows) if tells_word else {}
    courses, pauses, offers = Courses(rows, at=at), pauses_now(rows), offers_now(rows)
    people = names_of(request.reach, {one.subject_id for one in rows if one.subject_kind == PERSON})
    ahead: dict[tuple[str, int], str] = {}
    found = []
    for one in rows:
        key = (one.clock, one.calendar_unit_id)
        if key not in ahead:
            ahead[key] = openings_ahead(courses.calendar(*key), at)
        pause, offer = pauses.get(one.pk), offers.get(one.pk)
        found.append(
            Line(
                matter=one,
                state=one.state(at),
                ticking=ticking(
                    rules.left_of(
                        courses.of(one), at, is_running=one.status == CommitmentStatus.RUNNING
                    ),
                    limit=one.limit,
                    clock=one.clock,
                    openings=ahead[key],
                    is_paused=one.status == CommitmentStatus.PAUSED,
                ),
                turn=_turn(request, one, pause, offer),
                is_mine=_is_mine(request, one),
                may_pause=may_pause(one),
                pause=pause,
                offer=offer,
                tells_word=tells_word and one.customer_id is not None,
                heard_at=heard.get(one.pk),
                whom=people.get(one.subject_id, "") if one.subject_kind == PERSON else "",
            )
        )
    return found


def rule_of(matter: "Commitment") -> Rule:
    """Return why a matter is due when it is."""
    row = matter.policy_row
    standard = row.standard if row is not None else None
    if row is not None and matter.before_at is not None:
        # What is counted back has as long as there is; its rule says how long before.
        clock, limit = row.clock, timedelta(seconds=row.limit_seconds)
        words = _("%(length)s before") % {"length": limit_words(limit, clock)}
    else:
        clock, words = matter.clock, limit_words(matter.limit, matter.clock)
    return Rule(
        limit=words,
        clock=str(Clock(clock).label),
        citation=citation_words(row.citation) if row is not None else "",
        standard=f"{standard.number} {standard.title}" if standard is not None else "",
        mark=str(Mark(row.mark).label) if row is not None else "",
        is_verified=row is None or row.is_verified,
        is_statutory=row is not None and row.is_statutory,
        is_by_hand=row is None,
        is_unruled=row is None and matter.unruled_at is not None,
        is_provisional=matter.is_provisional,
    )


def owner_of(matter: "Commitment") -> "Person | None":
    """Return the person who owes it: who took it, or the account's manager; None where a role."""
    if matter.person is None and matter.debtor_role == Role.ACCOUNT_MANAGER and matter.customer:
        return matter.customer.account_manager
    return matter.person


def owner_words(matter: "Commitment") -> str:
    """Return who owes it: a person by name, else the role and the unit."""
    person = owner_of(matter)
    if person is not None:
        return person.name
    return role_words(matter.debtor_role, matter.unit)


def role_words(role: str, unit: "Unit") -> str:
    """Return a role at a unit, as people say it."""
    return _("%(role)s, %(unit)s") % {"role": label_of(Role, role), "unit": unit.name}


def party_words(pause: "Pause") -> str:
    """Return for whom we wait."""
    return _("waits for %(party)s") % {"party": PauseParty(pause.reason.party).label}


def _turn(
    request: PersonRequest, one: "Commitment", pause: "Pause | None", offer: "Offer | None"
) -> str:
    if not one.is_open:
        return ""
    if pause is not None:
        return party_words(pause)
    if offer is not None and offer.to_person_id == request.user.pk:
        return _("offered to you")
    if offer is not None:
        return _("offered to %(name)s") % {"name": offer.to_person.name}
    owner = _owner_id(one)
    if owner == request.user.pk:
        return _("you")
    if owner in request.reach.named_ids:
        return _("you, for %(name)s") % {"name": owner_words(one)}
    return owner_words(one)


def _owner_id(one: "Commitment") -> int | None:
    if one.person_id is None and one.debtor_role == Role.ACCOUNT_MANAGER and one.customer:
        return one.customer.account_manager_id
    return one.person_id


def _is_mine(request: PersonRequest, one: "Commitment") -> bool:
    owner = _owner_id(one)
    if owner is not None:
        return owner in request.reach.named_ids
    return any(
        bound.role == one.debtor_role and bound.unit_id == one.unit_id
        for bound in request.reach.bounds
    )
