"""Groups: accounts within reach hang together; whoever changes an account changes its place."""

from datetime import date
from typing import Any

from primeline.customers import actions as customers
from primeline.customers.choices import BranchPart
from primeline.customers.models import Customer, GroupBranch, GroupDuty, GroupLink
from primeline.staff.choices import UnitKind
from primeline.staff.models import Unit
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM, an_account
from tests.matrix.rows import ACCOUNT, READ_ACCOUNT, Field, Row, Subject, by_account
from tests.matrix.table.accounts import GRANTED, changing, number
from tests.matrix.table.contracts import CONTRACT
from tests.matrix.table.roles import CHANGE_SUBSCRIPTIONS, SEE_DOSSIERS
from tests.matrix.world import WORDS, Relation, World


def a_link(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a subsidiary of an account of that unit."""

    def join(relation: Relation) -> GroupLink:
        parent = world.account(relation)
        child = an_account(
            f"{WORDS[relation]} Leasing",
            unit=parent.owner_unit,
            manager=parent.account_manager,
        )
        return customers.join_group(
            child=child, parent=parent, from_date=date(2026, 1, 5), by=CASTING, at=TUESDAY_10AM
        )

    link: GroupLink = world.thing("subsidiary", relation, join)
    return {"number": link.child.number}


def the_host(world: World, relation: Relation) -> Unit:
    """Return the branch that hosts there: the unit itself, or where it is none a branch below."""
    unit = world.unit(relation)
    if unit.kind == UnitKind.BRANCH:
        return unit
    # Nothing but teams lies under a team.
    above = cast.harbor_branch if unit.kind == UnitKind.TEAM else (lambda: unit)
    code, kind = f"HOST-{relation.name}", UnitKind.BRANCH
    return cast.a_unit(code, kind, f"{relation.name}主办分公司", f"Host {relation.name}", above)


def a_branch(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of the branch that hosts an account of that unit."""

    def name(relation: Relation) -> GroupBranch:
        return customers.name_branch(
            customer=world.account(relation),
            unit=the_host(world, relation),
            part=BranchPart.HOST,
            by=CASTING,
            at=TUESDAY_10AM,
        )

    branch: GroupBranch = world.thing("branch", relation, name)
    return {"number": branch.customer.number, "branch_id": branch.pk}


def a_duty(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of what that branch has committed to."""

    def promise(relation: Relation) -> GroupDuty:
        branch = GroupBranch.objects.get(pk=a_branch(world, relation)["branch_id"])
        return customers.promise_duty(
            branch=branch,
            text=WORDS[relation],
            due_date=date(2099, 1, 1),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    duty: GroupDuty = world.thing("duty", relation, promise)
    return {"number": duty.branch.customer.number, "duty_id": duty.pk}


def joining(world: World, relation: Relation) -> dict[str, Any]:
    return {"from_date": "2026-02-02", "once": "fedcba9876543210"}


def about(name: str, address: Any) -> Subject:
    """Return a thing of an account: reached by whoever reaches the account."""
    return Subject(name=name, address=address, reached=by_account, relations=tuple(Relation))


def a_single(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of an account of that unit that stands alone."""

    def open_it(relation: Relation) -> Customer:
        like = world.account(relation)
        name = f"{WORDS[relation]} Ferries"
        return an_account(name, unit=like.owner_unit, manager=like.account_manager)

    account: Customer = world.thing("single account", relation, open_it)
    return {"number": account.number}


def single_number(world: World, relation: Relation) -> str:
    found: str = a_single(world, relation)["number"]
    return found


SINGLE, LINK, BRANCH, DUTY = (
    about("single account", a_single),
    about("subsidiary", a_link),
    about("branch", a_branch),
    about("duty", a_duty),
)
ABOVE = {"number": Field(subject=ACCOUNT, value=number, rest=joining)}
BELOW = {"number": Field(subject=SINGLE, value=single_number, rest=joining)}

ROWS = (
    Row(route="accounts:group", opens=SEE_DOSSIERS, subject=READ_ACCOUNT, shows=GRANTED),
    *changing("groups:place", subject=SINGLE, fields=ABOVE),
    *changing("groups:new_subsidiary", fields=BELOW),
    *changing("groups:leave", subject=LINK),
    *changing("groups:payer", subject=LINK),
    *changing("groups:new_branch"),
    *changing("groups:release", subject=BRANCH),
    *changing("groups:new_duty", subject=BRANCH),
    *changing("groups:duty_done", subject=DUTY),
    *changing("groups:framework", opens=CHANGE_SUBSCRIPTIONS, subject=CONTRACT),
)
