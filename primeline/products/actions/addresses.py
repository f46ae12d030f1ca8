"""Which addresses of the network a subscription has, as the room that gives them says."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.products.models import Subscription

LONGEST = 200


@deed("products.note_addresses")
def note_addresses(
    *,
    subscription: Subscription,
    added: Iterable[str] = (),
    removed: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Write addresses to a subscription, or take them from it; others that stand there stay.

    :raises Refused: if there are more than can be written
    """
    fresh = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    gone = set(removed)
    there = [one for one in re.split(r"[\s,;，；、]+", fresh.ip_addresses) if one]
    wanted = [one for one in dict.fromkeys([*there, *added]) if one not in gone]
    text = ", ".join(wanted)
    if len(text) > LONGEST:
        raise Refused(
            _("This subscription has too many addresses to be written. Give it one network.")
        )
    if wanted != there:
        rows = Subscription.objects.filter(pk=fresh.pk)
        rows.update(ip_addresses=text, version=F("version") + 1)
