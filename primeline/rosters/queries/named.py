"""The accounts that a text about duties names: a roster hangs on none, so the text has to say."""

import re
from typing import Final

from django.db.models import Q

from primeline.commitments.models import Commitment
from primeline.customers.queries import visible_to
from primeline.products.models import Subscription
from primeline.staff.reach import Reach

# Of an account, a line, a matter.
NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:C-\d{7,12}|S-\d{8,12}|M\d{7,12})(?!\d)", re.IGNORECASE
)
MOST: Final = 50


def accounts_named(text: str, reach: Reach) -> list[int]:
    """Return the accounts within reach that a text names by their number, a line's or a matter's.

    Those beyond reach are left out: what is stored must not tell who is on file there.
    """
    found = list(dict.fromkeys(one.upper() for one in NUMBER.findall(text)))[:MOST]
    if not found:
        return []
    lines = Subscription.objects.filter(number__in=[one for one in found if one[0] == "S"])
    matters = Commitment.objects.filter(pk__in=[int(one[1:]) for one in found if one[0] == "M"])
    named = (
        Q(number__in=found)
        | Q(pk__in=lines.values("customer"))
        | Q(pk__in=matters.values("customer"))
    )
    accounts = visible_to(reach, with_granted=True).filter(named)
    return sorted(set(accounts.values_list("pk", flat=True)))
