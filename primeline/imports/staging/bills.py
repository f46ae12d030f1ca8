"""Heads of bills: one for an account and a month."""

from primeline.customers.choices import BillStatus
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step


class BillStep(Step):
    """The heads of bills."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        self._find_stored(bench)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)

    def compare(self, bench: Bench) -> None:
        self.revive(bench, void=BillStatus.CANCELLED.value, given=BillStatus.SENT.value)
        super().compare(bench)

    def write(self, bench: Bench) -> None:
        self.find_new_accounts(bench)
        bench.update(self.relation, self.written, {})
        bench.draw_ids(self.relation)
        bench.insert(self.relation, {})

    def _find_stored(self, bench: Bench) -> None:
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT t.id FROM {self.table} AS t "
            "WHERE t.customer_id = s.customer_id AND t.bill_month = s.bill_month) "
            "WHERE customer_id IS NOT NULL"
        )
