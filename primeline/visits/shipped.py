"""What the product comes with: the cadence of each level, and how much fits into a day.

No public standard says these numbers; they are our own proposal, for every operator to change.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from primeline.customers.choices import DecisionRole
from primeline.visits.choices import Manner, Occasion, Rhythm


class ShippedAction(NamedTuple):
    """One thing to be done again and again, as it is shipped."""

    step: str
    manner: Manner
    rhythms: Mapping[str, str]
    lines: tuple[str, ...] = ()
    is_in_last_month: bool = False
    is_for_postpaid: bool = False
    occasion: str = ""
    roles: tuple[str, ...] = ()


def _greeting(step: str, occasion: Occasion, *tiers: str) -> ShippedAction:
    """Return a greeting of those who decide and those they listen to, in whichever way."""
    rhythms = dict.fromkeys(tiers, Rhythm.ON_ITS_DAY)
    return ShippedAction(step, Manner.CALL, rhythms, occasion=occasion, roles=GREETED)


GREETED: Final = (DecisionRole.DECIDES.value, DecisionRole.INFLUENCES.value)
# Internet and IP leased lines; beside them whoever pays after use.
CALLED_QUARTERLY: Final = ("INTERNET_LINE", "DATA_LINE", "NETWORKING")
ACTIONS: Final = (
    ShippedAction(
        "VISIT",
        Manner.VISIT,
        {
            "T0": Rhythm.MONTHLY,
            "T1": Rhythm.EVERY_TWO_MONTHS,
            "T2": Rhythm.QUARTERLY,
            "T3": Rhythm.HALF_YEARLY,
        },
    ),
    ShippedAction(
        "CALL",
        Manner.CALL,
        {
            "T0": Rhythm.WEEKLY,
            "T1": Rhythm.TWICE_A_MONTH,
            "T2": Rhythm.MONTHLY,
            "T3": Rhythm.QUARTERLY,
        },
    ),
    ShippedAction(
        "QUARTERLY_CALL",
        Manner.CALL,
        dict.fromkeys(("T0", "T1", "T2", "T3"), Rhythm.QUARTERLY),
        CALLED_QUARTERLY,
        is_in_last_month=True,
        is_for_postpaid=True,
    ),
    ShippedAction(
        "BUSINESS_REVIEW",
        Manner.VISIT,
        {"T0": Rhythm.QUARTERLY, "T1": Rhythm.HALF_YEARLY, "T2": Rhythm.YEARLY},
    ),
    # Somebody of our management goes; the manager of the account sees to it.
    ShippedAction("EXECUTIVE_VISIT", Manner.VISIT, {"T0": Rhythm.HALF_YEARLY, "T1": Rhythm.YEARLY}),
    # Level T3 looks at its figures by itself.
    ShippedAction(
        "SERVICE_REPORT",
        Manner.DESK,
        {"T0": Rhythm.MONTHLY, "T1": Rhythm.QUARTERLY, "T2": Rhythm.HALF_YEARLY},
    ),
    ShippedAction("ACCOUNT_PLAN", Manner.DESK, dict.fromkeys(("T0", "T1", "T2"), Rhythm.YEARLY)),
    ShippedAction("PLAN_REVIEW", Manner.DESK, {"T0": Rhythm.QUARTERLY}),
    # The first follow-up after the opening of an account.
    ShippedAction(
        "WELCOME_CALL",
        Manner.CALL,
        {
            "T0": Rhythm.ONCE_IN_3_DAYS,
            "T1": Rhythm.ONCE_IN_A_WEEK,
            "T2": Rhythm.ONCE_IN_A_WEEK,
            "T3": Rhythm.ONCE_IN_A_MONTH,
        },
    ),
    _greeting("BIRTHDAY_GREETING", Occasion.BIRTHDAY, "T0", "T1", "T2"),
    _greeting("SPRING_GREETING", Occasion.SPRING_FESTIVAL, "T0", "T1", "T2"),
    _greeting("MID_AUTUMN_GREETING", Occasion.MID_AUTUMN, "T0", "T1"),
    _greeting("NATIONAL_DAY_GREETING", Occasion.NATIONAL_DAY, "T0"),
)
LIMITS: Final = {Manner.VISIT: 3, Manner.CALL: 12, Manner.DESK: 10}
