"""What is said in a case: read as the drawing asks for it, kept by name."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.bpmn import fields
from primeline.bpmn.fields import BadField
from primeline.bpmn.values import Asked, Drawing, Type, Value
from primeline.commitments.rules import check_expected
from primeline.kit.errors import Refused
from primeline.privacy import telling
from primeline.processes.models import Case, CaseFact
from primeline.processes.values import EXPECTED, Answers

LONGEST_ANSWER = 300


def say(
    case: Case, drawing: Drawing, asked: Iterable[Asked], answers: Answers, *, at: datetime
) -> None:
    """Keep what was answered to what a step asks for.

    :raises Refused: at the field, if something is missing, is not what is asked for or cannot be
    """
    wanted = list(asked)
    given = {one.field: answers.get(one.field, "").strip() for one in wanted}
    for one in wanted:
        if one.is_required and not given[one.field]:
            raise Refused(_("This has to be answered before the step is done."), field=one.field)
    if given:
        values = _read(drawing, given)
        expected = values.get(EXPECTED)
        if isinstance(expected, datetime):
            check_expected(expected, at=at)
        keep(case, values)


def _read(drawing: Drawing, given: dict[str, str]) -> dict[str, Value]:
    said = {
        name: {"true": True, "false": False}.get(word, word)
        if drawing.fields[name].type is Type.BOOLEAN
        else word
        for name, word in given.items()
    }
    try:
        return fields.read_values(drawing.fields, said)
    except BadField as bad:
        name = min(bad.given)
        raise Refused(_WRONG[drawing.fields[name].type], field=name) from bad


def keep(case: Case, values: Mapping[str, Value]) -> None:
    """Keep values by their names; people in texts stand sealed."""
    texts = {name: _text(value) for name, value in values.items()}
    there = {row.name: row for row in CaseFact.objects.filter(case=case, name__in=texts)}
    new = []
    for name, text in texts.items():
        row = there.get(name)
        before = row.__dict__["text"] if row else ""
        kept = _kept(text, case, name, before)
        if row is None and kept:
            new.append(CaseFact(case=case, name=name, text=kept))
        elif row is not None and kept != before:
            CaseFact.objects.filter(pk=row.pk).update(text=kept)
    if new:
        CaseFact.objects.bulk_create(new)


def _kept(text: str, case: Case, name: str, before: str) -> str:
    if len(text) > LONGEST_ANSWER:
        said = _("This text is too long. Say it in %(most)s characters.")
        raise Refused(said % {"most": LONGEST_ANSWER}, field=name)
    return telling.kept(text, account=case.customer_id, before=before, field=name) if text else ""


def _text(value: Value) -> str:
    kept = fields.as_json({"": value})[""]
    return "" if kept is None else kept if isinstance(kept, str) else str(kept).lower()


_WRONG = {
    Type.TEXT: _("Choose one of the answers that are offered."),
    Type.NUMBER: _("This is no number. Write it in digits, for example 12.5."),
    Type.BOOLEAN: _("Say yes or no."),
    Type.DAY: _("This is no day. Write it as year-month-day, for example 2026-11-23."),
    Type.MOMENT: _("This is no moment. Write day and time, for example 2026-11-23 18:30."),
}
