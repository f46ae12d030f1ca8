"""Subscriptions that come as columns of an account's row: the row tells of all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from primeline.imports.staging.bench import Bench
from primeline.imports.staging.endings import HELD
from primeline.imports.staging.moments import Moments
from primeline.imports.staging.relations import CUSTOMER
from primeline.imports.staging.subscriptions import SubscriptionStep
from primeline.products.choices import SubscriptionStatus


@dataclass(kw_only=True)
class ServiceStep(SubscriptionStep):
    """Services held. What an earlier file brought and this one no longer names has ended.

    `suffixes` tell the subscriptions of these columns from all others of an account.
    """

    suffixes: Collection[str]
    ends_on: date
    reason_id: int | None

    def find(self, bench: Bench) -> None:
        super().find(bench)
        if not self.knows_accounts(bench):
            return
        rows = bench.rows(
            "SELECT c.row_number, t.id, t.customer_id, c.external_id, t.external_id "
            f"FROM {CUSTOMER.stage} AS c JOIN {self.table} AS t ON t.customer_id = c.target_id "
            f"LEFT JOIN {self.stage} AS s ON s.target_id = t.id "
            f"WHERE s.row_number IS NULL AND t.status IN ({HELD}) AND t.external_id IS NOT NULL "
            "ORDER BY c.row_number, t.id"
        )
        ended_at = Moments(self.work.zone)[self.ends_on]
        status = SubscriptionStatus.TERMINATED.value
        gone = [
            (number, pk, customer, status, self.ends_on, self.reason_id, ended_at)
            for number, pk, customer, account, own in rows
            if own.removeprefix(account) in self.suffixes
        ]
        columns = (
            "row_number", "target_id", "customer_id", "status", "terminated_date",
            "reason_recorded_id", "ended_at",
        )  # fmt: skip
        bench.dialect.load(bench.cursor, self.stage, columns, gone)
