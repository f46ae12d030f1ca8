"""Trainings of a person: put on record, confirmed, withdrawn; certificates taken out."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from primeline.competences import actions, queries
from primeline.competences.choices import Result
from primeline.competences.values import Attended, Certificate
from primeline.files import queries as files
from primeline.files.choices import FileKind
from primeline.files.rules import CONTENT_TYPES
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.web.accounts.attachments import NOTHING_RUNS
from primeline.web.competences import saying
from primeline.web.competences.forms import TrainingForm, WithdrawTrainingForm
from primeline.web.competences.saying import Matter
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(Permission.VIEW_STAFF, methods=GET_AND_POST)
def new_training(request: PersonRequest, person_id: int) -> HttpResponse:
    """Put a training on record: one's own, or that of somebody who is led."""
    person = queries.get_developed(request.reach, person_id, today=today())
    taught = {one.code: one for one in queries.courses()}

    def record(facts: Facts) -> str:
        made = actions.record_training(
            person=person,
            course=taught[facts["course"]],
            attended=_attended(facts),
            by=request.user,
            at=clock.now(),
        )
        return str(made.pk)

    matter = Matter(person=person, title=_("Put a training on record"), back=_back(person_id))
    initial = {"course": request.GET.get("course", ""), "held_date": today()}
    choices = {"course": [("", "–"), *((code, one.name) for code, one in taught.items())]}
    return saying.add(request, matter, TrainingForm, record, initial=initial, choices=choices)


@page(Permission.CONFIRM_SKILLS, methods=("POST",))
def confirmation(request: PersonRequest, person_id: int, training_id: int) -> HttpResponse:
    """Confirm a training that somebody has put on record for themselves."""
    person = queries.get_developed(request.reach, person_id, today=today())
    training = queries.get_training(person, training_id)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.confirm_training(training=training, version=version, by=request.user, at=clock.now())
    return saying.done(request, _back(person_id))


@page(Permission.VIEW_STAFF, methods=GET_AND_POST)
def withdrawal(request: PersonRequest, person_id: int, training_id: int) -> HttpResponse:
    """Withdraw a training that was put on record by mistake."""
    person = queries.get_developed(request.reach, person_id, today=today())
    training = queries.get_training(person, training_id)

    def withdraw(facts: Facts) -> None:
        actions.withdraw_training(
            training=training,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(
        person=person,
        title=_("Withdraw a training"),
        back=_back(person_id),
        about=training.course.name,
    )
    return saying.change(request, matter, WithdrawTrainingForm, withdraw, version=training.version)


@page(Permission.VIEW_STAFF)
def certificate(request: PersonRequest, person_id: int, training_id: int) -> HttpResponse:
    """Hand a certificate out for saving; that it was taken out is on record."""
    person = queries.get_developed(request.reach, person_id, today=today())
    training = queries.get_training(person, training_id)
    if training.file is None:
        raise NotFound
    content = files.content_of(training.file)
    actions.take_out_certificate(training=training, by=request.user, at=clock.now())
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind(training.file.kind)])
    response["Content-Disposition"] = content_disposition_header(True, training.file_name)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "private, no-store"
    return response


def _attended(facts: Facts) -> Attended:
    brought = facts["file"]
    return Attended(
        held_date=facts["held_date"],
        hours=facts["hours"],
        result=Result(facts["result"]),
        valid_until=facts["valid_until"],
        certificate=Certificate(name=brought.name, content=brought) if brought else None,
    )


def _back(person_id: int) -> str:
    return reverse("competences:profile", args=[person_id])
