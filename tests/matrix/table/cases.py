"""Cases: seen by whoever reaches the account, worked on by the role that owes the step."""

from typing import Any

from primeline.kit import clock
from primeline.processes import actions
from primeline.processes.models import Case, WorkItem
from primeline.processes.tests.drawn import LINE, in_force
from primeline.processes.values import Wish
from primeline.staff.choices import Role
from primeline.standards.actions import install_standards
from primeline.testing import cast
from tests.matrix.rows import LASTING, Field, Row, Subject, by_account
from tests.matrix.table.roles import (
    CHANGE_ACCOUNTS,
    CHANGE_POLICY,
    LEADS,
    SEE_MATTERS,
    SEE_REFERENCE,
)
from tests.matrix.world import WORDS, Relation, World


def a_process() -> Any:
    """Return a process with a version in force."""
    install_standards(by=cast.CASTING, at=clock.now())
    return in_force(LINE, "TRIED")


def a_case(world: World, relation: Relation) -> Case:
    """Return a case for an account of that unit."""

    def begin(relation: Relation) -> Case:
        return actions.start_case(
            process=world.thing("process", Relation.OWN, lambda _relation: a_process()),
            customer=world.account(relation),
            wish=Wish(title=WORDS[relation]),
            by=world.person(relation),
            at=clock.now(),
        )

    case: Case = world.thing("case", relation, begin)
    return case


def address(world: World, relation: Relation) -> dict[str, Any]:
    return {"number": a_case(world, relation).number}


def step(world: World, relation: Relation) -> dict[str, Any]:
    item = WorkItem.objects.filter(case=a_case(world, relation)).order_by("pk")[0]
    return {"item_id": item.pk}


def place(world: World, relation: Relation) -> dict[str, Any]:
    item = WorkItem.objects.filter(case=a_case(world, relation)).order_by("pk")[0]
    return {"token_id": item.token_id}


def why(world: World, relation: Relation) -> dict[str, Any]:
    return {"reason": "tried"}


def giving_up(world: World, relation: Relation) -> dict[str, Any]:
    return {"reason": "tried", "version": Case.objects.get(**_key(world, relation)).version}


def _key(world: World, relation: Relation) -> dict[str, Any]:
    return {"pk": a_case(world, relation).pk}


def beginning(world: World, relation: Relation) -> dict[str, Any]:
    process = world.thing("process", Relation.OWN, lambda _relation: a_process())
    return {"process": process.code, "title": "tried", "once": "0" * 16}


CASE = Subject(name="case", address=address, reached=by_account, relations=LASTING)
STEP = Subject(name="step of a case", address=step, reached=by_account, relations=LASTING)
PLACE = Subject(name="place of a case", address=place, reached=by_account, relations=LASTING)
FOR_WHOM = Subject(
    name="account of a case",
    address=lambda world, relation: {"number": world.account(relation).number},
    reached=by_account,
    relations=LASTING,
)


def an_edition(world: World, relation: Relation) -> dict[str, Any]:
    process = world.thing("process", Relation.OWN, lambda _relation: a_process())
    return {"code": process.code, "number": 1}


def a_code(world: World, relation: Relation) -> dict[str, Any]:
    return {"code": an_edition(world, relation)["code"]}


def everywhere(name: str, address: Any) -> Subject:
    """These lie in no unit: whoever may open the page at all sees them."""
    return Subject(
        name=name,
        address=address,
        reached=lambda role: frozenset({Relation.OWN}),
        relations=(Relation.OWN,),
    )


def a_switch(world: World, relation: Relation) -> dict[str, Any]:
    """Return a wish to move the cases of a process of its own, proposed by the service center."""

    def propose(_relation: Relation) -> Any:
        process = in_force(LINE, "MOVED")
        at = clock.now()
        actions.start_case(
            process=process,
            customer=world.account(Relation.OWN),
            wish=Wish(title="moved"),
            by=world.person(Relation.OWN),
            at=at,
        )
        source = process.editions.get(number=1)
        in_force(LINE + b"\n", "MOVED")
        return actions.propose_switch(
            source=source,
            target=process.editions.get(number=2),
            mapping={},
            by=cast.sara(),
            at=at,
            reason="tried",
        )

    an_edition(world, relation)
    return {"switch_id": world.thing("switch", Relation.OWN, propose).pk}


def a_draft(world: World, relation: Relation) -> dict[str, Any]:
    """Return a draft that the person of the service center draws."""

    def draft(_relation: Relation) -> Any:
        process = in_force(LINE, "DRAWN")
        person = world.actors[Role.SERVICE_CENTER]
        return actions.draft_edition(process=process, xml=LINE, by=person, at=clock.now())

    an_edition(world, relation)
    made = world.thing("draft", Relation.OWN, draft)
    return {"code": "DRAWN", "number": made.number}


DRAFT = everywhere("draft of a process", a_draft)
SWITCH = everywhere("moving of running cases", a_switch)
EDITION = everywhere("version of a process", an_edition)
PROCESS = everywhere("process", a_code)

ROWS = (
    Row(route="cases:mine", opens=SEE_MATTERS),
    Row(route="cases:board", opens=LEADS),
    Row(route="cases:new", opens=CHANGE_ACCOUNTS),
    Row(
        route="cases:new",
        method="POST",
        opens=CHANGE_ACCOUNTS,
        fields={
            "account": Field(
                subject=FOR_WHOM,
                value=lambda world, relation: world.account(relation).number,
                rest=beginning,
            )
        },
    ),
    Row(route="cases:case", opens=SEE_MATTERS, subject=CASE),
    Row(route="cases:by_place", opens=SEE_MATTERS, subject=PLACE),
    *(
        Row(route=f"cases:{name}", method="POST", opens=SEE_MATTERS, subject=STEP, body=why)
        for name in ("claim", "put_back", "finish", "send_back")
    ),
    Row(route="cases:cancel", method="POST", opens=LEADS, subject=CASE, body=giving_up),
    Row(route="processes:library", opens=SEE_REFERENCE),
    Row(route="processes:process", opens=SEE_REFERENCE, subject=PROCESS),
    Row(route="processes:edition", opens=SEE_REFERENCE, subject=EDITION),
    *(
        Row(route="processes:new_process", method=method, opens=CHANGE_POLICY)
        for method in ("GET", "POST")
    ),
    *(
        Row(route="processes:new_edition", method=method, opens=CHANGE_POLICY, subject=PROCESS)
        for method in ("GET", "POST")
    ),
    *(
        Row(route=f"processes:{name}", method="POST", opens=CHANGE_POLICY, subject=EDITION)
        for name in ("proposal", "withdrawal", "decision", "end")
    ),
    *(
        Row(route="processes:editor", method=method, opens=CHANGE_POLICY, subject=DRAFT)
        for method in ("GET", "POST")
    ),
    Row(
        route="processes:copy",
        method="POST",
        opens=CHANGE_POLICY,
        subject=EDITION,
        body=lambda world, relation: {"once": "0" * 16},
    ),
    *(
        Row(route="processes:new_switch", method=method, opens=CHANGE_POLICY, subject=EDITION)
        for method in ("GET", "POST")
    ),
    Row(route="processes:switch", opens=CHANGE_POLICY, subject=SWITCH),
    *(
        Row(route=f"processes:{name}", method="POST", opens=CHANGE_POLICY, subject=SWITCH)
        for name in ("switch_decision", "switch_withdrawal")
    ),
)
