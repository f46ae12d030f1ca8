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
    parts = []
    if missing := found.alarms[Alarm.NO_MANAGER]:
        parts.append(_("%(count)s without a manager") % {"count": missing})
    if alone := found.alarms[Alarm.NO_DEPUTY]:
        parts.append(_("%(count)s without a deputy") % {"count": alone})
    if not parts:
        return _("%(said)s.") % {"said": said}
    return _("%(said)s: %(parts)s.") % {"said": said, "parts": _(", ").join(parts)}
