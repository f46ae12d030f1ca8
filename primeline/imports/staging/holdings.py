"""Equipment at accounts, found again by serial number; services from other operators."""

from primeline.customers.choices import TimelineKind
from primeline.imports.staging import sealing, texts
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell
from primeline.products.choices import EquipmentExit, KnowledgeSource, OutsideOutcome
from primeline.products.models import LineOfBusiness, Spare, Subscription


class EquipmentStep(Step):
    """The rows of devices. What left an account comes back with the day of a new installation."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        stored = f"SELECT t.id FROM {self.table} AS t WHERE t.serial = s.serial"
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = coalesce("
            f"({stored} AND t.gone_date IS NULL), "
            f"({stored} AND t.customer_id = s.customer_id "
            "AND t.installed_date = s.installed_date "
            f"AND t.gone_how <> '{EquipmentExit.MISTAKEN.value}' ORDER BY t.id DESC LIMIT 1))"
        )
        # Of an account a circuit is known by what it is called, here or by the other system.
        circuits = (
            f"FROM {Subscription._meta.db_table} AS c WHERE c.customer_id = s.customer_id AND "
            "s.subscription_ref IN (c.number, c.external_id, c.circuit_number)"
        )
        bench.run(
            f"UPDATE {self.stage} AS s SET subscription_id = (SELECT min(c.id) {circuits}) "
            f"WHERE subscription_ref IS NOT NULL AND (SELECT count(*) {circuits}) = 1"
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        bench.fault(
            self.relation,
            "PERSON_ERASED",
            where=f"s.customer_id IN {sealing.ERASED}",
            field="customer",
            value="s.customer_ref",
        )
        bench.fault_against_stored(
            self.relation,
            "SERIAL_TAKEN",
            f"t.customer_id {bench.dialect.differs} s.customer_id",
            field="serial",
            value="s.serial",
        )
        bench.fault_against_stored(
            self.relation,
            "DEVICE_GONE",
            "t.gone_date IS NOT NULL",
            field="serial",
            value="s.serial",
        )
        bench.fault(
            self.relation,
            "NO_SUCH_CIRCUIT",
            where="s.subscription_ref IS NOT NULL AND s.subscription_id IS NULL",
            field="subscription",
            value="s.subscription_ref",
        )
        for name in ("kind", "owner", "place", "installed_date"):
            self.demand(bench, (name, name))
        texts.judge_notes(bench, self.relation)
        texts.judge_nameless(bench, self.relation)

    def write(self, bench: Bench) -> None:
        self.seal(bench)
        self.update(bench, {})
        self.draw_ids(bench)
        self.insert(bench, {})
        bench.run(
            f"UPDATE {Spare._meta.db_table} SET is_in_stock = FALSE WHERE is_in_stock "
            f"AND serial IN (SELECT s.serial FROM {self.stage} AS s WHERE s.is_new)"
        )
        for condition, kind, words in (
            ("s.is_new", TimelineKind.EQUIPMENT_INSTALLED, {}),
            ("s.is_changed", TimelineKind.EQUIPMENT_CHANGED, {"reason": "''"}),
        ):
            told = Lines(
                kind=kind,
                source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
                f"WHERE {condition}",
                customer="t.customer_id",
                happened_at="%s",
                words=bench.dialect.json(serial="t.serial", equipment="t.kind", **words),
                subject_kind="equipment",
                subject="t.id",
            )
            tell(bench, told, by=self.work.by, values=(self.work.moment,))


class OutsideStep(Step):
    """The rows of services from others: found again by operator, line and what it is."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        stored = (
            f"SELECT t.id FROM {self.table} AS t WHERE t.customer_id = s.customer_id "
            "AND t.operator = s.operator AND t.line_id = s.line_id "
            "AND t.what = coalesce(s.what, '')"
        )
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = coalesce("
            f"({stored} AND t.over_date IS NULL ORDER BY t.id LIMIT 1), "
            f"({stored} AND t.over_date IS NOT NULL "
            f"AND t.outcome <> '{OutsideOutcome.MISTAKEN.value}' "
            f"AND NOT (t.ends_date {bench.dialect.differs} s.ends_date) "
            "ORDER BY t.id DESC LIMIT 1)) WHERE customer_id IS NOT NULL"
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        differs = " OR ".join(
            f"s.{name} {bench.dialect.differs} t.{name} AND s.{name} IS NOT NULL"
            for name in self.compared
        )
        if differs:
            over = f"t.over_date IS NOT NULL AND ({differs})"
            bench.fault_against_stored(self.relation, "OUTSIDE_OVER", over, field="operator")
        self.demand(bench, ("from_cents", "from_cents"))
        bench.fault(
            self.relation,
            "BAND_UPSIDE_DOWN",
            where=f"EXISTS (SELECT 1 FROM (SELECT 1) AS one LEFT JOIN {self.table} AS t "
            "ON t.id = s.target_id WHERE coalesce(s.to_cents, t.to_cents) "
            "< coalesce(s.from_cents, t.from_cents))",
            field="to_cents",
        )
        texts.judge_nameless(bench, self.relation)

    def write(self, bench: Bench) -> None:
        texts.keep(bench, self.relation)
        # While what stood before still stands.
        self._tell(bench, "s.is_changed AND s.over_date IS NULL", TimelineKind.OUTSIDE_CHANGED)
        self.update(bench, {})
        self.draw_ids(bench)
        learned = bench.dialect.day(f"'{self.work.today.isoformat()}'")
        self.insert(
            bench,
            {
                "source": f"coalesce(s.source, '{KnowledgeSource.OTHER.value}')",
                "learned_date": f"coalesce(s.learned_date, {learned})",
            },
        )
        self._tell(bench, "s.is_new", TimelineKind.OUTSIDE_NOTED)
        over = "(s.is_new OR s.is_changed) AND s.over_date IS NOT NULL"
        self._tell(bench, over, TimelineKind.OUTSIDE_OVER, outcome="t.outcome", day="t.over_date")

    def _tell(self, bench: Bench, condition: str, kind: TimelineKind, **words: str) -> None:
        told = Lines(
            kind=kind,
            source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
            f"JOIN {LineOfBusiness._meta.db_table} AS l ON l.id = t.line_id WHERE {condition}",
            customer="t.customer_id",
            happened_at="%s",
            words=bench.dialect.json(operator="t.operator", line_code="l.code", **words),
            subject_kind="outside_service",
            subject="t.id",
        )
        tell(bench, told, by=self.work.by, values=(self.work.moment,))
