"""The hand-over log of a roster."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy.textfields import kept_about
from primeline.rosters.models import DutyNote, Roster
from primeline.rosters.queries.named import accounts_named
from primeline.rosters.queries.rosters import may_write
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("rosters.write_note")
def write_note(*, roster: Roster, text: str, reach: Reach, by: Person, at: datetime) -> DutyNote:
    """Write down what whoever comes next has to know; people of accounts it names stand sealed.

    :raises Refused: if nothing is written, or one does not work on this roster
    """
    _check(roster, reach, at)
    if not text.strip():
        raise Refused(_("Write what the next one has to know."), field="text")
    return DutyNote.objects.create(
        roster=roster,
        written_by=by,
        written_at=at,
        **kept_about(DutyNote, accounts_named(text, reach), text=text.strip()),
    )


@deed("rosters.take_note")
def take_note(*, note: DutyNote, reach: Reach, by: Person, at: datetime) -> None:
    """Say that one has read what was handed over, and goes on from there.

    :raises Refused: if one wrote it, or does not work on this roster
    :raises ChangedMeanwhile: if somebody has taken it over already
    """
    _check(note.roster, reach, at)
    if note.written_by_id == by.pk:
        raise Refused(_("Whoever comes next takes it over, not who wrote it."))
    if not DutyNote.objects.filter(pk=note.pk, taken_at=None).update(taken_by=by, taken_at=at):
        raise ChangedMeanwhile(_("Somebody has taken this over already."))


def _check(roster: Roster, reach: Reach, at: datetime) -> None:
    if not may_write(reach, roster, at=at):
        raise Refused(_("Only who works on this roster, or sets it, hands duties over."))
