"""Questions about accounts. Every list begins at `visible_to`."""

from primeline.customers.queries.account import (
    TimelinePage,
    arrears_of,
    billing_accounts_of,
    bills_of,
    contacts_of,
    get_contact,
    get_customer,
    identifier_of,
    permissions_on,
    sees_contacts,
    timeline_of,
)
from primeline.customers.queries.accounts import (
    COUNTED_UP_TO,
    AccountPage,
    Manager,
    Sorting,
    all_of,
    count_up_to,
    get_manager,
    managers,
    matching,
    page_of,
)
from primeline.customers.queries.found import FoundAccount, found_accounts
from primeline.customers.queries.reach import (
    cleared_ids,
    counted_within,
    visible_to,
    within,
)
from primeline.customers.queries.reference import get_industry, industries, industries_in_use
from primeline.customers.queries.units import (
    counts_by_unit,
    ids_by_number,
    numbers_by_id,
    open_accounts_of,
)
from primeline.customers.queries.views import get_saved_view, saved_views

__all__ = [
    "COUNTED_UP_TO",
    "AccountPage",
    "FoundAccount",
    "Manager",
    "Sorting",
    "TimelinePage",
    "all_of",
    "arrears_of",
    "billing_accounts_of",
    "bills_of",
    "cleared_ids",
    "contacts_of",
    "count_up_to",
    "counted_within",
    "counts_by_unit",
    "found_accounts",
    "get_contact",
    "get_customer",
    "get_industry",
    "get_manager",
    "get_saved_view",
    "identifier_of",
    "ids_by_number",
    "industries",
    "industries_in_use",
    "managers",
    "matching",
    "numbers_by_id",
    "open_accounts_of",
    "page_of",
    "permissions_on",
    "saved_views",
    "sees_contacts",
    "timeline_of",
    "visible_to",
    "within",
]
