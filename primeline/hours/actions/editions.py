"""Telling every process that calendars read before are stale."""

import secrets

from primeline.hours.queries.book import EDITION
from primeline.kit.installation import state_fact


def state_new_edition() -> None:
    """Name the days and hours anew.

    A number would come twice if this transaction were taken back; what is random does not.
    """
    state_fact(EDITION, secrets.token_hex(16))
