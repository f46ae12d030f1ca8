"""Logins to the example: made once, kept beside the database, shown on this machine only."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from primeline.demo import rules
from primeline.demo.seeding import BY
from primeline.kit.errors import Refused
from primeline.kit.installation import EXAMPLE, fact
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.rules import day_of

FILE = "example_logins.json"


@dataclass(frozen=True, kw_only=True)
class ExampleLogin:
    """How to come in as one person of the example."""

    username: str
    name_zh: str
    name_en: str
    role: str
    unit_zh: str
    unit_en: str
    password: str
    secret: str
    # What the database keeps of the password: tells whether this login is still the right one.
    kept_as: str


def example_logins(*, host: str, folder: Path, at: datetime) -> list[ExampleLogin]:
    """Return one login per role, and of colleagues of the first, making what there is not yet.

    They are kept in a file of `folder` that only its owner can read, so that they stay the same
    from one start to the next.

    :raises Refused: if this is no example, or `host` can be reached from elsewhere
    """
    if not rules.is_loopback(host):
        raise Refused(
            _("The logins of the example are for this machine only. Serve it on 127.0.0.1.")
        )
    if not fact(EXAMPLE):
        raise Refused(_("This is no example: its people choose their own passwords."))
    kept = _read(folder / FILE)
    with transaction.atomic():
        logins = [_login(seat, kept.get(seat.username), at=at) for seat in _seats(at)]
    _write(folder / FILE, logins)
    return logins


def _seats(at: datetime) -> list[rules.Seat]:
    first, *others = rules.SEATS
    home = Person.objects.select_related("home_unit").get(username=first.username).home_unit
    colleagues = (_colleague(role, home, at) for role in rules.COLLEAGUES)
    found = [seat for seat in colleagues if seat is not None and seat not in others]
    return [first, *found, *others]


def _colleague(role: Role, home: Unit, at: datetime) -> rules.Seat | None:
    """Return who holds this role at a unit, or else at the one above it; the first of several."""
    here = Case(When(unit=home, then=0), default=1)
    day = day_of(at)
    held = Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day),
        role=role,
        unit__in=[home.pk, home.parent_id],
        active_from__lte=day,
        person__is_active=True,
    )
    posting = held.order_by(here, "person_id").select_related("person").first()
    return rules.Seat(posting.person.username, role) if posting is not None else None


def _login(seat: rules.Seat, kept: ExampleLogin | None, *, at: datetime) -> ExampleLogin:
    person = Person.objects.select_related("home_unit").get(username=seat.username)
    if kept is not None and kept.kept_as == person.password:
        return kept
    return _let_in(person, seat, at=at)


def _let_in(person: Person, seat: rules.Seat, *, at: datetime) -> ExampleLogin:
    password, secret = rules.new_password(), rules.new_secret()
    person = staff.choose_password(person=person, password=password, by=BY, at=at)
    staff.reset_second_factor(person=person, by=BY, at=at)
    staff.set_second_factor(person=person, secret=secret, by=BY, at=at)
    return ExampleLogin(
        username=seat.username,
        name_zh=person.name_zh,
        name_en=person.name_en,
        role=seat.role,
        unit_zh=person.home_unit.name_zh,
        unit_en=person.home_unit.name_en,
        password=password,
        secret=secret,
        kept_as=person.password,
    )


def _read(file: Path) -> dict[str, ExampleLogin]:
    if not file.exists():
        return {}
    rows = json.loads(file.read_text(encoding="utf-8"))
    return {row["username"]: ExampleLogin(**row) for row in rows}


def _write(file: Path, logins: list[ExampleLogin]) -> None:
    text = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        target.write(text)
    fresh.replace(file)
