"""Two accounts side by side, field by field, as far as this reader sees each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from primeline.customers import queries as customers
from primeline.customers.choices import BusinessKind, CustomerStatus, IdentifierKind, Scale, Tier
from primeline.privacy.choices import PersonalKind
from primeline.quality.rules.merging import differing
from primeline.staff.reach import Reach
from primeline.web import formats

if TYPE_CHECKING:
    from primeline.customers.models import Customer


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field of both accounts in words. `choice` names what is to be chosen between."""

    label: str
    first: str
    second: str
    choice: str = ""
    is_different: bool = False


def rows_of(first: "Customer", second: "Customer", reach: Reach) -> list[Row]:
    """Return the fields of both, in one order; those that can be chosen between say so."""
    different = differing(first, second)
    return [
        Row(
            label=label,
            first=_shown(name, first, reach),
            second=_shown(name, second, reach),
            choice=name if name in different else "",
            is_different=name in different,
        )
        for name, label in labels().items()
    ] + [
        Row(label=label, first=one, second=other, is_different=one != other)
        for label, one, other in _beside(first, second)
    ]


def labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "short_name": _("Short name"),
        "name_en": _("English name"),
        "identifier": _("Identifier"),
        "external_id": _("Number in another system"),
        "industry": _("Industry"),
        "scale": _("Scale"),
        "business_kind": _("Mainly buys"),
        "brand": _("Brand"),
        "is_agent": _("Agent"),
        "address": _("Address"),
        "notes": _("Notes"),
        "opened_date": _("On file since"),
        "managers": _("Manager and deputy"),
        "owner_unit": _("Owner unit"),
    }


def _beside(first: "Customer", second: "Customer") -> list[tuple[str, str, str]]:
    shown: dict[str, Callable[[Customer], str]] = {
        _("Status"): lambda one: str(CustomerStatus(one.status).label),
        _("Key account"): lambda one: _("yes") if one.is_key_account else _("no"),
        _("Tier"): lambda one: str(Tier(one.tier).label) if one.tier else "",
        _("Yuan a month"): lambda one: formats.yuan(one.monthly_fee_cents),
    }
    return [(label, told(first), told(second)) for label, told in shown.items()]


def _shown(name: str, one: "Customer", reach: Reach) -> str:
    shown: dict[str, Any] = {
        "name": lambda: one.full_name,
        "short_name": lambda: one.display_name if one.short_name else "",
        "name_en": lambda: one.english_name,
        "identifier": lambda: _identifier(one, reach),
        "industry": lambda: one.industry.name if one.industry else "",
        "scale": lambda: str(Scale(one.scale).label) if one.scale else "",
        "business_kind": lambda: (
            str(BusinessKind(one.business_kind).label) if one.business_kind else ""
        ),
        "is_agent": lambda: _("yes") if one.is_agent else _("no"),
        "address": lambda: customers.address_of(one, reach),
        "notes": lambda: one.seen(one.notes, PersonalKind.NOTE),
        "external_id": lambda: one.number_elsewhere,
        "opened_date": lambda: formats.day(one.opened_date),
        "managers": lambda: pgettext("between names", ", ").join(
            person.name for person in (one.account_manager, one.deputy) if person
        ),
        "owner_unit": lambda: one.owner_unit.name,
    }
    return str(shown[name]() if name in shown else getattr(one, name) or "")


def _identifier(one: "Customer", reach: Reach) -> str:
    if not one.identifier:
        return ""
    kind = IdentifierKind(one.identifier_kind).label if one.identifier_kind else ""
    return f"{kind} {customers.identifier_of(one, reach)}".strip()
