"""Accounts: found by the other system's number or ours, opened or changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from primeline.customers import actions as customers
from primeline.customers import rules
from primeline.customers.choices import CustomerKind, TimelineKind
from primeline.customers.models.accounts import PERSONAL
from primeline.customers.values import Line
from primeline.imports.staging import sealing, texts
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.holders import held_by_others
from primeline.imports.staging.named import judge_named
from primeline.imports.staging.relations import CUSTOMER
from primeline.imports.staging.sealing import PersonalColumns
from primeline.imports.staging.steps import Step, accounts_within
from primeline.imports.staging.timeline import Lines, tell
from primeline.kit import numbers
from primeline.kit.words import told_in_both
from primeline.privacy.choices import PersonalKind
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit

_ALLOWED_STEPS = ", ".join(
    f"'{before.value}>{after.value}'"
    for before, following in rules.NEXT_STATUSES.items()
    for after in sorted(following)
)


# What is sealed of individuals. A row that names no kind is of the kind that is stored.
INDIVIDUALS: Final = PersonalColumns(
    relation=CUSTOMER,
    columns=PERSONAL,
    looked_up={"name": PersonalKind.NAME, "identifier": PersonalKind.IDENTIFIER},
    staged=f"coalesce(s.kind, '{CustomerKind.INDIVIDUAL}') = '{CustomerKind.INDIVIDUAL}'",
    stored="t.subject IS NOT NULL",
)


ORGANIZATION: Final = (
    f"coalesce(s.kind, '') <> '{CustomerKind.INDIVIDUAL}' "
    f"AND coalesce(s.target_id, 0) NOT IN {sealing.PEOPLE}"
)


class AccountStep(Step):
    """The rows of accounts themselves."""

    account_column = "target_id"

    def find(self, bench: Bench) -> None:
        bench.find(
            self.relation,
            f"coalesce((SELECT t.id FROM {self.table} AS t WHERE t.external_id = s.external_id), "
            f"(SELECT t.id FROM {self.table} AS t WHERE t.number = s.external_id))",
        )
        bench.look_for_stored(self.relation)
        if not bench.is_on_file(self.relation):
            return
        self.follow_merges(bench)
        self._keep_survivors(bench)
        sealing.forget_erased(bench, INDIVIDUALS)

    def _keep_survivors(self, bench: Bench) -> None:
        """Let rows of merged accounts say nothing about the account itself that is left.

        What hangs on the account still goes there: people, contracts, services.
        """
        blank = ", ".join(
            f"{name} = NULL" for name in self.relation.columns if name != "external_id"
        )
        bench.run(f"UPDATE {self.stage} SET {blank} WHERE named_id IS NOT NULL")

    def judge(self, bench: Bench) -> None:
        if bench.is_on_file(self.relation):
            self._judge_known(bench)
        self.demand(bench, ("kind", "kind"), ("owner_unit_id", "owner_unit"))
        self._judge_industries(bench)
        texts.judge_notes(bench, self.relation, where=ORGANIZATION)
        texts.judge_nameless(bench, self.relation, account="s.target_id")
        bench.fault_against_stored(
            self.relation,
            "WRONG_STEP",
            f"s.status <> t.status AND (t.status || '>' || s.status) NOT IN ({_ALLOWED_STEPS})",
            field="status",
        )
        self.judge_managers(bench)
        if not self.gives_nothing_of(("identifier",)):
            self._judge_identifiers(bench)
        bench.fault_against_stored(
            self.relation, "KIND_CHANGES", "s.kind <> t.kind", field="kind", value="s.kind"
        )
        self.refuse_repeated(bench)

    def _judge_known(self, bench: Bench) -> None:
        statement, values = self.work.within_reach
        bench.fault(
            self.relation,
            "NOT_YOURS",
            where=f"target_id IS NOT NULL AND target_id NOT IN {statement}",
            field="customer",
            values=values,
        )

    def _judge_identifiers(self, bench: Bench) -> None:
        """Mark rows with the identifier of somebody else, which of a person lies sealed."""
        bench.fault(
            self.relation,
            "IDENTIFIER_TAKEN",
            where=f"s.identifier IS NOT NULL AND EXISTS (SELECT 1 FROM {self.table} AS t "
            f"WHERE t.identifier = s.identifier AND t.id {bench.dialect.differs} s.target_id)",
            field="identifier",
        )
        taken = held_by_others(bench, INDIVIDUALS, "identifier", PersonalKind.IDENTIFIER)
        sealing.fault_rows(bench, self.relation, "IDENTIFIER_TAKEN", taken, field="identifier")

    def compare(self, bench: Bench) -> None:
        """Mark what is new and what differs: facts of individuals once they are opened."""
        bench.mark_new(self.relation)
        _mark_changed(bench, set(self.compared))
        self.count(bench)

    def refuse_repeated(self, bench: Bench) -> None:
        """Mark rows of one account under another number. Rows of merged ones say nothing of it."""
        if not bench.is_on_file(self.relation):
            return
        bench.fault(
            self.relation,
            "TWIN",
            where="s.target_id IS NOT NULL AND s.named_id IS NULL AND s.row_number NOT IN "
            f"(SELECT min(x.row_number) FROM {self.stage} AS x WHERE x.fault IS NULL "
            "AND x.named_id IS NULL GROUP BY x.target_id)",
            field="customer",
        )

    def judge_managers(self, bench: Bench) -> None:
        """Mark rows that name somebody who cannot be it, or who would deputize for themselves."""
        for name in ("account_manager_id", "deputy_id"):
            if name in self.rows.columns:
                judge_named(bench, self.relation, name, today=self.work.today)
        bench.fault_against_stored(
            self.relation,
            "DEPUTY_IS_MANAGER",
            "coalesce(s.deputy_id, t.deputy_id) "
            "= coalesce(s.account_manager_id, t.account_manager_id)",
            field="deputy",
        )

    def write_changes(self, bench: Bench) -> None:
        """Write what rows change in stored accounts, and tell it on their timelines."""
        bench.run(f"UPDATE {self.stage} SET name = external_id WHERE is_new AND name IS NULL")
        sealing.seal(bench, INDIVIDUALS.among({"name", *self.rows.columns}))
        texts.keep(bench, self.relation, account="t.id")
        if not self.counts["changed"]:
            return
        lines = self._lines_of_changes(bench)
        since = self._today(bench)
        named = "s.account_manager_id IS NOT NULL"
        changes_hands = f"s.account_manager_id {bench.dialect.differs} t.account_manager_id"
        self.update(
            bench,
            {
                "closed_date": "CASE WHEN s.status IS NULL THEN t.closed_date WHEN s.status = "
                "'CLOSED' THEN coalesce(t.closed_date, s.closed_date) ELSE NULL END",
                "manager_since_date": f"CASE WHEN {named} "
                f"AND {changes_hands} THEN {since} ELSE t.manager_since_date END",
            },
        )
        customers.tell_many(lines=lines, by=self.work.by, at=self.work.at)

    def write(self, bench: Bench) -> None:
        self.write_changes(bench)
        since = self._today(bench)
        if not self.counts["new"]:
            return
        first = numbers.next_numbers("customer", count=self.counts["new"])
        number = bench.dialect.number("C-", 7, f"({first} - 1 + s.position)")
        self.draw_ids(bench)
        self.insert(
            bench,
            {
                "number": number,
                "opened_date": f"coalesce(s.opened_date, {since})",
                "manager_since_date": "CASE WHEN s.account_manager_id IS NOT NULL "
                f"THEN {since} END",
            },
        )
        opened = Lines(
            kind=TimelineKind.ACCOUNT_OPENED,
            source=f"{self.stage} AS s WHERE s.is_new",
            customer="s.target_id",
            happened_at="s.happened_at",
            # Not a join, for which a planner would at times walk through all accounts.
            words=bench.dialect.json(
                number=f"(SELECT t.number FROM {self.table} AS t WHERE t.id = s.target_id)"
            ),
        )
        tell(bench, opened, by=self.work.by)

    def _today(self, bench: Bench) -> str:
        return bench.dialect.day(f"'{self.work.today.isoformat()}'")

    def _judge_industries(self, bench: Bench) -> None:
        """Mark accounts that the importer's role does not extend to because of their industry."""
        references = self.work.references
        bounds = references.reach.bounds_for(Permission.IMPORT_CUSTOMERS)
        if not any(bound.industries for bound in bounds):
            return
        allowed = []
        for bound in bounds:
            units = _ids(u.id for u in references.units.entries if u.path.startswith(bound.path))
            condition = f"owner IN ({units})"
            if bound.industries:
                codes = bound.industries
                ids = _ids(i.id for i in references.industries.entries if i.code in codes)
                condition += f" AND industry IN ({ids})"
            allowed.append(f"({condition})")
        bench.fault(
            self.relation,
            "INDUSTRY_OUT_OF_REACH",
            where="s.row_number IN (SELECT row_number FROM (SELECT x.row_number, "
            "coalesce(x.owner_unit_id, t.owner_unit_id) AS owner, "
            "coalesce(x.industry_id, t.industry_id, 0) AS industry "
            f"FROM {self.stage} AS x LEFT JOIN {self.table} AS t ON t.id = x.target_id) AS y "
            f"WHERE NOT ({' OR '.join(allowed)}))",
            field="industry",
        )

    def _lines_of_changes(self, bench: Bench) -> list[Line]:
        rows = bench.rows(
            "SELECT t.id, t.status, s.status, t.owner_unit_id, s.owner_unit_id, "
            "t.account_manager_id, s.account_manager_id "
            f"FROM {self.stage} AS s JOIN {self.table} AS t ON t.id = s.target_id "
            "WHERE s.is_changed ORDER BY s.row_number"
        )
        return _told(rows, self.work.at)


