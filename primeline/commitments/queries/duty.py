"""Who is on duty in a role: a room above knows, and is asked through this when it is there."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from primeline.staff.choices import Role

# By unit, who is on duty there and until when.
There = Mapping[int, Mapping[int, datetime]]
# Given a role and units, who of each unit is on duty; units of which nobody knows are left out.
OnDuty = Callable[[Role, Collection[int], datetime], There]


def _nobody_knows(_role: Role, _unit_ids: Collection[int], _at: datetime) -> There:
    return {}


_asked: OnDuty = _nobody_knows


def ask_who_is_on_duty(knows: OnDuty) -> None:
    """Set who knows who is on duty. Called once, when the process starts."""
    global _asked
    _asked = knows


def on_duty_in(role: Role, unit_ids: Collection[int], at: datetime) -> There:
    """Return who is on duty in a role and until when, by unit, as far as anybody knows."""
    return _asked(role, unit_ids, at)
