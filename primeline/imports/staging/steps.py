"""What every kind of staged row goes through: found, judged, written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.imports.references import References
from primeline.imports.staging import sealing, texts
from primeline.imports.staging.bench import Bench, moment, subquery
from primeline.imports.staging.dialects import Staged
from primeline.imports.staging.relations import CUSTOMER, Relation
from primeline.kit.deeds import Actor
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Work:
    """Who imports, when, and how far they reach."""

    references: References
    by: Actor
    at: datetime
    today: date
    zone: ZoneInfo

    @property
    def moment(self) -> Any:
        """When this happens, as the database driver takes it."""
        return moment(self.at)

    def day(self, stored: Any) -> date:
        """Return a day as the database driver gave it, or today where there is none."""
        return date.fromisoformat(str(stored)) if stored else self.today

    @property
    def within_reach(self) -> tuple[str, tuple[Any, ...]]:
        """The accounts that the importer may change, as SQL with its values."""
        return accounts_within(self.references.reach, Permission.IMPORT_CUSTOMERS)


def accounts_within(reach: Reach, permission: Permission) -> tuple[str, tuple[Any, ...]]:
    """Return the accounts for which a reach carries a permission, as SQL with its values."""
    rows = visible_to(reach, permission)
    return subquery(rows.annotate(account=F("id")).values("account").order_by())


@dataclass(kw_only=True)
class Step:
    """The rows of one relation on their way.

    A stored row changes when one of `compared` differs; then all of `written` are written.
    """

    relation: Relation
    work: Work
    rows: Staged
    compared: Collection[str] = ()
    written: Collection[str] = ()
    # Whether the account may be one that the same file brings.
    brings_accounts: bool = False
    # Rows of the file that share the fate of the row a fact is staged for.
    companions: Mapping[int, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    # Where a staged row says which account it goes to.
    account_column = "customer_id"

    @property
    def stage(self) -> str:
        return self.relation.stage

    @property
    def table(self) -> str:
        return self.relation.table

    def find(self, bench: Bench) -> None:
        """Find what is stored already."""
        raise NotImplementedError

    def judge(self, bench: Bench) -> None:
        """Mark what the archive speaks against."""
        raise NotImplementedError

    def write(self, bench: Bench) -> None:
        """Write what is new and what differs, and tell it on the timelines."""
        raise NotImplementedError

    def knows_accounts(self, bench: Bench) -> bool:
        """Test whether any of the accounts may have been on file before this file."""
        return not self.brings_accounts or bench.is_on_file(CUSTOMER)

    def compare(self, bench: Bench) -> None:
        """Mark what is new and what differs, once nothing faulty is left on the bench."""
        bench.mark_new(self.relation)
        compared, typed = set(self.compared), set(texts.columns_of(self.relation))
        belongings, notes = sealing.belongings(self.relation), texts.notes_of(self.relation)
        sealing.mark_changed_belongings(bench, belongings, compared - typed, notes=notes)
        texts.mark_changed(bench, self.relation, compared & typed)
        nobodys = f"NOT ({belongings.stored})"
        texts.mark_changed(bench, self.relation, compared & set(notes), where=nobodys)
        self.count(bench)

    def seal(self, bench: Bench) -> None:
        """Seal where an individual lives, and who is named in texts, before it is written."""
        belongings = sealing.belongings(self.relation)
        if not self.gives_nothing_of(belongings.columns):
            sealing.seal_belongings(bench, belongings)
        texts.keep(bench, self.relation)

    def gives_nothing_of(self, columns: Collection[str]) -> bool:
        """Test whether the rows say nothing at all in any of these columns."""
        return set(columns).isdisjoint(self.rows.columns)

    def count(self, bench: Bench) -> None:
        """Note how many rows are new and how many differ."""
        has_stored = bench.is_on_file(self.relation)
        self.counts = {
            "new": bench.count(self.relation, "is_new"),
            "changed": bench.count(self.relation, "is_changed") if has_stored else 0,
        }

    def revive(self, bench: Bench, *, void: str, given: str) -> None:
        """Let stored rows that were made void count again; `given` is what they are then.

        A status that only follows from other cells stays away from rows that are in force.
        """
        if not bench.is_on_file(self.relation):
            return
        is_void = f"SELECT t.id FROM {self.table} AS t WHERE t.status = '{void}'"
        revived = bench.run(
            f"UPDATE {self.stage} SET status = coalesce(status, '{given}') "
            f"WHERE target_id IN ({is_void})"
        )
        if revived and "status" not in self.compared:
            bench.run(
                f"UPDATE {self.stage} SET status = NULL "
                f"WHERE target_id IS NOT NULL AND target_id NOT IN ({is_void})"
            )
            self.compared = [*self.compared, "status"]
            self.written = [*self.written, "status"]

    @property
    def touched(self) -> str:
        """The accounts that were written to, as SQL."""
        return (
            f"SELECT {self.account_column} FROM {self.stage} "
            f"WHERE (is_new OR is_changed) AND {self.account_column} IS NOT NULL"
        )

    def touched_besides(self, first: "Step") -> str:
        """The rows that are written to, as a condition, but for those that are new in the first."""
        new = f"SELECT row_number FROM {first.stage} WHERE is_new"
        return f"(is_new OR is_changed) AND row_number NOT IN ({new})"

    def draw_ids(self, bench: Bench) -> None:
        """Give new rows their keys, and the accounts that the same rows have just opened."""
        if self.counts["new"]:
            accounts = CUSTOMER if self.brings_accounts else None
            bench.draw_ids(self.relation, accounts=accounts)

    def update(self, bench: Bench, expressions: Mapping[str, str]) -> None:
        """Write the rows that differ from what is stored."""
        if self.counts["changed"]:
            bench.update(self.relation, self.written, expressions)

    def insert(self, bench: Bench, expressions: Mapping[str, str]) -> None:
        """Write the rows that are new, under the keys that were drawn for them."""
        if self.counts["new"]:
            bench.insert(self.relation, expressions)

    def find_accounts(self, bench: Bench) -> None:
        """Find the accounts that rows belong to: by the other system's number, else by ours."""
        if self.brings_accounts:
            if not bench.is_on_file(CUSTOMER):
                return
            bench.run(
                f"UPDATE {self.stage} AS s SET customer_id = c.target_id, named_id = c.named_id "
                f"FROM {CUSTOMER.stage} AS c WHERE c.row_number = s.row_number "
                "AND c.target_id IS NOT NULL"
            )
            return
        table = Customer._meta.db_table
        bench.run(
            f"UPDATE {self.stage} AS s SET customer_id = coalesce("
            f"(SELECT c.id FROM {table} AS c WHERE c.external_id = s.customer_ref), "
            f"(SELECT c.id FROM {table} AS c WHERE c.number = s.customer_ref)) "
            "WHERE customer_id IS NULL"
        )
        self.follow_merges(bench)

    def follow_merges(self, bench: Bench) -> None:
        """Let rows that name an account which was merged into another go to that other one."""
        table, column = Customer._meta.db_table, self.account_column
        while bench.run(
            f"UPDATE {self.stage} AS s SET named_id = coalesce(s.named_id, s.{column}), "
            f"{column} = (SELECT c.merged_into_id FROM {table} AS c WHERE c.id = s.{column}) "
            f"WHERE s.{column} IN (SELECT c.id FROM {table} AS c "
            "WHERE c.merged_into_id IS NOT NULL)"
        ):
            pass

    def redirected(self, bench: Bench, most: int) -> tuple[int, list[dict[str, Any]]]:
        """Return how many rows name an account merged into another; of the first, which ones."""
        count = bench.count(self.relation, "named_id IS NOT NULL")
        if not count:
            return 0, []
        table = Customer._meta.db_table
        rows = bench.rows(
            f"SELECT s.row_number, n.number, t.number FROM {self.stage} AS s "
            f"JOIN {table} AS n ON n.id = s.named_id "
            f"JOIN {table} AS t ON t.id = s.{self.account_column} ORDER BY 1 LIMIT {most}"
        )
        return count, [{"row": row, "named": named, "goes_to": to} for row, named, to in rows]

    def judge_accounts(self, bench: Bench) -> None:
        """Mark rows whose account is missing or out of reach; both look the same."""
        if self.brings_accounts:
            return
        statement, values = self.work.within_reach
        bench.fault(
            self.relation,
            "NO_SUCH_ACCOUNT",
            where=f"customer_id IS NULL OR customer_id NOT IN {statement}",
            field="customer",
            value="s.customer_ref",
            values=values,
        )

    def refuse_twins(self, bench: Bench, *columns: str, field: str) -> None:
        """Mark rows that say of the same account what an earlier row says, by another number."""
        listed = ", ".join(("customer_id", *columns))
        bench.fault(
            self.relation,
            "TWIN",
            where="s.customer_id IS NOT NULL AND s.row_number NOT IN (SELECT min(x.row_number) "
            f"FROM {self.stage} AS x WHERE x.fault IS NULL GROUP BY {listed})",
            field=field,
        )

    def demand(self, bench: Bench, *fields: tuple[str, str]) -> None:
        """Mark new rows that lack something: (column, field of the mapping)."""
        for column, name in fields:
            bench.fault(
                self.relation,
                "MISSING_FOR_NEW",
                where=f"target_id IS NULL AND s.{column} IS NULL",
                field=name,
            )
