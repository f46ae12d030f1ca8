"""Who reports to whom among the people that rows name: on file, or as new as they are."""

from primeline.customers import structures
from primeline.imports.staging import sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.persons import known_people
from primeline.imports.staging.relations import Relation


def find(bench: Bench, relation: Relation) -> None:
    """Find those whom the rows call superiors: among the rows themselves, else on file."""
    rows = bench.rows(
        f"SELECT row_number, customer_id, superior FROM {relation.stage} "
        "WHERE superior IS NOT NULL AND customer_id IS NOT NULL"
    )
    if not rows:
        return
    known = known_people(bench, relation)
    new = bench.rows(
        f"SELECT customer_id, name, min(row_number) FROM {relation.stage} "
        "WHERE target_id IS NULL GROUP BY customer_id, name"
    )
    among_rows = {(account, name): number for account, name, number in new}
    on_file, as_new = [], []
    for number, account, name in rows:
        if found := known.get((account, name)):
            on_file.append((found[0], number))
        elif (account, name) in among_rows:
            as_new.append((among_rows[account, name], number))
    sealing.note(bench, relation, ("reports_to_id",), on_file)
    sealing.note(bench, relation, ("superior_row",), as_new)


def judge(bench: Bench, relation: Relation) -> None:
    """Mark rows whose superior is missing or in error, or who would report to themselves."""
    if not bench.count(relation, "superior IS NOT NULL"):
        return
    bench.fault(
        relation,
        "NO_SUCH_SUPERIOR",
        where="s.superior IS NOT NULL AND s.reports_to_id IS NULL AND s.superior_row IS NULL",
        field="reports_to",
        value="s.superior",
    )
    while _fault_below_faulty(bench, relation) or _fault_circles(bench, relation):
        pass


def point_at_new(bench: Bench, relation: Relation) -> None:
    """Let rows report to those whom other rows bring, once these have their keys."""
    bench.run(
        f"UPDATE {relation.stage} AS s SET reports_to_id = x.target_id "
        f"FROM {relation.stage} AS x WHERE x.row_number = s.superior_row"
    )


def mark_changed(bench: Bench, relation: Relation) -> None:
    """Mark people on file who are to report to somebody new."""
    bench.run(
        f"UPDATE {relation.stage} SET is_changed = TRUE "
        "WHERE target_id IS NOT NULL AND superior_row IS NOT NULL"
    )


def _fault_below_faulty(bench: Bench, relation: Relation) -> int:
    before = bench.count(relation, "fault IS NOT NULL")
    bench.fault(
        relation,
        "NO_SUCH_SUPERIOR",
        where=f"s.superior_row IN (SELECT x.row_number FROM {relation.stage} AS x "
        "WHERE x.fault IS NOT NULL)",
        field="reports_to",
        value="s.superior",
    )
    return bench.count(relation, "fault IS NOT NULL") - before


def _fault_circles(bench: Bench, relation: Relation) -> int:
    """Mark rows by which somebody stands above themselves. New people go by minus their row."""
    rows = bench.rows(
        f"SELECT row_number, coalesce(target_id, -row_number), "
        f"coalesce(reports_to_id, -superior_row) FROM {relation.stage} "
        "WHERE fault IS NULL AND superior IS NOT NULL"
    )
    stored = bench.rows(
        f"SELECT t.id, t.reports_to_id FROM {relation.table} AS t "
        "WHERE t.reports_to_id IS NOT NULL AND t.customer_id IN "
        f"(SELECT s.customer_id FROM {relation.stage} AS s)"
    )
    ties = dict(stored) | {one: above for _number, one, above in rows}
    round_and_round = structures.in_circles(ties)
    wrong = [number for number, one, _above in rows if one in round_and_round]
    sealing.fault_rows(bench, relation, "REPORTS_TO_SELF", wrong, field="reports_to")
    return len(wrong)
