"""Choosing between the two languages that names are kept in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


def in_language(*, zh: str, en: str) -> str:
    """Return the name in the reader's language, or the other one where it is missing."""
    wanted, other = (zh, en) if (get_language() or "").startswith("zh") else (en, zh)
    return wanted or other


def told_in_both(**named: Any) -> dict[str, str]:
    """Return what each row is called, for keeping: `unit` in Chinese, `unit_en` in English."""
    kept: dict[str, str] = {}
    for name, row in named.items():
        kept[name] = row.name_zh if row else ""
        kept[f"{name}_en"] = row.name_en if row else ""
    return kept


def told(words: Mapping[str, Any], name: str) -> str:
    """Return what was kept by `told_in_both`; older words keep the Chinese alone."""
    return in_language(zh=str(words.get(name, "")), en=str(words.get(f"{name}_en", "")))
