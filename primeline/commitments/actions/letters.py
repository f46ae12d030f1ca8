"""Instructions down and reports up, with an answer owed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.ending import keep_about
from primeline.commitments.actions.opening import open_commitment
from primeline.commitments.choices import LetterKind
from primeline.commitments.models import Letter
from primeline.commitments.queries.people import leads_at
from primeline.commitments.values import Draft, Owed, Subject
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach

LETTER = "commitments.letter"
STEPS = {LetterKind.INSTRUCTION: "INSTRUCTION", LetterKind.REPORT: "REPORT_REPLY"}


@deed("commitments.write_letter")
def write_letter(*, draft: Draft, reach: Reach, by: Person, at: datetime) -> Letter:
    """Instruct a unit below, or report to one above; the unit owes an answer by the moment named.

    :raises Refused: if the unit does not lie that way, something is missing, or the moment is past
    """
    if not draft.title.strip() or not draft.text.strip():
        raise Refused(_("Write a title and what it is about."), field="text")
    if draft.kind is LetterKind.INSTRUCTION:
        _check_below(draft.from_unit, draft.to_unit, reach)
    else:
        _check_above(draft.from_unit, draft.to_unit, reach)
    letter = Letter.objects.create(
        kind=draft.kind,
        from_unit=draft.from_unit,
        to_unit=draft.to_unit,
        customer_id=draft.customer_id,
        title=draft.title.strip(),
        text=draft.text.strip(),
        written_by=by,
        written_at=at,
    )
    open_commitment(owed=_answer_to(letter, draft), by=by, at=at)
    return letter


@deed("commitments.answer_letter")
def answer_letter(*, letter: Letter, text: str, by: Person, at: datetime) -> None:
    """Answer an instruction or a report; with that the answer is not owed any more.

    :raises Refused: if nothing is written, or somebody has answered already
    """
    if not text.strip():
        raise Refused(_("Write the answer."), field="text")
    waiting = Letter.objects.filter(pk=letter.pk, answered_at=None)
    if not waiting.update(answer=text.strip(), answered_by=by, answered_at=at):
        raise Refused(_("Somebody has answered this already. Reload the page and read it."))
    keep_about(subject=Subject(LETTER, letter.pk), by=by, at=at)


def _answer_to(letter: Letter, draft: Draft) -> Owed:
    return Owed(
        step=STEPS[draft.kind],
        subject=Subject(LETTER, letter.pk),
        customer_id=draft.customer_id,
        what=letter.title,
        unit_id=draft.to_unit.pk,
        role=leads_at(draft.to_unit.pk),
        due_at=draft.due_at,
    )


def _check_below(from_unit: Unit, to_unit: Unit, reach: Reach) -> None:
    led = reach.paths_for(Permission.LEAD_COMMITMENTS)
    is_led = any(from_unit.path.startswith(path) for path in led)
    if not is_led or to_unit == from_unit or not to_unit.path.startswith(from_unit.path):
        raise Refused(_("Only units below one's own can be instructed."), field="to_unit")


def _check_above(from_unit: Unit, to_unit: Unit, reach: Reach) -> None:
    mine = {bound.unit_id for bound in reach.bounds_for(Permission.VIEW_COMMITMENTS)}
    if from_unit.pk not in mine or to_unit == from_unit:
        raise Refused(_("One reports from one's own unit to one above it."), field="to_unit")
    if not from_unit.path.startswith(to_unit.path):
        raise Refused(_("One reports from one's own unit to one above it."), field="to_unit")
