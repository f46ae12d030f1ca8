"""Entering an administrator from the command line: unit, person, role and means to sign in."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from primeline.audit import walls
from primeline.cli.outcomes import Stopped
from primeline.cli.words import _
from primeline.kit import deeds
from primeline.kit.deeds import System
from primeline.staff import actions, queries, rules
from primeline.staff.choices import Role, UnitKind
from primeline.staff.values import Identity, Period

BY = System("command line")
CODE_OF_HEADQUARTERS = "HQ"


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """Somebody who was entered, and what they sign in with."""

    username: str
    password: str
    secret: str

    @property
    def address(self) -> str:
        """What an authenticator app reads from a QR code."""
        return (
            f"otpauth://totp/Primeline:{quote(self.username)}?secret={self.secret}&issuer=Primeline"
        )


def check_wanted(*, at: datetime, although_there_is_one: bool) -> bool:
    """Return whether the operator has yet to be named.

    :raises Stopped: if there is an administrator already
    """
    with walls.open_for_system():
        if not although_there_is_one and queries.has_administrator(today=rules.day_of(at)):
            raise Stopped(
                _(
                    "There is an administrator already, who can enter others on the page of "
                    "people. If nobody can sign in any more, add --another."
                )
            )
        return queries.headquarters() is None


def enter(*, username: str, name: str, operator: str, language: str, at: datetime) -> Administrator:
    """Enter somebody who administers the whole, and return what they sign in with.

    :raises Refused: if the name is taken or missing
    """
    password = secrets.token_urlsafe(15)
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    with walls.open_for_system(), deeds.act(kind="cli.create_administrator", by=BY, at=at):
        top = queries.headquarters() or actions.create_unit(
            code=CODE_OF_HEADQUARTERS, kind=UnitKind.HEADQUARTERS, name_zh=operator, by=BY, at=at
        )
        person = actions.create_person(
            identity=Identity(username=username, name_zh=name),
            home_unit=top,
            language=language,
            by=BY,
            at=at,
        )
        actions.give_posting(
            person=person,
            unit=top,
            role=Role.ADMINISTRATOR,
            period=Period(rules.day_of(at)),
            by=BY,
            at=at,
        )
        actions.issue_password(person=person, password=password, by=BY, at=at)
        actions.set_second_factor(person=person, secret=secret, by=BY, at=at)
    return Administrator(username=username, password=password, secret=secret)
