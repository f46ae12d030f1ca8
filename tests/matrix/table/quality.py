"""The quality of records: likely duplicates, merges, completeness, confirming."""

from typing import Any

from primeline.quality.actions import Wish, merge_accounts, tell_apart
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from tests.matrix.rows import ACCOUNT, LASTING, Row, Subject, by_rank
from tests.matrix.table.roles import (
    CHANGE_ACCOUNTS,
    CHANGE_POLICY,
    MERGE_ACCOUNTS,
    SEE_FIGURES,
    SEE_REFERENCE,
)
from tests.matrix.world import WORDS, Relation, World


def a_pair(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of two accounts, one within everybody's reach, the other lying so."""
    near = world.thing("near twin", Relation.OWN, lambda _: _an_account(world, Relation.OWN, 0))
    other = world.thing("twin", relation, lambda _: _an_account(world, relation, 1))
    return {"one": near.number, "other": other.number}


def a_difference(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of two accounts that somebody has told apart."""
    near = world.thing("near twin", Relation.OWN, lambda _: _an_account(world, Relation.OWN, 0))

    def tell(relation: Relation) -> Any:
        other = _an_account(world, relation, 2)
        tell_apart(one=near, other=other, reason="tried", by=cast.sara(), at=TUESDAY_10AM)
        return other

    return {"one": near.number, "other": world.thing("other twin", relation, tell).number}


def _an_account(world: World, relation: Relation, place: int) -> Any:
    return cast.an_account(f"{WORDS[relation]} Twin {place}", unit=world.unit(relation))


def a_merge(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a merge of two accounts that lie so."""

    def make(relation: Relation) -> int:
        survivor, absorbed = (_an_account(world, relation, place) for place in (3, 4))
        wish = Wish(survivor=survivor, absorbed=absorbed, versions=(1, 1))
        return merge_accounts(wish=wish, by=cast.sara(), at=TUESDAY_10AM, reason="tried").pk

    return {"merge_id": world.thing("merge", relation, make)}


PAIR = Subject(name="pair", address=a_pair, reached=by_rank, relations=LASTING)
DIFFERENCE = Subject(name="difference", address=a_difference, reached=by_rank, relations=LASTING)
MERGE = Subject(name="merge", address=a_merge, reached=by_rank, relations=LASTING)

ROWS = (
    Row(route="quality:duplicates", opens=MERGE_ACCOUNTS),
    Row(route="quality:pair", opens=MERGE_ACCOUNTS, subject=PAIR),
    Row(
        route="quality:difference",
        method="POST",
        opens=MERGE_ACCOUNTS,
        subject=PAIR,
        body=lambda world, relation: {"apart-reason": "tried"},
    ),
    Row(route="quality:merging", method="POST", opens=MERGE_ACCOUNTS, subject=PAIR),
    Row(route="quality:merge", opens=MERGE_ACCOUNTS, subject=MERGE),
    Row(
        route="quality:undoing",
        method="POST",
        opens=MERGE_ACCOUNTS,
        subject=MERGE,
        body=lambda world, relation: {"version": 1, "reason": ""},
    ),
    Row(route="quality:policy", opens=SEE_REFERENCE),
    *(
        Row(
            route="quality:number",
            method=method,
            opens=CHANGE_POLICY,
            address={"kind": "STALE_DAYS", "scope": "T1"},
        )
        for method in ("GET", "POST")
    ),
    Row(route="quality:records", opens=SEE_FIGURES),
    Row(route="quality:trends", opens=SEE_FIGURES),
    Row(
        route="quality:confirmation",
        method="POST",
        opens=CHANGE_ACCOUNTS,
        subject=ACCOUNT,
    ),
    Row(route="quality:sameness", method="POST", opens=MERGE_ACCOUNTS, subject=DIFFERENCE),
)
