"""What follows from openings and endings: pairs that net out, and fees per account."""

from datetime import date

from primeline.customers.models import Customer
from primeline.imports.staging.bench import Bench
from primeline.products.choices import SubscriptionStatus
from primeline.products.models import FeeChange, Subscription, TerminationReason

HELD = ", ".join(
    f"'{status.value}'"
    for status in (
        SubscriptionStatus.ACTIVE,
        SubscriptionStatus.SUSPENDED,
        SubscriptionStatus.PENDING_TERMINATE,
    )
)

ENDED = f"'{SubscriptionStatus.TERMINATED.value}'"


def keep_fees(bench: Bench, stage: str, today: date) -> None:
    """Keep the old and the new fee of what on the bench becomes dearer or cheaper."""
    day = bench.dialect.day(f"'{today.isoformat()}'")
    bench.run(
        f"INSERT INTO {FeeChange._meta.db_table} "
        "(subscription_id, changed_date, old_fee_cents, new_fee_cents, why) "
        f"SELECT t.id, {day}, t.fee_cents, s.fee_cents, '' "
        f"FROM {stage} AS s JOIN {Subscription._meta.db_table} AS t ON t.id = s.target_id "
        f"WHERE s.is_changed AND s.fee_cents <> t.fee_cents AND t.status <> {ENDED} "
        "ORDER BY s.row_number"
    )


def replacement_candidates(bench: Bench, stage: str) -> list[int]:
    """Return the accounts on the bench with an ending that claims a move, swap or new papers."""
    rows = bench.rows(
        f"SELECT DISTINCT t.customer_id FROM {Subscription._meta.db_table} AS t "
        f"JOIN {TerminationReason._meta.db_table} AS r "
        "ON r.id = coalesce(t.reason_verified_id, t.reason_recorded_id) "
        f"WHERE r.replacement_kind <> '' AND t.customer_id IN "
        f"(SELECT customer_id FROM {stage} WHERE is_new OR is_changed) ORDER BY 1"
    )
    return [customer for (customer,) in rows]


def refresh_fees(bench: Bench, stage: str) -> None:
    """Work out anew what the accounts on the bench bring in; write it where it differs."""
    customers, subscriptions = Customer._meta.db_table, Subscription._meta.db_table
    bench.run(
        f"UPDATE {customers} AS c SET monthly_fee_cents = f.cents FROM ("
        "SELECT x.customer_id, coalesce(sum(t.fee_cents), 0) AS cents FROM "
        f"(SELECT DISTINCT customer_id FROM {stage} WHERE is_new OR is_changed) AS x "
        f"LEFT JOIN {subscriptions} AS t ON t.customer_id = x.customer_id "
        f"AND t.status IN ({HELD}) GROUP BY x.customer_id) AS f "
        "WHERE c.id = f.customer_id AND c.monthly_fee_cents <> f.cents"
    )
