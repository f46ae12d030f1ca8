"""Entering people, changing what is known of them, and letting them go."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff import guards, rules
from primeline.staff.choices import MailChoice
from primeline.staff.events import PersonDeactivated
from primeline.staff.models import Person, Unit
from primeline.staff.values import Identity


@deed("staff.create_person")
def create_person(
    *,
    identity: Identity,
    home_unit: Unit,
    language: str = "zh-hans",
    time_zone: str = rules.OPERATOR_TIME_ZONE,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Person:
    """Enter somebody who will work with the system. They cannot sign in before a password is set.

    :raises Refused: if the user name is taken or a name is missing
    """
    _check_identity(identity)
    _check_preferences(language=language, time_zone=time_zone)
    _check_open(home_unit)
    person = Person(**asdict(identity), home_unit=home_unit, language=language, time_zone=time_zone)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


@deed("staff.change_person")
def change_person(
    *,
    person: Person,
    version: int,
    identity: Identity,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Person:
    """Change what a person is called and how they are reached.

    :raises Refused: if the user name is taken or a name is missing
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_identity(identity, but=person.pk)
    save_changes(Person, pk=person.pk, version=version, changes=asdict(identity))
    return Person.objects.get(pk=person.pk)


@deed("staff.move_person")
def move_person(
    *, person: Person, version: int, to: Unit, by: Actor, at: datetime, reason: str = ""
) -> Person:
    """Let a person belong to another unit. Their roles stay as they are.

    :raises Refused: if the unit is closed, or people move themselves
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    _check_open(to)
    save_changes(Person, pk=person.pk, version=version, changes={"home_unit": to})
    return Person.objects.get(pk=person.pk)


@deed("staff.change_preferences")
def change_preferences(
    *,
    person: Person,
    language: str,
    time_zone: str,
    mailed_notices: str | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Remember in which language and time zone a person reads, and which notices are mailed.

    What is not said stays as it is.

    :raises Refused: if there is no such language, time zone or choice here
    """
    _check_preferences(language=language, time_zone=time_zone)
    wanted = person.mailed_notices if mailed_notices is None else mailed_notices
    if wanted not in MailChoice:
        raise Refused(_("Choose which notices come by e-mail."), field="mailed_notices")
    Person.objects.filter(pk=person.pk).update(
        language=language, time_zone=time_zone, mailed_notices=wanted
    )
    return Person.objects.get(pk=person.pk)


@deed("staff.deactivate_person")
def deactivate_person(
    *, person: Person, version: int, by: Actor, at: datetime, reason: str = ""
) -> Person:
    """Shut a person out at once: no sign-in, no open session, no reach. Their record stays.

    :raises Refused: if it is oneself or the last administrator
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    guards.check_another_administrator_remains(person, at=at)
    save_changes(Person, pk=person.pk, version=version, changes={"is_active": False})
    guards.raise_epoch(person)
    events.publish(PersonDeactivated(happened_at=at, person_id=person.pk))
    return Person.objects.get(pk=person.pk)


@deed("staff.reactivate_person")
def reactivate_person(
    *, person: Person, version: int, by: Actor, at: datetime, reason: str = ""
) -> Person:
    """Let a person in again, with the roles they still hold.

    :raises Refused: if it is oneself or the unit they belong to is closed
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    _check_open(person.home_unit)
    save_changes(Person, pk=person.pk, version=version, changes={"is_active": True})
    return Person.objects.get(pk=person.pk)


def _check_identity(identity: Identity, *, but: int = 0) -> None:
    if not identity.name_zh.strip():
        raise Refused(_("Give the person a Chinese name."), field="name_zh")
    field = Person._meta.get_field("username")
    try:
        field.clean(identity.username, None)
    except ValidationError as problem:
        raise Refused(problem.messages[0], field="username") from problem
    if Person.objects.filter(username__iexact=identity.username).exclude(pk=but).exists():
        raise Refused(_("Somebody else has this user name. Choose another one."), field="username")


def _check_preferences(*, language: str, time_zone: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("This language is not spoken here."), field="language")
    if time_zone not in rules.time_zones():
        raise Refused(_("There is no such time zone."), field="time_zone")


def _check_open(unit: Unit) -> None:
    if not unit.is_active:
        raise Refused(_("This unit is closed. Choose another one."), field="home_unit")
