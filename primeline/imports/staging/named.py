"""Whom rows may name to look after an account."""

from datetime import date

from primeline.imports.staging.bench import Bench
from primeline.imports.staging.relations import Relation
from primeline.staff.queries import may_be_named


def judge_named(bench: Bench, relation: Relation, column: str, *, today: date) -> None:
    """Mark rows that newly name somebody who is no account manager of the account's province.

    Whoever is named sees the people at the account in clear.
    """
    unit = "coalesce(s.owner_unit_id, t.owner_unit_id)"
    joined = (
        f"{relation.stage} AS s LEFT JOIN {relation.table} AS t ON t.id = s.target_id "
        f"WHERE s.{column} IS NOT NULL AND s.{column} {bench.dialect.differs} t.{column} "
        f"AND {unit} IS NOT NULL"
    )
    named = set(bench.rows(f"SELECT DISTINCT s.{column}, {unit} FROM {joined}"))
    for person, at_unit in sorted(named - may_be_named(named, today=today)):
        same = f"s.{column} = {person} AND {unit} = {at_unit}"
        bench.fault(
            relation,
            "NOT_A_MANAGER",
            where=f"row_number IN (SELECT s.row_number FROM {joined} AND {same})",
            field=column.removesuffix("_id"),
        )
