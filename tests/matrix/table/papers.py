"""Papers by life event: within one's unit and below, or named on the account."""

from typing import Any

from primeline.papers import actions as papers
from primeline.papers.models import Checklist
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import UNIT, Row, Subject, by_account
from tests.matrix.table.accounts import changing
from tests.matrix.table.roles import ASSIGN_MANAGERS, SEE_DOSSIERS
from tests.matrix.world import Relation, World


def a_paper(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a paper that an account of that unit lacks."""

    def begin(relation: Relation) -> Checklist:
        papers.install_papers(by=CASTING, at=TUESDAY_10AM)
        return papers.open_checklist(
            customer=world.account(relation), event="CLOSING", by=CASTING, at=TUESDAY_10AM
        )

    opened: Checklist = world.thing("checklist", relation, begin)
    return {"number": opened.customer.number, "entry_id": opened.entries.earliest("pk").pk}


def with_papers(world: World, relation: Relation) -> dict[str, str]:
    """Let every account lack papers, so that the list would show what it must not."""
    for one in Relation:
        a_paper(world, one)
    return {}


def a_unit(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of the archive of the unit that lies so."""
    return {"unit_id": world.unit(relation).pk}


PAPER = Subject(name="paper", address=a_paper, reached=by_account, relations=tuple(Relation))
ARCHIVE = Subject(name="archive", address=a_unit, reached=UNIT.reached, relations=UNIT.relations)

ROWS = (
    Row(route="papers", opens=SEE_DOSSIERS, body=with_papers),
    *changing("custodian", opens=ASSIGN_MANAGERS, subject=ARCHIVE),
    *changing("accounts:new_checklist"),
    *changing("accounts:paper_entry", subject=PAPER),
)
