"""What can be imported: each target and its fields, declared in one table."""

from collections.abc import Mapping
from typing import Final

from primeline.imports.choices import Target
from primeline.imports.targets.agreements import AGREEMENTS
from primeline.imports.targets.bills import BILLS
from primeline.imports.targets.consents import CONSENTS
from primeline.imports.targets.contacts import CONTACTS
from primeline.imports.targets.customers import CUSTOMERS
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.groups import GROUPS
from primeline.imports.targets.holdings import EQUIPMENT, OUTSIDE_SERVICES
from primeline.imports.targets.managers import MANAGERS
from primeline.imports.targets.payments import PAYMENTS
from primeline.imports.targets.sites import SITES
from primeline.imports.targets.subscriptions import SUBSCRIPTIONS, TERMINATIONS

LAYOUTS: Final[Mapping[Target, Layout]] = {
    layout.target: layout
    for layout in (
        CUSTOMERS,
        CONTACTS,
        AGREEMENTS,
        SUBSCRIPTIONS,
        BILLS,
        PAYMENTS,
        MANAGERS,
        TERMINATIONS,
        SITES,
        GROUPS,
        CONSENTS,
        EQUIPMENT,
        OUTSIDE_SERVICES,
    )
}

__all__ = ["LAYOUTS", "Field", "Kind", "Layout"]
