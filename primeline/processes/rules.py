"""Decisions: which unit a step is for, where tokens go on another drawing. No database."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.errors import Problem
from primeline.kit.errors import Refused
from primeline.processes.choices import UnitRule
from primeline.staff.choices import Role, UnitKind

# Who may stand on a drawing: roles that see to matters of accounts.
ROLES: Final = (
    Role.ACCOUNT_MANAGER,
    Role.DEDICATED_SEAT,
    Role.BRANCH_LEAD,
    Role.SALES,
    Role.TECHNICIAN,
    Role.PROVINCE_SUPERVISOR,
    Role.SERVICE_CENTER,
)
_KINDS: Final = {
    UnitRule.BRANCH: UnitKind.BRANCH,
    UnitRule.PROVINCE: UnitKind.PROVINCE,
    UnitRule.HEADQUARTERS: UnitKind.HEADQUARTERS,
}


class Above(NamedTuple):
    """A unit on the way from an account's unit to the headquarters."""

    unit_id: int
    kind: str
    roles: frozenset[str]
    """The roles that somebody holds there on the day."""


class FaultyDrawing(Refused):
    """A drawing cannot be taken in, or put in force; each fault names its element."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(_("The drawing has faults. Each is named with its element."), field="file")
        self.problems = tuple(problems)


def unit_for(rule: str, role: str, way: Sequence[Above]) -> int:
    """Return the unit at which a step is to be done.

    `way` leads from the account's unit to the top. It is the unit that the rule names, the nearest
    one above it where somebody holds the role, or, where nobody does anywhere, the named one.
    """
    kind = _KINDS.get(UnitRule(rule or UnitRule.ACCOUNT))
    named = next((at for at, one in enumerate(way) if one.kind == kind), 0)
    if kind is UnitKind.HEADQUARTERS:
        named = len(way) - 1
    holding = (one.unit_id for one in way[named:] if role in one.roles)
    return next(holding, way[named].unit_id)


def check_reason(reason: str) -> str:
    """Return a reason without the space around it.

    :raises Refused: if none is given
    """
    if not reason.strip():
        raise Refused(_("Say why, in a few words: others read it."), field="reason")
    return reason.strip()
