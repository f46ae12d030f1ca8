"""Subscriptions: opened, changed, ended; and what accounts bring in with all of them."""

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus, TimelineKind
from primeline.imports.staging import texts
from primeline.imports.staging.accounts import ORGANIZATION
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.dialects import Dialect
from primeline.imports.staging.endings import (
    ENDED,
    keep_fees,
    refresh_fees,
    replacement_candidates,
)
from primeline.imports.staging.relations import CUSTOMER
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell
from primeline.kit import numbers
from primeline.products import actions as products
from primeline.products import rules
from primeline.products.models import Agreement, LineOfBusiness, TerminationReason

PROSPECT = f"'{CustomerStatus.PROSPECT.value}'"

_ALLOWED_STEPS = ", ".join(
    f"'{before.value}>{after.value}'"
    for before, following in rules.NEXT_STATUSES.items()
    for after in sorted(following)
)


class SubscriptionStep(Step):
    """The rows of subscriptions."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        self.find_stored(bench)

    def find_stored(self, bench: Bench) -> None:
        bench.find(
            self.relation,
            f"(SELECT t.id FROM {self.table} AS t WHERE t.external_id = s.external_id)",
            where="target_id IS NULL",
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        self.demand(
            bench,
            ("line_id", "line"),
            ("fee_cents", "fee_cents"),
            ("opened_date", "opened_date"),
        )
        self.judge_stored(bench)
        _judge_texts(bench, self)
        if not self.brings_accounts:
            self._judge_agreements(bench)

    def judge_stored(self, bench: Bench) -> None:
        """Mark what a stored subscription speaks against."""
        differs = bench.dialect.differs
        bench.fault_against_stored(
            self.relation,
            "OTHER_ACCOUNT",
            f"t.customer_id {differs} s.customer_id",
            field="external_id",
            value="s.external_id",
        )
        bench.fault_against_stored(
            self.relation, "LINE_CHANGED", "s.line_id <> t.line_id", field="line"
        )
        bench.fault_against_stored(
            self.relation,
            "ENDED_ALREADY",
            f"t.status = {ENDED} AND s.status <> {ENDED}",
            field="status",
        )
        bench.fault_against_stored(
            self.relation,
            "WRONG_STEP",
            f"s.status <> t.status AND (t.status || '>' || s.status) NOT IN ({_ALLOWED_STEPS})",
            field="status",
        )
        bench.fault_against_stored(
            self.relation,
            "ENDS_BEFORE_OPENING",
            "s.terminated_date < coalesce(s.opened_date, t.opened_date)",
            field="terminated_date",
        )
        if "terminated_date" in self.compared:
            bench.fault_against_stored(
                self.relation,
                "ENDED_OTHERWISE",
                f"t.status = {ENDED} AND (s.terminated_date <> t.terminated_date "
                "OR s.reason_recorded_id <> t.reason_recorded_id)",
                field="terminated_date",
            )

    def write(self, bench: Bench) -> None:
        self.draw_ids(bench)
        self.seal(bench)
        self._find_agreements(bench)
        if self.counts["changed"]:
            self._tell_changes(bench)
            keep_fees(bench, self.stage, self.work.today)
            self.update(bench, {})
        # Who is as new as the subscriptions is no prospect, unless their own row says so.
        if self.knows_accounts(bench):
            self._win_prospects(bench)
        if self.counts["new"]:
            first = numbers.next_numbers("subscription", count=self.counts["new"])
            number = bench.dialect.number("S-", 8, f"({first} - 1 + s.position)")
            self.insert(bench, {"number": number})
            self._tell_openings(bench)
        self._settle(bench)

    def _settle(self, bench: Bench) -> None:
        """Let endings and openings that make up one move net out, and fees follow.

        Accounts that are as new as the subscriptions have their fees, and ended only what rows end.
        """
        knows = self.knows_accounts(bench)
        if knows or not self.gives_nothing_of(("reason_recorded_id", "reason_verified_id")):
            candidates = replacement_candidates(bench, self.stage)
            products.recognize_replacements(
                customer_ids=candidates, by=self.work.by, at=self.work.at
            )
        if knows:
            refresh_fees(bench, self.stage)

    def _win_prospects(self, bench: Bench) -> None:
        """Make prospects customers that get a subscription, unless their own row says otherwise."""
        said = (
            f"AND NOT EXISTS (SELECT 1 FROM {CUSTOMER.stage} AS c WHERE c.target_id = t.id "
            f"AND c.status = {PROSPECT})"
        )
        rows = bench.rows(
            f"SELECT DISTINCT t.id FROM {self.stage} AS s "
            f"JOIN {CUSTOMER.table} AS t ON t.id = s.customer_id WHERE s.is_new "
            f"AND t.status = {PROSPECT} AND (s.status IS NULL OR s.status <> {ENDED}) "
            f"{said if self.brings_accounts else ''}"
        )
        won = [customer for (customer,) in rows]
        if won:
            customers.win_customers(customer_ids=won, by=self.work.by, at=self.work.at)

    def _judge_agreements(self, bench: Bench) -> None:
        self._find_agreements(bench)
        bench.fault(
            self.relation,
            "NO_SUCH_AGREEMENT",
            where="s.agreement_number IS NOT NULL AND s.agreement_id IS NULL",
            field="agreement",
            value="s.agreement_number",
        )

    def _find_agreements(self, bench: Bench) -> None:
        if self.gives_nothing_of(("agreement_number",)):
            return
        bench.run(
            f"UPDATE {self.stage} AS s SET agreement_id = "
            f"(SELECT a.id FROM {Agreement._meta.db_table} AS a "
            "WHERE a.number = s.agreement_number AND a.customer_id = s.customer_id) "
            "WHERE agreement_number IS NOT NULL AND customer_id IS NOT NULL"
        )

    def _tell_openings(self, bench: Bench) -> None:
        lines = LineOfBusiness._meta.db_table
        opened = Lines(
            kind=TimelineKind.SUBSCRIPTION_OPENED,
            source=f"{self.stage} AS s JOIN {lines} AS l ON l.id = s.line_id WHERE s.is_new",
            customer="s.customer_id",
            happened_at="s.opened_at",
            # Not a join, for which a planner would at times walk through all subscriptions.
            words=bench.dialect.json(
                number=f"(SELECT t.number FROM {self.table} AS t WHERE t.id = s.target_id)",
                line_code="l.code",
            ),
            subject_kind="subscription",
            subject="s.target_id",
        )
        tell(bench, opened, by=self.work.by)
        if not self.gives_nothing_of(("terminated_date",)):
            tell(bench, self._endings(bench.dialect, "s.is_new"), by=self.work.by)

    def _endings(self, dialect: Dialect, condition: str) -> Lines:
        reasons, lines = TerminationReason._meta.db_table, LineOfBusiness._meta.db_table
        return Lines(
            kind=TimelineKind.SUBSCRIPTION_TERMINATED,
            source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
            f"JOIN {lines} AS l ON l.id = t.line_id "
            f"LEFT JOIN {reasons} AS r ON r.id = s.reason_recorded_id "
            f"WHERE {condition} AND s.status = {ENDED}",
            customer="t.customer_id",
            happened_at="s.ended_at",
            words=dialect.json(
                number="t.number", line_code="l.code", reason_code="coalesce(r.code, '')"
            ),
            subject_kind="subscription",
            subject="t.id",
        )

    def _tell_changes(self, bench: Bench) -> None:
        """Tell what is about to change, while what stood before still stands."""
        tell(
            bench,
            self._endings(bench.dialect, f"s.is_changed AND t.status <> {ENDED}"),
            by=self.work.by,
        )
        for condition, words in (
            (
                f"s.fee_cents {bench.dialect.differs} t.fee_cents AND s.fee_cents IS NOT NULL "
                f"AND t.status <> {ENDED}",
                {"from_cents": "t.fee_cents", "to_cents": "s.fee_cents"},
            ),
            (
                f"s.status <> t.status AND s.status <> {ENDED}",
                {"from": "t.status", "to": "s.status", "reason": "''"},
            ),
        ):
            changed = Lines(
                kind=TimelineKind.SUBSCRIPTION_CHANGED,
                source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
                f"WHERE s.is_changed AND {condition}",
                customer="t.customer_id",
                happened_at="%s",
                words=bench.dialect.json(number="t.number", **words),
                subject_kind="subscription",
                subject="t.id",
            )
            tell(bench, changed, by=self.work.by, values=(self.work.moment,))


class TerminationStep(SubscriptionStep):
    """Rows that end subscriptions: found by the other system's number, ours, or the circuit."""

    def find(self, bench: Bench) -> None:
        self.find_stored(bench)
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = "
            f"(SELECT t.id FROM {self.table} AS t WHERE t.number = s.external_id) "
            "WHERE target_id IS NULL"
        )
        circuits = f"FROM {self.table} AS t WHERE t.circuit_number = s.external_id"
        bench.fault(
            self.relation,
            "SEVERAL_SUBSCRIPTIONS",
            where="s.target_id IS NULL AND s.external_id <> '' "
            f"AND (SELECT count(*) {circuits}) > 1",
            field="subscription",
            value="s.external_id",
        )
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT min(t.id) {circuits} "
            "AND t.circuit_number <> '') WHERE target_id IS NULL AND fault IS NULL"
        )
        bench.run(
            f"UPDATE {self.stage} AS s SET customer_id = "
            f"(SELECT t.customer_id FROM {self.table} AS t WHERE t.id = s.target_id)"
        )

    def judge(self, bench: Bench) -> None:
        statement, values = self.work.within_reach
        bench.fault(
            self.relation,
            "NO_SUCH_SUBSCRIPTION",
            where=f"target_id IS NULL OR customer_id NOT IN {statement}",
            field="subscription",
            value="s.external_id",
            values=values,
        )
        self.judge_stored(bench)

    def find_accounts(self, bench: Bench) -> None:
        """Leave the accounts as `find` found them: through the subscriptions."""


def _judge_texts(bench: Bench, step: Step) -> None:
    """Mark rows that name people, or numbers of people, where they do not belong."""
    where = texts.NOBODYS
    if step.brings_accounts:
        people = f"SELECT s.row_number FROM {CUSTOMER.stage} AS s WHERE NOT ({ORGANIZATION})"
        where += f" AND s.row_number NOT IN ({people})"
    texts.judge_notes(bench, step.relation, where=where)
    texts.judge_nameless(bench, step.relation)
