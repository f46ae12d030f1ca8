"""Places of accounts: found again by account and name."""

from primeline.customers.choices import CustomerKind, TimelineKind
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.relations import CUSTOMER
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell


class SiteStep(Step):
    """The rows of places. One that was given up is in use again once a file names it."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT t.id FROM {self.table} AS t "
            "WHERE t.customer_id = s.customer_id AND t.name = s.name) "
            "WHERE customer_id IS NOT NULL"
        )
        bench.run(
            f"UPDATE {self.stage} SET is_active = TRUE WHERE target_id IN "
            f"(SELECT t.id FROM {self.table} AS t WHERE NOT t.is_active)"
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        self.demand(bench, ("kind", "kind"))
        # Two accounts that are one by now may each have had a place of this name.
        bench.fault(
            self.relation,
            "SITE_OF_MERGED",
            where=f"s.named_id IS NOT NULL AND EXISTS (SELECT 1 FROM {self.stage} AS x "
            "WHERE x.customer_id = s.customer_id AND x.name = s.name "
            "AND x.row_number <> s.row_number "
            "AND (x.named_id IS NULL OR x.row_number < s.row_number))",
            field="name",
            value="s.customer_ref",
        )

    def write(self, bench: Bench) -> None:
        bench.update(self.relation, self.written, {})
        bench.draw_ids(self.relation)
        bench.insert(self.relation, {})
        for condition, kind in (
            ("s.is_new", TimelineKind.SITE_ADDED),
            ("s.is_changed AND s.is_active IS NULL", TimelineKind.SITE_CHANGED),
            ("s.is_changed AND s.is_active", TimelineKind.SITE_REOPENED),
        ):
            self._tell(bench, condition, kind)

    def _tell(self, bench: Bench, condition: str, kind: TimelineKind) -> None:
        # What an individual calls a place can say where they live; a timeline cannot forget it.
        name = f"CASE WHEN c.kind = '{CustomerKind.ORGANIZATION.value}' THEN t.name ELSE '' END"
        words = {"name": name} | ({} if kind == TimelineKind.SITE_ADDED else {"reason": "''"})
        told = Lines(
            kind=kind,
            source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
            f"JOIN {CUSTOMER.table} AS c ON c.id = t.customer_id WHERE {condition}",
            customer="t.customer_id",
            happened_at="%s",
            words=bench.dialect.json(**words),
            subject_kind="site",
            subject="t.id",
        )
        tell(bench, told, by=self.work.by, values=(self.work.moment,))
