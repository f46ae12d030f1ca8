"""Contacts: a person of an account is found again by name."""

from primeline.customers.choices import TimelineKind
from primeline.imports.staging import reporting, sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.persons import PERSONAL, known_people
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell


class ContactStep(Step):
    """The rows of people at customers."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        # The account that is left has its main contact, whom a merged one does not replace.
        bench.run(f"UPDATE {self.stage} SET is_primary = NULL WHERE named_id IS NOT NULL")
        self._find_stored(bench)
        if self.tells_superiors:
            reporting.find(bench, self.relation)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        if self.tells_superiors:
            reporting.judge(bench, self.relation)

    def write(self, bench: Bench) -> None:
        self._step_back(bench)
        sealing.seal(bench, PERSONAL.among(self.rows.columns))
        self.draw_ids(bench)
        if self.tells_superiors:
            reporting.point_at_new(bench, self.relation)
        self.update(bench, {})
        self.insert(bench, {})
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

    def compare(self, bench: Bench) -> None:
        bench.mark_new(self.relation)
        bench.mark_changed(self.relation, set(self.compared) - set(PERSONAL.columns))
        sealing.mark_changed(bench, PERSONAL, self.compared)
        if self.tells_superiors:
            reporting.mark_changed(bench, self.relation)
        self.count(bench)

    @property
    def tells_superiors(self) -> bool:
        """Whether any row says whom somebody reports to."""
        return not self.gives_nothing_of(("superior",))

    def _find_stored(self, bench: Bench) -> None:
        """Find people by account and name; names can be compared only once they are opened."""
        if not self.knows_accounts(bench):
            return
        known = known_people(bench, self.relation)
        if not known:
            return
        staged = bench.rows(
            f"SELECT row_number, customer_id, name FROM {self.stage} WHERE target_id IS NULL"
        )
        found = [
            (pk, number)
            for number, account, name in staged
            for pk in known.get((account, name), ())[:1]
        ]
        sealing.point_at(bench, self.relation, found)

    def _step_back(self, bench: Bench) -> None:
        """Let whoever was the main contact make room for the one that the file names."""
        if not self.knows_accounts(bench):
            return
        bench.run(
            f"UPDATE {self.table} SET is_primary = FALSE, version = version + 1 "
            f"WHERE is_primary AND customer_id IN (SELECT s.customer_id FROM {self.stage} AS s "
            "WHERE s.is_primary AND (s.is_new OR s.is_changed)) AND id NOT IN "
            f"(SELECT s.target_id FROM {self.stage} AS s WHERE s.target_id IS NOT NULL)"
        )
