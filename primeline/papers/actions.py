"""Checklists opened, papers ticked or waived, custodians named; the papers that are asked for."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Attachment, Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.papers import rules
from primeline.papers.choices import EntryState, LifeEvent
from primeline.papers.models import Checklist, ChecklistEntry, Custodian, RequiredPaper, owed
from primeline.papers.queries import asked_for
from primeline.papers.shipped import PAPERS
from primeline.products.models import LineOfBusiness
from primeline.staff.models import Person, Unit

ASKED_ONCE_WITHIN: Final = timedelta(days=60)


@deed("papers.open_checklist")
def open_checklist(
    *,
    customer: Customer,
    event: str,
    line: LineOfBusiness | None = None,
    by: Actor,
    at: datetime,
) -> Checklist:
    """Put down which papers a life event of an account asks for; all are missing at first.

    :raises Refused: if nothing is asked for, or the same checklist is incomplete still
    """
    papers = asked_for(event, line)
    if not papers:
        raise Refused(_("No papers are asked for here. See the reference data."), field="event")
    same = Checklist.objects.filter(customer=customer, event=event, line=line)
    if same.filter(owed("entries__")).exists():
        raise Refused(_("This checklist is open already. Complete that one."), field="event")
    return _open(customer, event, line, papers, by=by, at=at)


@deed("papers.open_by_event")
def open_by_event(
    *,
    customer: Customer,
    event: LifeEvent,
    line: LineOfBusiness | None,
    source: str,
    by: Actor,
    at: datetime,
) -> Checklist | None:
    """Open the checklist that a fact asks for, however often it is heard; None if for nothing.

    What was asked for of the same event in the last sixty days is not asked for again.
    """
    if Checklist.objects.filter(source=source, event=event).exists():
        return None
    recent = RequiredPaper.objects.filter(
        entries__checklist__customer=customer,
        entries__checklist__event=event,
        entries__checklist__opened_at__gt=at - ASKED_ONCE_WITHIN,
    )
    known = set(recent.values_list("pk", flat=True))
    papers = [paper for paper in asked_for(event, line) if paper.pk not in known]
    if not papers:
        return None
    return _open(customer, event, line, papers, source=source, by=by, at=at)


@deed("papers.settle_entry")
def settle_entry(
    *,
    entry: ChecklistEntry,
    version: int,
    attachment: Attachment | None = None,
    waived_because: str = "",
    by: Actor,
    at: datetime,
) -> ChecklistEntry:
    """Tick a paper with the file that is it, or waive it because.

    One whose file was withdrawn is owed again and takes another file.

    :raises Refused: if it is settled already, neither or both are given, or the file is withdrawn,
        another account's or a person's own
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    why, checklist = waived_because.strip(), entry.checklist
    if not entry.is_owed:
        raise Refused(_("This paper is settled already."))
    if bool(why) == (attachment is not None):
        raise Refused(_("Choose the file, or say why none is needed."), field="attachment")
    if attachment is not None:
        _check_file(entry, attachment)
    changes: dict[str, Any] = {
        "state": EntryState.WAIVED if why else EntryState.ON_FILE,
        "attachment": attachment,
        "waived_because": why,
        "settled_at": at,
        "settled_by_id": by.actor_id,
    }
    save_changes(ChecklistEntry, pk=entry.pk, version=version, changes=changes)
    entry.refresh_from_db()
    paper = entry.required_paper
    words = {"how": entry.state, "name_zh": paper.name_zh, "name_en": paper.name_en}
    _tell(checklist, TimelineKind.PAPER_SETTLED, words, by=by, at=at)
    if not checklist.entries.filter(owed()).exists():
        _tell(checklist, TimelineKind.CHECKLIST_DONE, {}, by=by, at=at)
    return entry


