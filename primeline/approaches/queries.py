"""Who at a customer somebody may reach."""

from primeline.customers import queries as customers
from primeline.customers.models import Contact, Customer
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


def reachable(reach: Reach, number: str, contact_id: int) -> tuple[Customer, Contact, bool]:
    """Return an account, a person there, and whether the reader is named on the account.

    Whoever sees the person in clear may reach them, and so may whoever may be shown them in clear.

    :raises NotFound: if there is no such person, or not for this reader
    """
    customer = customers.get_customer(reach, number)
    is_named = customers.sees_contacts(customer, reach)
    if not is_named or customer.merged_into_id is not None:
        customer = customers.get_customer(reach, number, Permission.UNMASK_CONTACTS)
    return customer, customers.get_contact(customer, contact_id), is_named
