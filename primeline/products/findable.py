"""What an account can be found by because of what it has: its circuits and contracts."""

from primeline.products.models import Agreement, Subscription
from primeline.search.choices import EntryKind
from primeline.search.values import Entry


def circuit_entry(subscription: Subscription) -> Entry:
    """Return the entry by which a subscription leads to its account."""
    return Entry(
        customer_id=subscription.customer_id,
        kind=EntryKind.CIRCUIT,
        source_id=subscription.number,
        texts=(
            subscription.circuit_number,
            subscription.number,
            subscription.access_number,
            subscription.external_id or "",
        ),
    )


def contract_entry(agreement: Agreement) -> Entry:
    """Return the entry by which a contract leads to its account."""
    return Entry(
        customer_id=agreement.customer_id,
        kind=EntryKind.CONTRACT,
        source_id=agreement.number,
        texts=(agreement.number, agreement.name),
    )
