"""Everything that can be done to an account. All writes to accounts happen in this folder."""

from primeline.customers.actions.accounts import (
    change_identity,
    change_owner_unit,
    change_status,
    open_customer,
    win_customer,
    win_customers,
)
from primeline.customers.actions.attachments import (
    attach_file,
    take_out_file,
    withdraw_attachment,
)
from primeline.customers.actions.branches import (
    finish_duty,
    name_branch,
    promise_duty,
    release_branch,
)
from primeline.customers.actions.consents import record_consent, withdraw_consent
from primeline.customers.actions.contacts import (
    add_contact,
    change_contact,
    reinstate_contact,
    retire_contact,
)
from primeline.customers.actions.groups import join_group, leave_group, set_payer
from primeline.customers.actions.levels import set_levels, set_monthly_fees
from primeline.customers.actions.managers import name_managers, reassign_customers
from primeline.customers.actions.merging import absorb_customer, tell_of_undone_merge
from primeline.customers.actions.placing import place_many, settle_heads
from primeline.customers.actions.posts import move_contact
from primeline.customers.actions.reference import add_industry, change_industry
from primeline.customers.actions.restriction import (
    clear_people,
    clear_person,
    lift_restriction,
    restrict_customer,
    withdraw_clearance,
)
from primeline.customers.actions.sealing import seal_what_is_open
from primeline.customers.actions.search import make_findable
from primeline.customers.actions.sites import add_site, change_site, close_site, reopen_site
from primeline.customers.actions.timeline import retell, tell, tell_many, tell_past
from primeline.customers.actions.unmasking import unmask_contact, unmask_individual
from primeline.customers.actions.views import drop_view, save_view

__all__ = [
    "absorb_customer",
    "add_contact",
    "add_industry",
    "add_site",
    "attach_file",
    "change_contact",
    "change_identity",
    "change_industry",
    "change_owner_unit",
    "change_site",
    "change_status",
    "clear_people",
    "clear_person",
    "close_site",
    "drop_view",
    "finish_duty",
    "join_group",
    "leave_group",
    "lift_restriction",
    "make_findable",
    "move_contact",
    "name_branch",
    "name_managers",
    "open_customer",
    "place_many",
    "promise_duty",
    "reassign_customers",
    "record_consent",
    "reinstate_contact",
    "release_branch",
    "reopen_site",
    "restrict_customer",
    "retell",
    "retire_contact",
    "save_view",
    "seal_what_is_open",
    "set_levels",
    "set_monthly_fees",
    "set_payer",
    "settle_heads",
    "take_out_file",
    "tell",
    "tell_many",
    "tell_of_undone_merge",
    "tell_past",
    "unmask_contact",
    "unmask_individual",
    "win_customer",
    "win_customers",
    "withdraw_attachment",
    "withdraw_clearance",
    "withdraw_consent",
]
