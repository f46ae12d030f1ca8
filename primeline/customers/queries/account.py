"""One account and all that hangs on it in this room."""

from collections.abc import Collection
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from primeline.customers import phones, rules
from primeline.customers.choices import BillStatus, CustomerKind
from primeline.customers.models import (
    Bill,
    BillingAccount,
    Contact,
    Customer,
    Payment,
)
from primeline.customers.queries.reach import visible_to, within
from primeline.customers.values import ContactCard
from primeline.kit.errors import NotFound, Refused
from primeline.privacy import masks
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone
from primeline.staff.choices import Permission
from primeline.staff.permissions import READING
from primeline.staff.reach import Granted, Reach

MOST_CONTACTS = 200
_ON_ONE_ACCOUNT = (
    Permission.EDIT_CUSTOMERS,
    Permission.ASSIGN_MANAGERS,
    Permission.EDIT_SUBSCRIPTIONS,
    Permission.RECOVER_EQUIPMENT,
    Permission.VERIFY_REASONS,
    Permission.UNMASK_CONTACTS,
    Permission.RESTRICT_CUSTOMERS,
    Permission.EDIT_PARTNERS,
    Permission.DECIDE_RIGHTS,
    Permission.VIEW_COMMITMENTS,
)


def get_customer(
    reach: Reach, number: str, permission: Permission = Permission.VIEW_CUSTOMERS
) -> Customer:
    """Return the account with this number, with its unit, industry and people.

    :raises NotFound: if there is none, or it is not within reach
    :raises Refused: if more than reading is meant, and it was merged into another account
    """
    rows = visible_to(reach, permission, with_granted=True).select_related(
        "industry", "owner_unit", "account_manager", "deputy"
    )
    customer = rows.filter(number=number).first()
    if customer is None:
        raise NotFound
    if customer.merged_into_id is not None and permission not in READING:
        raise Refused(
            _("This account was merged into another one. It is there to be read; change that one.")
        )
    return customer


def permissions_on(customer: Customer, reach: Reach) -> frozenset[Permission]:
    """Return what this reader may do with this account. One query at most."""
    asked = [one for one in _ON_ONE_ACCOUNT if reach.may(one)]
    if not asked or customer.merged_into_id is not None:
        return frozenset()
    conditions = {
        one.value.lower(): ExpressionWrapper(within(reach, one), BooleanField()) for one in asked
    }
    row = Customer.objects.filter(pk=customer.pk).annotate(**conditions).values(*conditions).get()
    return frozenset(one for one in asked if row[one.value.lower()])


def contacts_of(customer: Customer, reach: Reach) -> list[ContactCard]:
    """Return the people at the customer, the active and the primary first, masked if need be.

    Whoever sees the account under a grant without contacts sees none.
    """
    if not includes_contacts(customer, reach):
        return []
    shown = cards_of(customer, is_clear=sees_contacts(customer, reach))
    return [card for _contact, card in shown]


def people_in_post(customer_ids: Collection[int], reach: Reach) -> dict[int, list[ContactCard]]:
    """Return the people at each of some accounts as its page shows them, where there are any.

    Of the erased there is nothing to tell.
    """
    accounts = {
        row.pk: row for row in visible_to(reach, with_granted=True).filter(pk__in=customer_ids)
    }
    open_ones = [pk for pk, row in accounts.items() if includes_contacts(row, reach)]
    found: dict[int, list[ContactCard]] = {}
    rows = Contact.objects.filter(customer__in=open_ones, is_active=True)
    for contact in rows.order_by("-is_primary", "id"):
        is_clear = sees_contacts(accounts[contact.customer_id], reach)
        if not (card := _card(contact, is_clear=is_clear)).is_gone:
            found.setdefault(contact.customer_id, []).append(card)
    return found


def cards_of(customer: Customer, *, is_clear: bool) -> list[tuple[Contact, ContactCard]]:
    """Return the people at the customer, each with what is shown of them."""
    rows = Contact.objects.filter(customer=customer).order_by("-is_active", "-is_primary", "id")
    return [(contact, _card(contact, is_clear=is_clear)) for contact in rows[:MOST_CONTACTS]]


def contact_in_clear(contact: Contact) -> ContactCard:
    """Return a person as the named people of the account see them. Record the look first."""
    return _card(contact, is_clear=True)


def card_of(customer: Customer, contact: Contact, reach: Reach) -> ContactCard:
    """Return one person at the customer, masked if need be."""
    return _card(contact, is_clear=sees_contacts(customer, reach))


def masked_name_of(contact: Contact) -> str:
    """Return the outline of a person's name, as everybody may see it."""
    return masks.shown(PersonalKind.NAME, contact.name, is_clear=False)


def get_contact(customer: Customer, contact_id: int) -> Contact:
    """Return one person at the customer.

    :raises NotFound: if there is none
    """
    contact = Contact.objects.filter(customer=customer, pk=contact_id).first()
    if contact is None:
        raise NotFound
    return contact


def identifier_of(customer: Customer, reach: Reach) -> str:
    """Return the identifier of an account, masked if it is a person's and not this reader's."""
    is_clear = sees_identity(customer, reach)
    return masks.shown(PersonalKind.IDENTIFIER, customer.identifier, is_clear=is_clear)


def address_of(customer: Customer, reach: Reach) -> str:
    """Return the address of an account, masked if it is a person's and not this reader's."""
    is_clear = sees_identity(customer, reach)
    return masks.shown(PersonalKind.ADDRESS, customer.address, is_clear=is_clear)


