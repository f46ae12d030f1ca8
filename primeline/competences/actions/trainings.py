"""Trainings: put on record, confirmed, withdrawn; certificates taken out by somebody."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.audit import actions as audit
from primeline.competences import rules
from primeline.competences.choices import Result
from primeline.competences.models import Course, Training
from primeline.competences.values import Attended
from primeline.files import actions as files
from primeline.files.rules import clean_name
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Person
from primeline.staff.rules import day_of

LOOK = "competences.certificate"


@deed("competences.record_training")
def record_training(
    *, person: Person, course: Course, attended: Attended, by: Actor, at: datetime
) -> Training:
    """Put a training on record; what somebody else puts there is confirmed by that.

    :raises Refused: if it cannot have taken place so, is there already, or the file is not kept
    """
    rules.check_held(attended.held_date, attended.hours, today=day_of(at))
    same = Training.objects.filter(person=person, course=course, held_date=attended.held_date)
    if same.filter(withdrawn_because="").exists():
        raise Refused(_("This training is on record already."), field="held_date")
    is_own = by.actor_id == person.pk
    return Training.objects.create(
        person=person,
        course=course,
        held_date=attended.held_date,
        hours=attended.hours,
        result=attended.result,
        valid_until=_valid_until(course, attended),
        recorded_by_id=by.actor_id,
        recorded_at=at,
        confirmed_by_id=None if is_own else by.actor_id,
        confirmed_at=None if is_own else at,
        **_kept(attended, by, at),
    )


@deed("competences.confirm_training")
def confirm_training(*, training: Training, version: int, by: Actor, at: datetime) -> Training:
    """Confirm a training that somebody has put on record for themselves.

    :raises Refused: if it is one's own, withdrawn, or confirmed already
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_somebody_else(person_id=training.person_id, by_id=by.actor_id)
    _check_stands(training)
    if training.confirmed_at is not None:
        raise Refused(_("This training is confirmed already."))
    changes = {"confirmed_by_id": by.actor_id, "confirmed_at": at}
    save_changes(Training, pk=training.pk, version=version, changes=changes)
    training.refresh_from_db()
    return training


@deed("competences.withdraw_training")
def withdraw_training(
    *, training: Training, version: int, reason: str, by: Actor, at: datetime
) -> Training:
    """Let a training that was put on record by mistake count for nothing; it stays to be read.

    :raises Refused: if it is withdrawn already, no reason is given, or somebody takes back alone
        what a lead has confirmed
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_stands(training)
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    if training.confirmed_at is not None and by.actor_id == training.person_id:
        raise Refused(_("This training is confirmed. Ask whoever leads you to withdraw it."))
    changes = {"withdrawn_because": reason.strip()}
    save_changes(Training, pk=training.pk, version=version, changes=changes)
    training.refresh_from_db()
    return training


@deed("competences.take_out_certificate")
def take_out_certificate(*, training: Training, by: Actor, at: datetime) -> None:
    """Put on record that somebody took a certificate out."""
    audit.look(subject_kind=LOOK, subject_id=str(training.pk), by=by, at=at)


def _check_stands(training: Training) -> None:
    if training.is_withdrawn:
        raise Refused(_("This training has been withdrawn already."))


def _valid_until(course: Course, attended: Attended) -> Any:
    if attended.result != Result.PASSED:
        return None
    if attended.valid_until is not None or course.valid_months is None:
        return attended.valid_until
    return rules.after_months(attended.held_date, course.valid_months)


def _kept(attended: Attended, by: Actor, at: datetime) -> dict[str, Any]:
    if attended.certificate is None:
        return {}
    brought = attended.certificate
    stored = files.keep_file(name=brought.name, content=brought.content, by=by, at=at)
    return {"file": stored, "file_name": clean_name(brought.name)}
