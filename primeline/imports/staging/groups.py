"""Accounts as subsidiaries of others: found again by the account; moved where the file says so."""

from typing import Final

from primeline.customers import actions as customers
from primeline.customers import structures
from primeline.customers.models import Customer
from primeline.customers.queries.groups import ties_around
from primeline.customers.values import Placement
from primeline.imports.staging import sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step

CODES: Final = {"CIRCLE": "GROUP_CIRCLE", "DEEP": "GROUP_TOO_DEEP"}


class GroupStep(Step):
    """The rows of subsidiaries."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        for name in ("parent", "payer"):
            self._find(bench, f"{name}_id", f"{name}_ref")
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT t.id FROM {self.table} AS t "
            "WHERE t.child_id = s.customer_id AND t.active_to IS NULL)"
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        statement, values = self.work.within_reach
        for name, missing in (("parent", "TRUE"), ("payer", "s.payer_ref IS NOT NULL")):
            bench.fault(
                self.relation,
                "NO_SUCH_ACCOUNT",
                where=f"{missing} AND (s.{name}_id IS NULL OR s.{name}_id NOT IN {statement})",
                field=name,
                value=f"s.{name}_ref",
                values=values,
            )
        bench.fault(
            self.relation,
            "GROUP_OUT_OF_REACH",
            where=f"EXISTS (SELECT 1 FROM {self.table} AS t WHERE t.id = s.target_id "
            f"AND t.parent_id <> s.parent_id AND t.parent_id NOT IN {statement})",
            field="customer",
            values=values,
        )
        bench.fault(
            self.relation,
            "GROUP_RESTRICTED",
            where=f"EXISTS (SELECT 1 FROM {Customer._meta.db_table} AS c WHERE c.is_restricted "
            "AND c.id IN (s.customer_id, s.parent_id, s.payer_id))",
            field="customer",
        )
        self.refuse_twins(bench, field="customer")
        while self._fault_misplaced(bench):
            pass

    def compare(self, bench: Bench) -> None:
        bench.mark_new(self.relation)
        bench.mark_changed(self.relation, set(self.compared) - {"payer_id"})
        bench.run(
            f"UPDATE {self.stage} AS s SET is_changed = TRUE FROM {self.table} AS t "
            "WHERE t.id = s.target_id AND s.payer_ref IS NOT NULL "
            f"AND nullif(s.payer_id, s.customer_id) {bench.dialect.differs} t.payer_id"
        )
        self.count(bench)

    def write(self, bench: Bench) -> None:
        rows = bench.rows(
            "SELECT s.customer_id, s.parent_id, s.active_from, t.parent_id, t.active_from, "
            f"s.payer_ref, nullif(s.payer_id, s.customer_id) FROM {self.stage} AS s "
            f"LEFT JOIN {self.table} AS t ON t.id = s.target_id "
            "WHERE s.is_new OR s.is_changed ORDER BY s.row_number"
        )
        placements = []
        for child, parent, day, stored_parent, stored_day, payer_ref, payer in rows:
            stays = stored_day if stored_parent == parent else None
            placements.append(
                Placement(
                    child_id=child,
                    parent_id=parent,
                    from_date=self.work.day(day or stays),
                    says_payer=payer_ref is not None,
                    payer_id=payer,
                )
            )
        if placements:
            customers.place_many(placements=placements, by=self.work.by, at=self.work.at)

    def _find(self, bench: Bench, column: str, ref: str) -> None:
        """Find the accounts that a column names; of merged ones, those that are left."""
        table = Customer._meta.db_table
        bench.run(
            f"UPDATE {self.stage} AS s SET {column} = coalesce("
            f"(SELECT c.id FROM {table} AS c WHERE c.external_id = s.{ref}), "
            f"(SELECT c.id FROM {table} AS c WHERE c.number = s.{ref}))"
        )
        while bench.run(
            f"UPDATE {self.stage} AS s SET {column} = "
            f"(SELECT c.merged_into_id FROM {table} AS c WHERE c.id = s.{column}) "
            f"WHERE s.{column} IN (SELECT c.id FROM {table} AS c "
            "WHERE c.merged_into_id IS NOT NULL)"
        ):
            pass

    def _fault_misplaced(self, bench: Bench) -> bool:
        """Mark rows that do not go together; without them others may not go either."""
        rows = bench.rows(
            "SELECT row_number, customer_id, parent_id, nullif(payer_id, customer_id) "
            f"FROM {self.stage} WHERE fault IS NULL"
        )
        numbers = {child: number for number, child, _parent, _payer in rows}
        new = {child: parent for _number, child, parent, _payer in rows}
        old = ties_around({*new, *new.values()})
        wrong = structures.unplaceable(new, old)
        for reason, code in CODES.items():
            found = [numbers[child] for child, why in wrong.items() if why == reason]
            sealing.fault_rows(bench, self.relation, code, found, field="parent")
        if wrong:
            return True
        heads = structures.heads({**old, **new})
        foreign = [
            number
            for number, child, _parent, payer in rows
            if payer is not None and heads.get(payer, payer) != heads[child]
        ]
        sealing.fault_rows(bench, self.relation, "PAYER_OUTSIDE", foreign, field="payer")
        return bool(foreign)
