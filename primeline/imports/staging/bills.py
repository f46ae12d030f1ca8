"""Heads of bills: one for an account and a month."""

from typing import Final

from primeline.customers.choices import BillStatus
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step

VOID: Final = BillStatus.CANCELLED.value


class BillStep(Step):
    """The heads of bills."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        if self.brings_accounts:
            # What merely follows from a row of a merged account follows from nothing any more.
            bench.run(f"DELETE FROM {self.stage} WHERE named_id IS NOT NULL")
        else:
            self._find_kept_beside(bench)
        self._find_stored(bench)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        stored = (
            f"SELECT 1 FROM {self.table} AS t WHERE t.id = s.target_id AND t.status <> '{VOID}'"
        )
        staged = (
            f"SELECT 1 FROM {self.stage} AS x WHERE x.customer_id = s.customer_id "
            "AND x.bill_month = s.bill_month AND x.row_number <> s.row_number "
            "AND (x.named_id IS NULL OR x.row_number < s.row_number)"
        )
        bench.fault(
            self.relation,
            "BILL_OF_MERGED",
            where=f"s.named_id IS NOT NULL AND (EXISTS ({stored}) OR EXISTS ({staged}))",
            field="bill_month",
            value="s.customer_ref",
        )
        self.refuse_twins(bench, "bill_month", field="customer")

    def compare(self, bench: Bench) -> None:
        self.revive(bench, void=VOID, given=BillStatus.SENT.value)
        super().compare(bench)

    def write(self, bench: Bench) -> None:
        self.update(bench, {})
        self.draw_ids(bench)
        self.insert(bench, {})

    def _find_kept_beside(self, bench: Bench) -> None:
        """Find bills that a merge left with the merged account, since the other had one too."""
        bench.run(
            f"UPDATE {self.stage} AS s SET customer_id = s.named_id, named_id = NULL "
            f"WHERE s.named_id IS NOT NULL AND EXISTS (SELECT 1 FROM {self.table} AS t "
            "WHERE t.customer_id = s.named_id AND t.bill_month = s.bill_month)"
        )

    def _find_stored(self, bench: Bench) -> None:
        bench.find(
            self.relation,
            f"(SELECT t.id FROM {self.table} AS t "
            "WHERE t.customer_id = s.customer_id AND t.bill_month = s.bill_month)",
            where="customer_id IS NOT NULL",
        )
