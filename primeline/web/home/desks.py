"""Which first page belongs to which role. Whoever holds several chooses among theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from primeline.staff.choices import Role
from primeline.web.home import (
    administrator,
    analyst,
    auditor,
    lead,
    manager,
    sales,
    seat,
    supervisor,
    technician,
)
from primeline.web.requests import PersonRequest

Builder = Callable[[PersonRequest, datetime], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The first page of a role: what it shows and how it looks."""

    role: Role
    template: str
    build: Builder
    # Its first line says how much is owed, matters and all.
    tells_owed: bool = False


# The role that is shown first to somebody with several stands first.
DESKS: tuple[Desk, ...] = (
    Desk(role=Role.SERVICE_CENTER, template="supervisor", build=supervisor.page),
    Desk(role=Role.PROVINCE_SUPERVISOR, template="supervisor", build=supervisor.page),
    Desk(role=Role.BRANCH_LEAD, template="lead", build=lead.page, tells_owed=True),
    Desk(
        role=Role.ACCOUNT_MANAGER,
        template="manager",
        build=manager.page,
        tells_owed=True,
    ),
    Desk(role=Role.ANALYST, template="analyst", build=analyst.page),
    Desk(role=Role.AUDITOR, template="auditor", build=auditor.page),
    Desk(role=Role.TECHNICIAN, template="technician", build=technician.page),
    Desk(role=Role.DEDICATED_SEAT, template="seat", build=seat.page),
    Desk(role=Role.PARTNER, template="seat", build=seat.page),
    Desk(role=Role.SALES, template="sales", build=sales.page, tells_owed=True),
    Desk(role=Role.ADMINISTRATOR, template="administrator", build=administrator.page),
)


def desks_of(roles: frozenset[Role]) -> list[Desk]:
    """Return the first pages of these roles, each page once."""
    found: dict[str, Desk] = {}
    for desk in DESKS:
        if desk.role in roles:
            found.setdefault(desk.template, desk)
    return list(found.values())
