"""Payments: found again by the number of the paying system."""

from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step


class PaymentStep(Step):
    """The rows of payments."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        bench.find(
            self.relation,
            f"(SELECT t.id FROM {self.table} AS t WHERE t.external_id = s.external_id)",
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        bench.fault(
            self.relation,
            "OTHER_ACCOUNT",
            where=f"EXISTS (SELECT 1 FROM {self.table} AS t WHERE t.id = s.target_id "
            f"AND t.customer_id {bench.dialect.differs} s.customer_id)",
            field="payment",
            value="s.external_id",
        )

    def write(self, bench: Bench) -> None:
        self.seal(bench)
        self.update(bench, {})
        self.draw_ids(bench)
        self.insert(bench, {})
