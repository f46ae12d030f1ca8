"""Who the accounts are: identity, people, billing, and what happened to them."""

from primeline.customers.models.accounts import Clearance, Customer, Industry
from primeline.customers.models.groups import GroupBranch, GroupDuty, GroupLink
from primeline.customers.models.money import Bill, BillingAccount, Payment
from primeline.customers.models.people import Consent, Contact, FormerPost
from primeline.customers.models.places import Site
from primeline.customers.models.story import Attachment, ListLook, SavedView, TimelineLine

__all__ = [
    "Attachment",
    "Bill",
    "BillingAccount",
    "Clearance",
    "Consent",
    "Contact",
    "Customer",
    "FormerPost",
    "GroupBranch",
    "GroupDuty",
    "GroupLink",
    "Industry",
    "ListLook",
    "Payment",
    "SavedView",
    "Site",
    "TimelineLine",
]
