"""Choosing between the two languages that names are kept in."""

from django.utils.translation import get_language


def in_language(*, zh: str, en: str) -> str:
    """Return the name in the reader's language, or the other one where it is missing."""
    wanted, other = (zh, en) if (get_language() or "").startswith("zh") else (en, zh)
    return wanted or other