@deed("papers.name_custodian")
def name_custodian(*, unit: Unit, person: Person, by: Actor, at: datetime) -> Custodian:
    """Name who keeps the archive of a unit; whoever kept it until now does so no longer.

    :raises Refused: if they keep it already, or have left
    """
    if not person.is_active:
        raise Refused(_("This person has left."), field="person")
    # Of two at the same moment the second one sees whom the first one has named.
    list(Unit.objects.select_for_update().filter(pk=unit.pk).values_list("pk"))
    now = Custodian.objects.filter(unit=unit, active_to=None)
    if now.filter(person=person).exists():
        raise Refused(_("They keep this archive already."), field="person")
    now.update(active_to=at)
    return Custodian.objects.create(unit=unit, person=person, active_from=at)


@deed("papers.add_required_paper")
def add_required_paper(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    event: str,
    line: LineOfBusiness | None = None,
    position: int = 0,
    by: Actor,
    at: datetime,
) -> RequiredPaper:
    """Let a life event ask for one paper more.

    :raises Refused: if the code is taken
    """
    if RequiredPaper.objects.filter(code=code).exists():
        raise Refused(_("This code is taken. Choose another one."), field="code")
    return RequiredPaper.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, event=event, line=line, position=position
    )


@deed("papers.change_required_paper")
def change_required_paper(
    *,
    required_paper: RequiredPaper,
    version: int,
    name_zh: str,
    name_en: str,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> RequiredPaper:
    """Change what a paper is called, or ask for it no longer; open checklists keep it.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"name_zh": name_zh, "name_en": name_en, "is_active": is_active}
    save_changes(RequiredPaper, pk=required_paper.pk, version=version, changes=changes)
    required_paper.refresh_from_db()
    return required_paper


@deed("papers.install_papers")
def install_papers(*, by: Actor, at: datetime) -> int:
    """Add the shipped papers whose codes are not there; return how many."""
    known = set(RequiredPaper.objects.values_list("code", flat=True))
    lines = {line.code: line for line in LineOfBusiness.objects.all()}
    missing = [one for one in enumerate(PAPERS) if one[1].code not in known]
    for position, paper in missing:
        add_required_paper(
            code=paper.code,
            name_zh=paper.name_zh,
            name_en=paper.name_en,
            event=LifeEvent(paper.event),
            line=lines.get(paper.line_code),
            position=position,
            by=by,
            at=at,
        )
    return len(missing)


def _check_file(entry: ChecklistEntry, attachment: Attachment) -> None:
    if attachment.customer_id != entry.checklist.customer_id or not attachment.is_active:
        raise Refused(_("This file is not on the papers of the account."), field="attachment")
    is_persons = attachment.subject is not None
    if not rules.can_be(entry.required_paper.code, attachment.kind, is_persons=is_persons):
        raise Refused(
            _(
                "A person's own file, or the proof of what they agreed to, is not this paper. "
                "Choose another file, or attach the paper first."
            ),
            field="attachment",
        )


def _open(
    customer: Customer,
    event: str,
    line: LineOfBusiness | None,
    papers: list[RequiredPaper],
    *,
    source: str = "",
    by: Actor,
    at: datetime,
) -> Checklist:
    checklist = Checklist.objects.create(
        customer=customer,
        event=event,
        line=line,
        opened_at=at,
        opened_by_id=by.actor_id,
        source=source,
    )
    ChecklistEntry.objects.bulk_create(
        ChecklistEntry(checklist=checklist, required_paper=paper) for paper in papers
    )
    _tell(checklist, TimelineKind.CHECKLIST_OPENED, {}, by=by, at=at)
    return checklist


def _tell(
    checklist: Checklist, kind: TimelineKind, words: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    line_code = checklist.line.code if checklist.line else ""
    line = Line(
        customer_id=checklist.customer_id,
        kind=kind,
        happened_at=at,
        words={"event": checklist.event, "line_code": line_code, **words},
        subject_kind="checklist",
        subject_id=checklist.pk,
    )
    customers.tell(line=line, by=by, at=at)
