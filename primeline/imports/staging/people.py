"""Contacts: a person of an account is found again by name."""

from primeline.customers.choices import TimelineKind
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell


class ContactStep(Step):
    """The rows of people at customers."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        self._find_stored(bench)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)

    def write(self, bench: Bench) -> None:
        self.find_new_accounts(bench)
        self._step_back(bench)
        bench.update(self.relation, self.written, {})
        bench.draw_ids(self.relation)
        bench.insert(self.relation, {})
        added = Lines(
            kind=TimelineKind.CONTACT_ADDED,
            source=f"{self.stage} AS s WHERE s.is_new",
            customer="s.customer_id",
            happened_at="%s",
            words=bench.dialect.json_literal("{}"),
            subject_kind="contact",
            subject="s.target_id",
        )
        tell(bench, added, by=self.work.by, values=(self.work.moment,))

    def _find_stored(self, bench: Bench) -> None:
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT min(t.id) FROM {self.table} AS t "
            "WHERE t.customer_id = s.customer_id AND t.name = s.name AND t.is_active) "
            "WHERE target_id IS NULL AND customer_id IS NOT NULL"
        )

    def _step_back(self, bench: Bench) -> None:
        """Let whoever was the main contact make room for the one that the file names."""
        bench.run(
            f"UPDATE {self.table} SET is_primary = FALSE, version = version + 1 "
            f"WHERE is_primary AND customer_id IN (SELECT s.customer_id FROM {self.stage} AS s "
            "WHERE s.is_primary AND (s.is_new OR s.is_changed)) AND id NOT IN "
            f"(SELECT s.target_id FROM {self.stage} AS s WHERE s.target_id IS NOT NULL)"
        )
