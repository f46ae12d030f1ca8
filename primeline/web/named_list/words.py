"""The first line of the named-account list."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.tiers.choices import Alarm
from primeline.web.named_list.listing import ListPage


def answer(found: ListPage, at: datetime) -> str:
    """Return whether every key account is in good hands; if so, with the time checked."""
    alarms = found.alarms.total()
    if not alarms:
        return _("%(time)s · %(count)s key accounts, every one has an active manager.") % {
            "time": f"{timezone.localtime(at):%H:%M}",
            "count": f"{found.count:,}",
        }
    said = ngettext(
        "%(count)s key account is not in good hands",
        "%(count)s key accounts are not in good hands",
        alarms,
    ) % {"count": alarms}
    missing = found.alarms[Alarm.NO_MANAGER]
    return said + (_(": %(count)s have no manager.") % {"count": missing} if missing else ".")
