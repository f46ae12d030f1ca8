"""Contracts: found again by their number."""

from typing import Final

from primeline.customers.choices import TimelineKind
from primeline.imports.staging import texts
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell
from primeline.products.choices import AgreementStatus

# How a contract renews, beside the kind of its renewal.
RENEWAL: Final = ("renewal_date", "renewal_months", "notice_days", "notice_date")


class AgreementStep(Step):
    """The rows of contracts."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        self._find_stored(bench)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        bench.fault(
            self.relation,
            "OTHER_ACCOUNT",
            where=f"EXISTS (SELECT 1 FROM {self.table} AS t WHERE t.id = s.target_id "
            f"AND t.customer_id {bench.dialect.differs} s.customer_id)",
            field="number",
            value="s.number",
        )
        self.demand(bench, ("starts_date", "starts_date"))
        bench.fault(
            self.relation,
            "ENDS_BEFORE_START",
            where=f"EXISTS (SELECT 1 FROM (SELECT 1) AS one LEFT JOIN {self.table} AS t "
            "ON t.id = s.target_id WHERE coalesce(s.ends_date, t.ends_date) "
            "< coalesce(s.starts_date, t.starts_date))",
            field="ends_date",
        )

    def compare(self, bench: Bench) -> None:
        void, given = AgreementStatus.CANCELLED, AgreementStatus.ACTIVE
        self.revive(bench, void=void.value, given=given.value)
        super().compare(bench)

    def write(self, bench: Bench) -> None:
        texts.keep(bench, self.relation)
        self.update(bench, self._renewal())
        self.draw_ids(bench)
        self.insert(bench, {})
        signed = Lines(
            kind=TimelineKind.AGREEMENT_SIGNED,
            source=f"{self.stage} AS s WHERE s.is_new",
            customer="s.customer_id",
            happened_at="s.happened_at",
            words=bench.dialect.json(number="s.number"),
            subject_kind="agreement",
            subject="s.target_id",
        )
        tell(bench, signed, by=self.work.by)

    def _renewal(self) -> dict[str, str]:
        """How a contract renews is said as a whole: what the new way has not, it loses."""
        if "renewal_kind" not in self.written:
            return {}
        return {
            name: f"CASE WHEN s.renewal_kind IS NULL THEN t.{name} ELSE s.{name} END"
            for name in RENEWAL
        }

    def _find_stored(self, bench: Bench) -> None:
        bench.find(
            self.relation,
            f"(SELECT t.id FROM {self.table} AS t WHERE t.number = s.number)",
            where="target_id IS NULL",
        )