class ManagerStep(AccountStep):
    """Rows that name who looks after an account; they open none."""

    def judge(self, bench: Bench) -> None:
        reach = self.work.references.reach
        for permission, code in (
            (Permission.IMPORT_CUSTOMERS, "NO_SUCH_ACCOUNT"),
            (Permission.ASSIGN_MANAGERS, "MAY_NOT_ASSIGN"),
        ):
            statement, values = accounts_within(reach, permission)
            bench.fault(
                self.relation,
                code,
                where=f"target_id IS NULL OR target_id NOT IN {statement}",
                field="customer",
                value="s.external_id",
                values=values,
            )
        bench.fault(
            self.relation,
            "ACCOUNT_MERGED",
            where="named_id IS NOT NULL",
            field="customer",
            value="s.external_id",
        )
        self.judge_managers(bench)
        self.refuse_repeated(bench)

    def write(self, bench: Bench) -> None:
        self.write_changes(bench)


def _mark_changed(bench: Bench, compared: set[str]) -> None:
    """Mark the accounts that differ from what is stored, sealed or open."""
    personal, notes = compared & set(PERSONAL), compared & set(texts.notes_of(CUSTOMER))
    organizations = "t.subject IS NULL"
    bench.mark_changed(CUSTOMER, compared - personal)
    bench.mark_changed(CUSTOMER, personal - notes, where=organizations)
    texts.mark_changed(bench, CUSTOMER, notes, where=organizations)
    sealing.mark_changed(bench, INDIVIDUALS, compared)


def _line(customer_id: int, kind: TimelineKind, at: datetime, words: dict[str, Any]) -> Line:
    return Line(customer_id=customer_id, kind=kind, happened_at=at, words=words)


def _told(rows: Iterable[Sequence[Any]], at: datetime) -> list[Line]:
    """Return a line for each status, unit and manager that is another one now."""
    units = Unit.objects.only("name_zh", "name_en").in_bulk()
    people = Person.objects.only("name_zh", "name_en").in_bulk()
    lines: list[Line] = []
    for customer, status, new_status, unit, new_unit, manager, new_manager in rows:
        if new_status is not None and new_status != status:
            words = {"from": status, "to": new_status, "reason": ""}
            lines.append(_line(customer, TimelineKind.STATUS_CHANGED, at, words))
        for kind, named, before, after in (
            (TimelineKind.OWNER_CHANGED, units, unit, new_unit),
            (TimelineKind.MANAGER_CHANGED, people, manager, new_manager),
        ):
            if after is not None and after != before:
                words = told_in_both(**{"from": named.get(before)}, to=named.get(after))
                lines.append(_line(customer, kind, at, words | {"reason": ""}))
    return lines


def _ids(found: Any) -> str:
    return ", ".join(str(pk) for pk in found) or "0"
