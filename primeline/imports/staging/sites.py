"""Places of accounts: found again by account and name."""

from collections import Counter
from typing import Any, Final

from primeline.customers.choices import CustomerKind, TimelineKind
from primeline.imports.staging import sealing, texts
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.relations import CUSTOMER, SITE
from primeline.imports.staging.steps import Step
from primeline.imports.staging.timeline import Lines, tell
from primeline.privacy import freetext
from primeline.privacy.freetext import OPEN
from primeline.privacy.values import is_sealed

BELONGINGS: Final = sealing.belongings(SITE)


class SiteStep(Step):
    """The rows of places. One that was given up is in use again once a file names it."""

    def find(self, bench: Bench) -> None:
        self.find_accounts(bench)
        bench.run(
            f"UPDATE {self.stage} AS s SET target_id = (SELECT t.id FROM {self.table} AS t "
            "WHERE t.customer_id = s.customer_id AND t.name = s.name) "
            "WHERE customer_id IS NOT NULL"
        )
        self._find_sealed(bench)
        bench.run(
            f"UPDATE {self.stage} SET is_active = TRUE WHERE target_id IN "
            f"(SELECT t.id FROM {self.table} AS t WHERE NOT t.is_active)"
        )

    def _find_sealed(self, bench: Bench) -> None:
        """Find places of individuals, and those named after people, by what they are called.

        That can be compared only once it is opened. A file that we wrote has some in outline.
        """
        stored = bench.rows(
            f"SELECT t.id, t.customer_id, t.name FROM {self.table} AS t "
            f"WHERE ({BELONGINGS.stored} OR t.name LIKE '%%{OPEN}%%') "
            f"AND t.customer_id IN (SELECT s.customer_id FROM {self.stage} AS s)"
        )
        if not stored:
            return
        known = _by_name(stored)
        staged = bench.rows(
            f"SELECT row_number, customer_id, name FROM {self.stage} WHERE target_id IS NULL"
        )
        found = [
            (known[account, name], row) for row, account, name in staged if (account, name) in known
        ]
        sealing.point_at(bench, self.relation, found)

    def judge(self, bench: Bench) -> None:
        self.judge_accounts(bench)
        bench.fault(
            self.relation,
            "PERSON_ERASED",
            where=f"s.customer_id IN {sealing.ERASED}",
            field="customer",
            value="s.customer_ref",
        )
        self.demand(bench, ("kind", "kind"))
        texts.judge_notes(bench, self.relation)
        texts.judge_nameless(bench, self.relation)
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
        self.refuse_twins(bench, "name", field="name")
        # One place, once as it is called and once as it was shown.
        bench.fault(
            self.relation,
            "TWIN",
            where="s.target_id IS NOT NULL AND s.row_number NOT IN (SELECT min(x.row_number) "
            f"FROM {self.stage} AS x WHERE x.fault IS NULL GROUP BY x.target_id)",
            field="name",
        )

    def write(self, bench: Bench) -> None:
        self.seal(bench)
        self.update(bench, {})
        self.draw_ids(bench)
        self.insert(bench, {})
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


def _by_name(stored: list[tuple[Any, ...]]) -> dict[tuple[int, str], int]:
    """Return places by account and name: as it was typed, or shown if only one is shown so."""
    sealing.announce(name for _pk, _account, name in stored)
    named = [row for row in stored if not is_sealed(row[2])]
    for _pk, _account, name in named:
        freetext.announce(name)
    shown = [(account, freetext.outlined(name)) for _pk, account, name in named]
    counts = Counter(shown)
    known = {at: row[0] for at, row in zip(shown, named, strict=True) if counts[at] == 1}
    known |= {(account, freetext.typed(name)): pk for pk, account, name in named}
    return known | {
        (account, BELONGINGS.opened("name", name)): pk
        for pk, account, name in stored
        if is_sealed(name)
    }
