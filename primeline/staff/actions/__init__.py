"""Deeds on units, people, roles, cover and the means to sign in."""

from primeline.staff.actions.cover import end_cover, set_cover
from primeline.staff.actions.credentials import (
    choose_password,
    end_session,
    end_sessions,
    issue_password,
    renew_recovery_codes,
    reset_second_factor,
    set_second_factor,
    sign_in,
)
from primeline.staff.actions.people import (
    change_person,
    change_preferences,
    create_person,
    deactivate_person,
    move_person,
    reactivate_person,
)
from primeline.staff.actions.postings import end_posting, give_posting
from primeline.staff.actions.units import (
    close_unit,
    create_unit,
    move_unit,
    rename_unit,
    reopen_unit,
)

__all__ = [
    "change_person",
    "change_preferences",
    "choose_password",
    "close_unit",
    "create_person",
    "create_unit",
    "deactivate_person",
    "end_cover",
    "end_posting",
    "end_session",
    "end_sessions",
    "give_posting",
    "issue_password",
    "move_person",
    "move_unit",
    "reactivate_person",
    "rename_unit",
    "renew_recovery_codes",
    "reopen_unit",
    "reset_second_factor",
    "set_cover",
    "set_second_factor",
    "sign_in",
]
