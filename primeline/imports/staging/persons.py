"""People at customers as they are stored: their sealed columns, and who is called what where."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from primeline.imports.staging import sealing
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.relations import CONTACT, Relation
from primeline.imports.staging.sealing import PersonalColumns
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone

# The accounts and names under which people are known, each with their keys, the oldest first.
Known = Mapping[tuple[int, str], list[int]]

PERSONAL: Final = PersonalColumns(
    relation=CONTACT,
    columns=("name", "phone", "email", "birthday"),
    looked_up={"name": PersonalKind.NAME, "phone": PersonalKind.PHONE},
)


def known_people(bench: Bench, relation: Relation) -> Known:
    """Return who is in post at the accounts of the staged rows.

    Names can be compared only once they are opened; of whoever was erased there is none.
    """
    stored = bench.rows(
        f"SELECT t.id, t.customer_id, t.name FROM {CONTACT.table} AS t WHERE t.is_active "
        f"AND t.customer_id IN (SELECT s.customer_id FROM {relation.stage} AS s) ORDER BY t.id"
    )
    sealing.announce(name for _pk, _account, name in stored)
    known: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pk, account, sealed in stored:
        name = PERSONAL.opened("name", sealed)
        if not isinstance(name, Gone):
            known[account, str(name)].append(pk)
    return known
