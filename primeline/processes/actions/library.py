"""From a drawing to a version in force: drawn by one, checked, approved by another."""

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from primeline.kit import proposals
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import TAKEN, is_taken
from primeline.processes.choices import EditionStatus
from primeline.processes.models import Drawing, Edition, Process
from primeline.processes.queries import checking
from primeline.staff.models import Person


@deed("processes.add")
def draft_process(
    *, code: str, name_zh: str, name_en: str, xml: bytes, note: str = "", by: Person, at: datetime
) -> Edition:
    """Add a process with the first draft of it. Until one is in force, no case is begun by it.

    :raises Refused: if there is one with this code, or it is no drawing within the profile
    """
    if Process.objects.filter(code=code).exists():
        raise Refused(_("There is one with this code already."), field="code")
    process = Process.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, position=Process.objects.count()
    )
    return draft_edition(process=process, xml=xml, note=note, by=by, at=at)


@deed("processes.draft")
def draft_edition(
    *, process: Process, xml: bytes, note: str = "", by: Person, at: datetime
) -> Edition:
    """Begin a version with a drawing. It may have faults still; they stand against proposing it.

    :raises Refused: if it is no drawing, or holds what is outside of the profile
    """
    drawing = _kept(xml)
    top = Edition.objects.filter(process=process).aggregate(top=Max("number"))["top"] or 0
    try:
        with transaction.atomic():
            return Edition.objects.create(
                process=process,
                number=top + 1,
                drawing=drawing,
                note=note.strip(),
                author=by,
                drafted_at=at,
            )
    except IntegrityError as error:
        if is_taken(error):
            raise ChangedMeanwhile(TAKEN) from error
        raise


@deed("processes.redraw")
def redraw_edition(
    *, draft: Edition, version: int, xml: bytes, by: Person, at: datetime
) -> Edition:
    """Save another drawing of a draft of one's own. It may have faults still.

    :raises Refused: if it is somebody else's, no drawing, or holds what is outside of the profile
    :raises ChangedMeanwhile: if it was saved or proposed since `version` was read
    """
    proposals.check_own(draft.author_id, by.pk)
    drawing = _kept(xml)
    proposals.move(draft, version, EditionStatus.DRAFT, to=EditionStatus.DRAFT, drawing=drawing)
    return draft


@deed("processes.propose")
def propose_edition(
    *, draft: Edition, version: int, effective_date: date, by: Person, at: datetime
) -> Edition:
    """Have a draft of one's own checked, to take effect on a day once somebody else approves it.

    :raises Refused: if it is somebody else's, the drawing has faults, or the day is over
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    proposals.check_own(draft.author_id, by.pk)
    if effective_date < proposals.day_of(at):
        raise Refused(_("This day is over. Choose today or a later one."), field="effective_date")
    _check_drawing(draft)
    proposals.move(
        draft,
        version,
        EditionStatus.DRAFT,
        to=EditionStatus.CHECKED,
        effective_from=proposals.beginning_of(effective_date),
        proposed_at=at,
    )
    return draft


@deed("processes.take_back")
def take_back_edition(*, proposal: Edition, version: int, by: Person, at: datetime) -> Edition:
    """Take one's own proposal back, to draw it anew.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it was decided about in the meantime
    """
    proposals.check_proposer(proposal.author_id, by.pk)
    proposals.move(
        proposal, version, EditionStatus.CHECKED, to=EditionStatus.DRAFT, effective_from=None
    )
    return proposal


@deed("processes.approve")
def approve_edition(
    *, proposal: Edition, version: int, by: Person, at: datetime, reason: str = ""
) -> Edition:
    """Let a version of somebody else take effect on its day. Cases that run stay with theirs.

    :raises Refused: if the author approves, its day is over, or it has faults by now
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(proposal.author_id, by.pk)
    if proposal.effective_from is None:
        raise ChangedMeanwhile(proposals.OTHER_FIRST)
    proposals.check_to_come(proposal.effective_from, at)
    _check_drawing(proposal)
    proposals.move(
        proposal,
        version,
        EditionStatus.CHECKED,
        to=EditionStatus.APPROVED,
        effective_from=max(proposal.effective_from, at),
        decided_by=by,
        decided_at=at,
        decision=reason.strip(),
    )
    return proposal


@deed("processes.refuse")
def refuse_edition(
    *, proposal: Edition, version: int, by: Person, at: datetime, reason: str
) -> Edition:
    """Refuse a version of somebody else.

    :raises Refused: if the author decides, or no reason is given
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(proposal.author_id, by.pk)
    proposals.check_said(reason)
    proposals.move(
        proposal,
        version,
        EditionStatus.CHECKED,
        to=EditionStatus.REFUSED,
        decided_by=by,
        decided_at=at,
        decision=reason.strip(),
    )
    return proposal


@deed("processes.drop")
def drop_edition(*, draft: Edition, version: int, by: Person, at: datetime) -> None:
    """Give a draft of one's own up.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it was saved since `version` was read
    """
    proposals.check_own(draft.author_id, by.pk)
    proposals.move(draft, version, EditionStatus.DRAFT, to=EditionStatus.DROPPED)


def keep_drawing(xml: bytes) -> Drawing:
    """Return the row of a drawing that was read; the same one is kept once."""
    text = xml.decode()
    sha256 = hashlib.sha256(xml).hexdigest()
    drawing, _is_new = Drawing.objects.get_or_create(sha256=sha256, defaults={"xml": text})
    return drawing


def _kept(xml: bytes) -> Drawing:
    return keep_drawing(checking.readable(xml))


def _check_drawing(edition: Edition) -> None:
    count = len(checking.problems_of(edition))
    if count:
        raise Refused(
            _("The drawing has faults. They are marked on it; put them right, then propose it.")
        )
