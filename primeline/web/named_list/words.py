"""The first line of the named-account list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from primeline.tiers.choices import Alarm
from primeline.web.named_list.listing import ListPage

# Every alarm that counts has its part: together they are the number that is told.
_PARTS: Final[Mapping[Alarm, str | Promise]] = {
    Alarm.NO_MANAGER: gettext_lazy("%(count)s without a manager"),
    Alarm.MANAGER_LEFT: gettext_lazy("%(count)s whose manager has left"),
    Alarm.AWAY_WITHOUT_DEPUTY: gettext_lazy("%(count)s whose manager is away without a deputy"),
    Alarm.PARKED: gettext_lazy("%(count)s parked with somebody who is no account manager"),
    Alarm.NO_DEPUTY: gettext_lazy("%(count)s without a deputy"),
}


def answer(found: ListPage, at: datetime) -> str:
    """Return whether every key account is in good hands; if so, with the time checked."""
    alarms = found.alarms.total()
    if not alarms:
        well = _("%(time)s · %(count)s key accounts, every one has an active manager and a deputy.")
        return well % {
            "time": f"{timezone.localtime(at):%H:%M}",
            "count": f"{found.count:,}",
        }
    said = ngettext(
        "%(count)s key account is not in good hands",
        "%(count)s key accounts are not in good hands",
        alarms,
    ) % {"count": alarms}
    told = (
        _PARTS[alarm] % {"count": found.alarms[alarm]} for alarm in _PARTS if found.alarms[alarm]
    )
    return _("%(said)s: %(parts)s.") % {"said": said, "parts": _(", ").join(told)}
