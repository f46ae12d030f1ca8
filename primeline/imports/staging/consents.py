"""Consents: found again by person, purpose and the day on which they were given."""

from typing import Final

from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact
from primeline.imports.staging import sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.persons import known_people
from primeline.imports.staging.relations import CONSENT
from primeline.imports.staging.sealing import PersonalColumns
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell

PERSONAL: Final = PersonalColumns(relation=CONSENT, columns=("proof_place",), looked_up={})


class ConsentStep(Step):
    """The rows of consents. Nobody is put down twice for one purpose; what was withdrawn stays."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        self._find_people(bench)
        stored = (
            f"SELECT t.id FROM {self.table} AS t WHERE t.contact_id = s.contact_id "
            "AND t.purpose = s.purpose AND t.given_date = s.given_date"
        )
        # One that an undo took back was withdrawn on the day on which it was given.
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = coalesce("
            f"({stored} AND t.withdrawn_date IS NULL), "
            f"({stored} AND (t.withdrawn_date > t.given_date "
            "OR t.withdrawn_date = s.withdrawn_date) ORDER BY t.id DESC LIMIT 1)) "
            "WHERE contact_id > 0"
        )

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        for code, condition in (
            ("NO_SUCH_CONTACT", "s.contact_id IS NULL"),
            ("SEVERAL_CONTACTS", "s.contact_id = 0"),
        ):
            bench.fault(self.relation, code, where=condition, field="name", value="s.person")
        self.refuse_twins(bench, "contact_id", "purpose", "given_date", field="purpose")
        for name in ("proof", "proof_place"):
            self.demand(bench, (name, name))
        bench.fault(
            self.relation,
            "WITHDRAWN_EARLIER",
            where="s.withdrawn_date < s.given_date",
            field="withdrawn_date",
        )
        bench.fault_against_stored(
            self.relation,
            "WITHDRAWN_OTHERWISE",
            "t.withdrawn_date IS NOT NULL AND s.withdrawn_date <> t.withdrawn_date",
            field="withdrawn_date",
        )
        self._judge_others(bench)

    def write(self, bench: Bench) -> None:
        withdrawn = "s.withdrawn_date IS NOT NULL AND t.withdrawn_date IS NULL"
        self._tell(bench, f"s.is_changed AND {withdrawn}", TimelineKind.CONSENT_WITHDRAWN)
        sealing.seal_for_known(bench, PERSONAL)
        self.update(bench, {})
        self.draw_ids(bench)
        self.insert(bench, {})
        self._tell(bench, "s.is_new", TimelineKind.CONSENT_GIVEN)
        ended = "s.is_new AND s.withdrawn_date IS NOT NULL"
        self._tell(bench, ended, TimelineKind.CONSENT_WITHDRAWN)

    def compare(self, bench: Bench) -> None:
        bench.mark_new(self.relation)
        bench.mark_changed(self.relation, set(self.compared) - set(PERSONAL.columns))
        sealing.mark_changed(bench, PERSONAL, self.compared)
        self.count(bench)

    def _find_people(self, bench: Bench) -> None:
        """Find people by account and name; 0 stands for several of one name."""
        known = known_people(bench, self.relation)
        rows = bench.rows(f"SELECT row_number, customer_id, person FROM {self.stage}")
        found = [
            (people[0] if len(people) == 1 else 0, number)
            for number, account, name in rows
            if (people := known.get((account, name)))
        ]
        sealing.note(bench, self.relation, ("contact_id",), found)
        bench.run(
            f"UPDATE {self.stage} AS s SET subject = c.subject "
            f"FROM {Contact._meta.db_table} AS c WHERE c.id = s.contact_id"
        )

    def _judge_others(self, bench: Bench) -> None:
        """Mark new consents beside one for the same purpose that still holds, here or on file."""
        holds = "s.target_id IS NULL AND s.withdrawn_date IS NULL"
        bench.fault(
            self.relation,
            "CONSENT_HOLDS",
            where=f"{holds} AND (EXISTS (SELECT 1 FROM {self.table} AS t "
            "WHERE t.contact_id = s.contact_id AND t.purpose = s.purpose "
            "AND t.withdrawn_date IS NULL AND t.id NOT IN (SELECT x.target_id "
            f"FROM {self.stage} AS x WHERE x.target_id IS NOT NULL "
            "AND x.withdrawn_date IS NOT NULL AND x.fault IS NULL)) "
            "OR s.row_number NOT IN (SELECT min(x.row_number) "
            f"FROM {self.stage} AS x WHERE x.withdrawn_date IS NULL AND x.fault IS NULL "
            "AND x.target_id IS NULL GROUP BY x.contact_id, x.purpose))",
            field="purpose",
        )

    def _tell(self, bench: Bench, condition: str, kind: TimelineKind) -> None:
        told = Lines(
            kind=kind,
            source=f"{self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
            f"WHERE {condition}",
            customer="s.customer_id",
            happened_at="%s",
            words=bench.dialect.json(purpose="t.purpose"),
            subject_kind="contact",
            subject="t.contact_id",
        )
        tell(bench, told, by=self.work.by, values=(self.work.moment,))
