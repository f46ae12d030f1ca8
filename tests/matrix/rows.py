"""What a row of the table says, and the sentences of the requirements it is written from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from primeline.staff.choices import Role
from tests.matrix.world import Relation, World

EVERYBODY = frozenset(Role)

Make = Callable[[World, Relation], Mapping[str, Any]]
Body = Callable[[World, Relation], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind of thing that an address or a field names.

    `address` returns the parts of the address that name it. `reached` says which relations each
    role reaches, written from the requirements and not worked out by the product.
    """

    name: str
    address: Make
    reached: Callable[[Role], frozenset[Relation]]
    relations: tuple[Relation, ...] = (
        Relation.OWN,
        Relation.CHILD,
        Relation.SIBLING,
        Relation.PARENT,
        Relation.OTHER,
    )


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the form or the query that names something: whatever is out of reach is refused.

    `value` returns what stands in the field for the thing that lies so. `rest` are the other
    fields, sound by themselves, so that nothing but this one field can be what is refused.
    """

    subject: Subject
    value: Callable[[World, Relation], Any]
    rest: Body = field(default=lambda world, relation: {})


@dataclass(frozen=True, kw_only=True)
class Row:
    """What happens at one route with one method.

    `opens` are the roles that hold what the page asks for; all others are answered 403. Without
    `subject` the page is about nothing in particular, or about what lies within reach.
    `body` is what is sent; it need not be sound unless `fields` are tried.
    """

    route: str
    method: str = "GET"
    opens: frozenset[Role] = EVERYBODY
    subject: Subject | None = None
    address: Mapping[str, Any] = field(default_factory=dict)
    body: Body = field(default=lambda world, relation: {})
    fields: Mapping[str, Field] = field(default_factory=dict)
    # What else may stand on it, though an account that lies so is not within reach.
    shows: frozenset[Relation] = frozenset()

    @property
    def name(self) -> str:
        return " ".join([self.method, self.route, *self.address.values()])


# A1, A2: a role's reach is its unit and all below.
def by_rank(role: Role) -> frozenset[Relation]:
    """Return what every role reaches at its unit: the unit and all below."""
    return frozenset({Relation.OWN, Relation.CHILD})


# A2, C5: an account manager looks after the accounts they are named on, wherever those lie.
def by_account(role: Role) -> frozenset[Relation]:
    """Return which accounts a role at a unit reaches."""
    return frozenset({Relation.NAMED}) if role is Role.ACCOUNT_MANAGER else by_rank(role)


# A3: an account that was opened for a time is read, whatever the role; nothing else.
def by_reading(role: Role) -> frozenset[Relation]:
    """Return which accounts a role at a unit may read while one is open to everybody."""
    return by_account(role) | {Relation.GRANTED}


# Where nothing is opened for a time, nothing of that kind is asked for.
LASTING = tuple(relation for relation in Relation if relation is not Relation.GRANTED)


UNIT = Subject(
    name="unit",
    address=lambda world, relation: {"unit_id": world.unit(relation).pk},
    reached=by_rank,
)
PERSON = Subject(
    name="person",
    address=lambda world, relation: {"person_id": world.person(relation).pk},
    reached=by_rank,
)
ACCOUNT = Subject(
    name="account",
    address=lambda world, relation: {"number": world.account(relation).number},
    reached=by_account,
    relations=tuple(Relation),
)
READ_ACCOUNT = Subject(
    name="account to be read",
    address=ACCOUNT.address,
    reached=by_reading,
    relations=tuple(Relation),
)