def individual_in_clear(customer: Customer) -> dict[str, str]:
    """Return who an individual account is, as its manager sees it. Record the look first."""
    kinds = {
        "name": PersonalKind.NAME,
        "identifier": PersonalKind.IDENTIFIER,
        "address": PersonalKind.ADDRESS,
    }
    return {
        name: masks.shown(kind, getattr(customer, name), is_clear=True)
        for name, kind in kinds.items()
    }


def sees_identity(customer: Customer, reach: Reach) -> bool:
    """Test whether this reader sees identifier and address in clear: a company's, or their own."""
    return customer.kind == CustomerKind.ORGANIZATION or sees_contacts(customer, reach)


def sees_dossier(customer: Customer, reach: Reach) -> bool:
    """Test whether this reader sees how we work on an account, not only what serving it needs."""
    return holds_for(customer, reach, Permission.VIEW_DOSSIERS, with_granted=True)


def holds_for(
    customer: Customer, reach: Reach, permission: Permission, *, with_granted: bool = False
) -> bool:
    """Test whether a reader who sees an account has this permission for it, too."""
    if not reach.may(permission):
        return False
    is_same = reach.bounds_for(permission) == reach.bounds_for(Permission.VIEW_CUSTOMERS)
    if is_same and (with_granted or not reach.granted):
        return True
    seen = visible_to(reach, permission, with_granted=with_granted)
    return seen.filter(pk=customer.pk).exists()


def grant_of(customer: Customer, reach: Reach) -> Granted | None:
    """Return the grant without which this reader would not see the account, if it is one."""
    granted = [one for one in reach.granted if one.customer_id == customer.pk]
    if not granted or visible_to(reach).filter(pk=customer.pk).exists():
        return None
    return max(granted, key=lambda one: (one.with_contacts, one.grant_id))


def includes_contacts(customer: Customer, reach: Reach) -> bool:
    """Test whether what is open to this reader includes the people at the customer."""
    grant = grant_of(customer, reach)
    return grant is None or grant.with_contacts


def sees_contacts(customer: Customer, reach: Reach) -> bool:
    """Test whether this reader sees the people at the customer in clear.

    Who is named on it does, and who holds work on it that somebody else gave them.
    """
    if is_named(customer, reach):
        return True
    return not customer.is_restricted and customer.pk in reach.held_ids


def is_named(customer: Customer, reach: Reach) -> bool:
    """Test whether this reader is named on the account, or stands in for who is."""
    return rules.is_named(
        reach.named_ids,
        account_manager_id=customer.account_manager_id,
        deputy_id=customer.deputy_id,
    )


def bills_of(customer: Customer, *, months: int = 24) -> list[Bill]:
    """Return the heads of the latest bills, the oldest first."""
    standing = Bill.objects.filter(_billed_to(customer)).exclude(status=BillStatus.CANCELLED)
    latest = standing.order_by("-bill_month")[:months]
    return sorted(latest, key=lambda bill: bill.bill_month)


def arrears_of(customer: Customer, *, today: date) -> tuple[int, date | None]:
    """Return what is owed and overdue, in cents, and since which day."""
    owed = Bill.objects.filter(_billed_to(customer), due_date__lt=today).exclude(
        status__in=(BillStatus.SETTLED, BillStatus.CANCELLED)
    )
    rows = list(owed.values_list("amount_cents", "due_date"))
    return sum(cents for cents, _ in rows), min((due for _, due in rows), default=None)


def payments_of(customer: Customer, *, most: int = 24) -> list[Payment]:
    """Return the latest payments, the newest first; those taken back say so."""
    return list(Payment.objects.filter(customer=customer).order_by("-paid_date", "-id")[:most])


def billing_accounts_of(customer: Customer) -> QuerySet[BillingAccount]:
    """Return the accounts that bills are written to."""
    return BillingAccount.objects.filter(customer=customer).order_by("-is_active", "number")


def _billed_to(customer: Customer) -> Q:
    """Return the condition of an account's bills, with those of the accounts merged into it.

    A bill stays with a merged account where both were billed for the same month.
    """
    # One after the other: with an OR across the join both databases would read all accounts.
    accounts = Customer.objects.order_by().values("pk")
    return Q(
        customer__in=accounts.filter(pk=customer.pk).union(
            accounts.filter(merged_into=customer),
            accounts.filter(merged_into__merged_into=customer),
            all=True,
        )
    )


def _card(contact: Contact, *, is_clear: bool) -> ContactCard:
    name, phone, email = contact.name, contact.phone, contact.email
    # An employer and a title are one person: what they were there is told as little as who.
    is_gone = isinstance(name, Gone)
    return ContactCard(
        id=contact.pk,
        name=masks.shown(PersonalKind.NAME, name, is_clear=is_clear),
        job_title="" if is_gone else contact.job_title,
        decision_role="" if is_gone else contact.decision_role,
        attitude="" if is_gone else contact.attitude,
        reports_to_id=None if is_gone else contact.reports_to_id,
        phone=masks.shown(PersonalKind.PHONE, phone, is_clear=is_clear),
        can_be_dialed=phones.can_be_dialed(phone),
        takes_messages=phones.takes_messages(phone),
        email=masks.shown(PersonalKind.EMAIL, email, is_clear=is_clear),
        preferred_channel="" if is_gone else contact.preferred_channel,
        preferred_hours="" if is_gone else contact.preferred_hours,
        is_primary=contact.is_primary,
        is_active=contact.is_active,
        is_masked=not is_clear,
        is_gone=is_gone,
        version=contact.version,
    )
