"""Money as people write it: in yuan."""

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

# Ten thousand million yuan; more is a slip of the finger.
MOST_YUAN = Decimal("10000000000")


class YuanField(forms.DecimalField):
    """An amount that people write in yuan and the archive keeps in cents (fen)."""

    def __init__(self, **kwargs: Any) -> None:
        facts: dict[str, Any] = {"min_value": Decimal(0), "max_value": MOST_YUAN} | kwargs
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(decimal_places=2, widget=widget, **facts)

    def to_python(self, value: Any) -> Any:
        """Read an amount as people write it: with thousands separators, a sign, full-width."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        return super().to_python(text.lstrip("¥").removesuffix("元").replace(",", "").strip())

    def clean(self, value: Any) -> Any:
        """Return cents."""
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)

    def prepare_value(self, value: Any) -> Any:
        """Return cents as they are written in yuan; what was typed stays as it is."""
        return written(value) if isinstance(value, int) else value


def written(cents: int) -> str:
    """Return cents as a form holds them: in yuan, without a sign."""
    return f"{Decimal(cents) / 100:.2f}"
