"""Instructions down and reports up, with an answer owed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.ending import keep_about
from primeline.commitments.actions.opening import open_commitment
from primeline.commitments.actions.suggesting import owe_telling
from primeline.commitments.choices import LetterKind
from primeline.commitments.models import Letter
from primeline.commitments.queries.letters import LETTER, may_answer
from primeline.commitments.queries.people import leads_at
from primeline.commitments.values import Draft, Enclosure, Owed, Subject
from primeline.files import actions as files
from primeline.files.rules import clean_name
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.privacy.textfields import prepared
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach

MOST_UNITS = 500
STEPS = {LetterKind.INSTRUCTION: "INSTRUCTION", LetterKind.REPORT: "REPORT_REPLY"}


@deed("commitments.write_letter")
def write_letter(*, draft: Draft, reach: Reach, by: Person, at: datetime) -> Letter:
    """Instruct a unit below, or report to one above; the unit owes an answer by the moment named.

    :raises Refused: if the unit does not lie that way, something is missing, or the moment is past
    """
    _check(draft, reach)
    return _send(draft, None, _kept(draft.enclosure, by, at), by, at)


@deed("commitments.write_letters")
def write_letters(
    *, draft: Draft, to_units: Sequence[Unit], reach: Reach, by: Person, at: datetime
) -> list[Letter]:
    """Send one instruction to many units at once, in one act; each of them owes an answer.

    :raises Refused: if one of the units does not lie below, or there are none or too many
    """
    if not 0 < len(to_units) <= MOST_UNITS:
        raise Refused(
            _("Choose between 1 and %(most)s units.") % {"most": MOST_UNITS}, field="to_unit"
        )
    drafts = [replace(draft, to_unit=unit) for unit in to_units]
    for one in drafts:
        _check(one, reach)
    kept, sent = _kept(draft.enclosure, by, at), list[Letter]()
    for one in drafts:
        sent.append(_send(one, sent[0] if sent else None, kept, by, at))
    return sent


@deed("commitments.answer_letter")
def answer_letter(
    *,
    letter: Letter,
    text: str,
    reach: Reach,
    by: Person,
    at: datetime,
    enclosure: Enclosure | None = None,
) -> None:
    """Answer an instruction, a report or a suggestion; the answer is not owed any more then.

    Of a suggestion, the manager of the account owes telling it to the customer.

    :raises Refused: if one's unit does not owe it, it says nothing, or somebody has answered
    """
    if not may_answer(reach, letter):
        raise Refused(_("Only whoever leads the unit that owes the answer can give it."))
    if not text.strip() and enclosure is None:
        raise Refused(_("Write the answer, or attach it as a file."), field="text")
    waiting = Letter.objects.filter(pk=letter.pk, answered_at=None)
    kept = {f"answer_{name}": value for name, value in _kept(enclosure, by, at).items()}
    words = text.strip() or kept["answer_file_name"]
    said = prepared(letter, answer=words, **kept)
    if not waiting.update(answered_by=by, answered_at=at, **said):
        raise Refused(_("Somebody has answered this already. Reload the page and read it."))
    keep_about(subject=Subject(LETTER, letter.pk), by=by, at=at)
    if letter.kind == LetterKind.SUGGESTION:
        owe_telling(letter, by=by, at=at)


def _check(draft: Draft, reach: Reach) -> None:
    if not draft.title.strip() or not draft.text.strip():
        raise Refused(_("Write a title and what it is about."), field="text")
    if draft.kind is LetterKind.INSTRUCTION:
        _check_below(draft.from_unit, draft.to_unit, reach)
    else:
        _check_above(draft.from_unit, draft.to_unit, reach)


def _send(
    draft: Draft, first: Letter | None, kept: dict[str, Any], by: Person, at: datetime
) -> Letter:
    letter = Letter.objects.create(
        kind=draft.kind,
        from_unit=draft.from_unit,
        to_unit=draft.to_unit,
        sent_with=first,
        customer_id=draft.customer_id,
        title=draft.title.strip(),
        text=draft.text.strip(),
        written_by=by,
        written_at=at,
        **kept,
    )
    open_commitment(owed=_answer_to(letter, draft), by=by, at=at)
    return letter


def _kept(enclosure: Enclosure | None, by: Person, at: datetime) -> dict[str, Any]:
    """Look a file through and keep it; return the columns that name it."""
    if enclosure is None:
        return {}
    stored = files.keep_file(name=enclosure.name, content=enclosure.content, by=by, at=at)
    return {"file": stored, "file_name": clean_name(enclosure.name)}


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
