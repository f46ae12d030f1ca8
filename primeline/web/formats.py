"""How money, shares, days and moments are written in each language."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import phonenumbers
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from primeline.customers.choices import Tier
from primeline.kit.words import in_language, told

NOTHING = "–"
MINUS = "\N{MINUS SIGN}"
CHINA = 86
# One character in Chinese (钻, 金, 银, 标), the whole word in English.
TIER_BADGES = {
    Tier.DIAMOND: pgettext_lazy("badge", "Diamond"),
    Tier.GOLD: pgettext_lazy("badge", "Gold"),
    Tier.SILVER: pgettext_lazy("badge", "Silver"),
    Tier.STANDARD: pgettext_lazy("badge", "Standard"),
}
# The parts of the system that act by themselves.
SYSTEM_PARTS = {
    "access": gettext_lazy("access to accounts"),
    "addresses": gettext_lazy("IP addresses"),
    "approaches": gettext_lazy("calls and messages"),
    "command line": gettext_lazy("command line"),
    "commitments": gettext_lazy("matters owed"),
    "example": gettext_lazy("example"),
    "handovers": gettext_lazy("hand-over of accounts"),
    "import": gettext_lazy("import"),
    "imports": gettext_lazy("import"),
    "install": gettext_lazy("installation"),
    "papers": gettext_lazy("papers of accounts"),
    "processes": gettext_lazy("cases"),
    "products": gettext_lazy("contracts and services"),
    "quality": gettext_lazy("quality of records"),
    "replays": gettext_lazy("replay of event logs"),
    "rights": gettext_lazy("rights desk"),
    "rosters": gettext_lazy("duty rosters"),
    "standards": gettext_lazy("time limits"),
    "tiers": gettext_lazy("policy"),
    "visits": gettext_lazy("visits and calls"),
}
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_chinese() -> bool:
    """Test whether the reader's language is Chinese."""
    return (get_language() or "").startswith("zh")


def yuan(cents: int | None) -> str:
    """Return an amount with thousands separators: ¥12,345, or ¥12,345.60 where there are fen."""
    if cents is None:
        return NOTHING
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    whole, fen = divmod(cents, 100)
    return f"{sign}¥{whole:,}" + (f".{fen:02d}" if fen else "")


def wan(cents: int | None) -> str:
    """Return a board figure: 123.4 万元 in Chinese, ¥1.234 million in English."""
    if cents is None:
        return NOTHING
    if is_chinese():
        return f"{cents / 1_000_000:,.1f} 万元"
    if abs(cents) < 100_000_000:
        return f"¥{cents / 100_000:,.1f} k"
    return f"¥{cents / 100_000_000:,.2f} million"


def count(number: int | None) -> str:
    """Return a whole number with thousands separators."""
    return NOTHING if number is None else f"{number:,}"


def share(fraction: float | None, digits: int = 1) -> str:
    """Return a share of 0…1 as a percentage. What is there, however small, does not read as 0."""
    if fraction is None:
        return NOTHING
    least: float = 10.0**-digits
    if 0 < fraction * 100 < least / 2:
        return f"<{least:.{digits}f}%"
    return f"{fraction * 100:.{digits}f}%"


def day(value: date | None) -> str:
    """Return a day: 2026-10-31 in Chinese, 31 Oct 2026 in English."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if is_chinese():
        return value.isoformat()
    return f"{value.day} {MONTH_NAMES[value.month - 1]} {value.year}"


def stored_day(text: str) -> str:
    """Return a day that was stored as text, as people read it."""
    return day(date.fromisoformat(text)) if text else "–"


def stored_moment(text: str) -> str:
    """Return a moment that was stored as text, as people read it."""
    return moment(datetime.fromisoformat(text))


def month(value: date | None) -> str:
    """Return a month: 2026年10月 in Chinese, Oct 2026 in English."""
    if value is None:
        return NOTHING
    if is_chinese():
        return f"{value.year}年{value.month}月"
    return f"{MONTH_NAMES[value.month - 1]} {value.year}"


def moment(value: datetime | None) -> str:
    """Return a moment to the minute, in the time zone of the person who reads it."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


def bandwidth(mbps: int | None) -> str:
    """Return a bandwidth in the unit that people say: 500M, 10G."""
    if not mbps:
        return NOTHING
    return f"{mbps // 1000}G" if mbps % 1000 == 0 else f"{mbps}M"


def localname(named: Any) -> str:
    """Return the name of a row, or of a mapping with `name_zh` and `name_en`, for this reader."""
    if named is None:
        return NOTHING
    if isinstance(named, dict):
        return in_language(zh=named.get("name_zh") or "", en=named.get("name_en") or "")
    return in_language(zh=named.name_zh, en=named.name_en)


def named(row: dict[str, Any], field: str) -> str:
    """Return the name in columns like `owner_unit__name_zh` of a row of values."""
    return (
        in_language(zh=row[f"{field}__name_zh"] or "", en=row[f"{field}__name_en"] or "") or NOTHING
    )


def tier_words(value: str) -> tuple[str, str]:
    """Return what the badge of a service tier says, and what it says at length."""
    long = gettext("Service tier: %(name)s") % {"name": Tier(value).label}
    return str(TIER_BADGES[Tier(value)]), long


def label_of(choices: Any, value: str) -> str:
    """Return what a choice is called, or a dash where nothing was chosen."""
    return str(choices(value).label) if value else NOTHING


def phone(number: str) -> str:
    """Return a stored number as people write it in its country."""
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return number
    is_home = parsed.country_code == CHINA
    form = phonenumbers.PhoneNumberFormat
    extension, parsed.extension = parsed.extension, None
    shown = phonenumbers.format_number(parsed, form.NATIONAL if is_home else form.INTERNATIONAL)
    if not extension:
        return shown
    return gettext("%(number)s ext %(extension)s") % {"number": shown, "extension": extension}


def signed(value: float, digits: int = 0) -> str:
    """Return a change with its sign; what did not change has none."""
    shown = round(value, digits)
    if not shown:
        return "0"
    return f"{'+' if shown > 0 else MINUS}{abs(shown):,.{digits}f}"


def actor(name: str) -> str:
    """Return who did something: a part of the system is called by its name in words."""
    if name.startswith("system:"):
        part = name.removeprefix("system:")
        system = gettext("the system")
        return f"{system} ({SYSTEM_PARTS.get(part, part)})"
    return name


def file_size(size_bytes: int) -> str:
    """Return how large a file is: 12 KB, 3.4 MB."""
    if size_bytes < 1024 * 1024:
        return f"{max(round(size_bytes / 1024), 1)} KB"
    return f"{size_bytes / (1024 * 1024):,.1f} MB"


FILTERS: dict[str, Callable[..., str]] = {
    "stored_day": stored_day,
    "stored_moment": stored_moment,
    "yuan": yuan,
    "wan": wan,
    "count_of": count,
    "share": share,
    "signed": signed,
    "day": day,
    "month": month,
    "moment": moment,
    "bandwidth": bandwidth,
    "file_size": file_size,
    "localname": localname,
    "named": named,
    "told": told,
    "phone": phone,
    "actor": actor,
}
