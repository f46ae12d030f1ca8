"""Questions about what is owed, by whom, by when, and who was told."""

from primeline.commitments.queries.courses import durations_of, left_of, rungs_of
from primeline.commitments.queries.flight import chases_of
from primeline.commitments.queries.following import (
    ACCOUNT,
    Followed,
    is_asked_of,
    open_by_step,
    times_owed,
)
from primeline.commitments.queries.gaps import cases_in_gaps
from primeline.commitments.queries.ladder import (
    LadderStep,
    alerts_of,
    estimates_of,
    inquiry_of,
    ladder_of,
    notices_about,
    notices_of,
    repricings_of,
    unseen_count,
)
from primeline.commitments.queries.letters import (
    LETTER,
    get_letter,
    letters_of,
    may_answer,
    sent_together,
    standing_of,
    unanswered,
)
from primeline.commitments.queries.past import due_by_rules, past_cases
from primeline.commitments.queries.pauses import open_pause, pauses_of
from primeline.commitments.queries.people import (
    leads_at,
    nearest_leads,
    owner_id_of,
    sees,
    told_by,
    unseen_by_holders,
)
from primeline.commitments.queries.reach import (
    asked_by_customers,
    get_commitment,
    is_led,
    is_mine,
    led_by,
    of_customer,
    owed_by,
    visible_to,
    within,
)
from primeline.commitments.queries.scanning import (
    has_due,
    has_pause_to_end,
    is_matter,
    is_owed,
    open_ids_of,
    to_reprice,
)
from primeline.commitments.queries.takers import takers_at, takers_of
from primeline.commitments.queries.tallies import Tally, load_of, tally_by
from primeline.commitments.queries.telling import lines_of, opened_lines
from primeline.commitments.queries.waiting import (
    get_offer_to,
    get_waiver_for,
    offer_of,
    offers_to,
    waiver_of,
    waivers_for,
)

__all__ = [
    "ACCOUNT",
    "LETTER",
    "Followed",
    "LadderStep",
    "Tally",
    "alerts_of",
    "asked_by_customers",
    "cases_in_gaps",
    "chases_of",
    "due_by_rules",
    "durations_of",
    "estimates_of",
    "get_commitment",
    "get_letter",
    "get_offer_to",
    "get_waiver_for",
    "has_due",
    "has_pause_to_end",
    "inquiry_of",
    "is_asked_of",
    "is_led",
    "is_matter",
    "is_mine",
    "is_owed",
    "ladder_of",
    "leads_at",
    "led_by",
    "left_of",
    "letters_of",
    "lines_of",
    "load_of",
    "may_answer",
    "nearest_leads",
    "notices_about",
    "notices_of",
    "of_customer",
    "offer_of",
    "offers_to",
    "open_by_step",
    "open_ids_of",
    "open_pause",
    "opened_lines",
    "owed_by",
    "owner_id_of",
    "past_cases",
    "pauses_of",
    "repricings_of",
    "rungs_of",
    "sees",
    "sent_together",
    "standing_of",
    "takers_at",
    "takers_of",
    "tally_by",
    "times_owed",
    "to_reprice",
    "told_by",
    "unanswered",
    "unseen_by_holders",
    "unseen_count",
    "visible_to",
    "waiver_of",
    "waivers_for",
    "within",
]
