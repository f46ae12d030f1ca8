"""From the rows of a file to rows of the archive: which row brings which facts."""

from collections.abc import Callable, Mapping
from typing import Final

from primeline.imports.choices import Target
from primeline.imports.expansion.accounts import account_steps
from primeline.imports.expansion.bills import bill_steps
from primeline.imports.expansion.groups import group_steps
from primeline.imports.expansion.holdings import equipment_steps, outside_steps
from primeline.imports.expansion.plain import (
    agreement_steps,
    consent_steps,
    contact_steps,
    manager_steps,
    payment_steps,
    site_steps,
)
from primeline.imports.expansion.sheet import Sheet
from primeline.imports.expansion.subscriptions import subscription_steps, termination_steps
from primeline.imports.staging.steps import Step

EXPANSIONS: Final[Mapping[Target, Callable[[Sheet], list[Step]]]] = {
    Target.CUSTOMERS: account_steps,
    Target.CONTACTS: contact_steps,
    Target.AGREEMENTS: agreement_steps,
    Target.SUBSCRIPTIONS: subscription_steps,
    Target.BILLS: bill_steps,
    Target.PAYMENTS: payment_steps,
    Target.MANAGERS: manager_steps,
    Target.TERMINATIONS: termination_steps,
    Target.SITES: site_steps,
    Target.GROUPS: group_steps,
    Target.CONSENTS: consent_steps,
    Target.EQUIPMENT: equipment_steps,
    Target.OUTSIDE: outside_steps,
}

__all__ = ["EXPANSIONS", "Sheet"]
