"""What is owed: seen by whoever reaches the account, done by whoever owes it or leads there."""

from collections.abc import Callable
from itertools import count
from typing import Any

from primeline.commitments import actions
from primeline.commitments.choices import LetterKind
from primeline.commitments.models import Commitment, Letter, Offer, Waiver
from primeline.commitments.values import Draft, Enclosure, Owed
from primeline.commitments.values import Subject as About
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.standards.actions import install_standards
from primeline.testing import cast
from primeline.testing.papers import pdf, stream
from tests.matrix.rows import LASTING, UNIT, Field, Row, Subject, by_account, by_rank
from tests.matrix.table.accounts import VIEW
from tests.matrix.table.roles import EXPORT_ACCOUNTS, LEADS, SEE_MATTERS
from tests.matrix.world import WORDS, Relation, World

_ids = count(1)
# Whoever may take lists out, of those who see what is owed.
TAKE_OUT = EXPORT_ACCOUNTS & SEE_MATTERS
STEP = "ONBOARDING_FOLLOW_UP"


def a_matter(world: World, relation: Relation) -> Commitment:
    """Return something that is owed to an account of that unit by its manager."""

    def owe(relation: Relation) -> Commitment:
        at = clock.now()
        install_standards(by=cast.CASTING, at=at)
        owed = Owed(
            step=STEP,
            subject=About("test", next(_ids)),
            customer_id=world.account(relation).pk,
            what=WORDS[relation],
        )
        return actions.open_commitment(owed=owed, by=cast.CASTING, at=at)

    matter: Commitment = world.thing("matter", relation, owe)
    return matter


def address(world: World, relation: Relation) -> dict[str, Any]:
    return {"number": a_matter(world, relation).number}


def to_be_chased(world: World, relation: Relation) -> dict[str, Any]:
    """Return something that a role, and nobody of the matrix, owes to an account of that unit."""

    def owe(relation: Relation) -> Commitment:
        at = clock.now()
        install_standards(by=cast.CASTING, at=at)
        owed = Owed(
            step=STEP,
            subject=About("test", next(_ids)),
            customer_id=world.account(relation).pk,
            role=Role.SERVICE_CENTER,
            what=WORDS[relation],
        )
        return actions.open_commitment(owed=owed, by=cast.CASTING, at=at)

    return {"number": world.thing("matter to chase", relation, owe).number}


def an_offer(world: World, relation: Relation) -> dict[str, Any]:
    """Return an offer to somebody who is nobody of the matrix."""

    def offer(relation: Relation) -> Offer:
        matter = a_matter(world, relation)
        at, to = clock.now(), cast.sara()
        return actions.offer_matter(
            commitment=matter, to_person=to, by=world.person(relation), at=at, reason="tried"
        )

    return {"offer_id": world.thing("matter offer", relation, offer).pk}


def on_offer(world: World, relation: Relation) -> dict[str, Any]:
    an_offer(world, relation)
    return address(world, relation)


def a_waiver(world: World, relation: Relation) -> dict[str, Any]:
    """Return somebody else's wish to be let off."""

    def ask(relation: Relation) -> Waiver:
        return actions.ask_waiver(
            commitment=a_matter(world, relation), by=cast.sara(), at=clock.now(), reason="tried"
        )

    return {"waiver_id": world.thing("waiver", relation, ask).pk}


def a_letter(world: World, relation: Relation) -> dict[str, Any]:
    """Return an instruction of the headquarters to that unit."""

    def write(relation: Relation) -> Letter:
        at, sara = clock.now(), cast.sara()
        install_standards(by=cast.CASTING, at=at)
        draft = Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.headquarters(),
            to_unit=world.unit(relation),
            title=WORDS[relation],
            text="tried",
        )
        return actions.write_letter(draft=draft, reach=reach_now(sara, at=at), by=sara, at=at)

    return {"letter_id": world.thing("letter", relation, write).pk}


def an_enclosure(world: World, relation: Relation) -> dict[str, Any]:
    """Return an instruction with a file."""

    def write(relation: Relation) -> Letter:
        at, sara = clock.now(), cast.sara()
        install_standards(by=cast.CASTING, at=at)
        draft = Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.headquarters(),
            to_unit=world.unit(relation),
            title=WORDS[relation],
            text="tried",
            enclosure=Enclosure(name="list.pdf", content=stream(pdf())),
        )
        return actions.write_letter(draft=draft, reach=reach_now(sara, at=at), by=sara, at=at)

    return {"letter_id": world.thing("letter with a file", relation, write).pk}


def done_by(role: Role) -> frozenset[Relation]:
    """Return whose matters a role may act on: its own, or those of units that it leads."""
    owed = by_account(role) if role is Role.ACCOUNT_MANAGER else frozenset()
    return by_account(role) if role in LEADS else owed


def led_by(role: Role) -> frozenset[Relation]:
    """Return whose wishes a role may decide."""
    return by_account(role) if role in LEADS else frozenset()


def written_to(role: Role) -> frozenset[Relation]:
    """Return letters to which units a role may read: a manager's reach by name lies in one unit."""
    return frozenset({Relation.OWN}) if role is Role.ACCOUNT_MANAGER else by_rank(role)


def answered_by(role: Role) -> frozenset[Relation]:
    """Return letters to which units a role may answer."""
    return frozenset({Relation.OWN}) if role in LEADS else frozenset()


MATTER = Subject(name="matter", address=address, reached=by_account, relations=LASTING)
TO_DO = Subject(name="matter to act on", address=address, reached=done_by, relations=LASTING)
LED = Subject(name="matter to give", address=address, reached=led_by, relations=LASTING)
WAIVER = Subject(name="waiver", address=a_waiver, reached=led_by, relations=LASTING)
ASKED_OF = Subject(
    name="account asked of",
    address=lambda world, relation: {"number": world.account(relation).number},
    reached=by_account,
    relations=LASTING,
)
# Nobody of the matrix is asked to take a matter over.
OFFER = Subject(
    name="matter on offer",
    address=an_offer,
    reached=lambda role: frozenset(),
    relations=LASTING,
)
LETTERS = tuple(one for one in LASTING if one is not Relation.NAMED)
LETTER = Subject(name="letter", address=a_letter, reached=written_to, relations=LETTERS)
ENCLOSED = Subject(
    name="file of a letter", address=an_enclosure, reached=written_to, relations=LETTERS
)
TO_ANSWER = Subject(
    name="letter to answer", address=a_letter, reached=answered_by, relations=LETTERS
)
BELOW = Subject(
    name="unit below",
    address=UNIT.address,
    reached=lambda role: frozenset({Relation.CHILD}),
    relations=UNIT.relations,
)
ABOVE = Subject(
    name="unit above",
    address=UNIT.address,
    reached=lambda role: frozenset({Relation.PARENT}),
    relations=UNIT.relations,
)


# Who may be offered a matter: colleagues at the unit of the account, and the leads above it.
COLLEAGUES = frozenset({Relation.PARENT, Relation.OTHER, Relation.GRANTED})


def why(world: World, relation: Relation) -> dict[str, Any]:
    return {"reason": "tried", "note": "tried", "text": "tried"}


def a_pause(world: World, relation: Relation) -> dict[str, Any]:
    return {"reason": "CUSTOMER_PAPERS", "evidence": "tried"}


def an_estimate(world: World, relation: Relation) -> dict[str, Any]:
    return {"expected_at": "2090-01-01T10:00", "reason": "tried"}


def asking(world: World, relation: Relation) -> dict[str, Any]:
    install_standards(by=cast.CASTING, at=clock.now())
    return {"asked_by": "PHONE", "text": "tried", "once": "0" * 16}


def suggesting(world: World, relation: Relation) -> dict[str, Any]:
    install_standards(by=cast.CASTING, at=clock.now())
    top = cast.headquarters()
    cast.sara()
    return {"to_unit": top.pk, "text": "tried", "once": "0" * 16}


def asked_of(rest: Callable[[World, Relation], dict[str, Any]]) -> Field:
    """Return the field that names the account about which somebody said something."""
    return Field(
        subject=ASKED_OF, value=lambda world, relation: world.account(relation).number, rest=rest
    )


def giving(world: World, relation: Relation) -> dict[str, Any]:
    return {"to_person": world.person(Relation.OWN).pk, "reason": "tried"}


def ticked(world: World, relation: Relation) -> str:
    matter = a_matter(world, relation)
    return f"{matter.pk}:{matter.version}"


def a_draft(world: World, relation: Relation) -> dict[str, Any]:
    install_standards(by=cast.CASTING, at=clock.now())
    return {"title": "tried", "text": "tried", "once": "0" * 16}


def to_act(route: str, body: Any = why) -> Row:
    """Return the row of something done with one matter."""
    return Row(
        route=f"matters:{route}",
        method="POST",
        opens=SEE_MATTERS,
        subject=TO_DO,
        body=body,
        shows=COLLEAGUES,
    )


def to_write(kind: str, to: Subject) -> Row:
    """Return the row of writing a letter of this kind."""
    return Row(
        route="matters:new_letter",
        method="POST",
        opens=LEADS,
        address={"kind": kind},
        fields={
            "to_unit": Field(
                subject=to,
                value=lambda world, relation: world.unit(relation).pk,
                rest=a_draft,
            )
        },
        # The unit above is told by its name to whoever reports to it.
        shows=frozenset({Relation.PARENT}),
    )


ROWS = (
    Row(route="matters:mine", opens=SEE_MATTERS),
    Row(route="matters:alerts", opens=SEE_MATTERS),
    Row(route="matters:alerts", method="POST", opens=SEE_MATTERS),
    Row(route="matters:badge", opens=SEE_MATTERS),
    Row(route="matters:unit", opens=LEADS),
    Row(
        route="matters:assignments",
        method="POST",
        opens=LEADS,
        fields={"matter": Field(subject=LED, value=ticked, rest=giving)},
    ),
    Row(route="matters:export", method="POST", opens=LEADS, address={"form": "csv"}),
    Row(
        route="matters:outcomes",
        opens=LEADS,
        fields={"unit": Field(subject=UNIT, value=lambda world, one: world.unit(one).pk)},
    ),
    Row(
        route="matters:complaints",
        opens=LEADS,
        fields={"unit": Field(subject=UNIT, value=lambda world, one: world.unit(one).pk)},
    ),
    Row(route="matters:outcomes_export", method="POST", opens=LEADS, address={"form": "csv"}),
    Row(route="matters:promises", opens=SEE_MATTERS),
    Row(route="matters:mine_export", method="POST", opens=TAKE_OUT, address={"form": "csv"}),
    Row(route="matters:promises_export", method="POST", opens=TAKE_OUT, address={"form": "csv"}),
    Row(route="matters:views", method="POST", opens=SEE_MATTERS, address={"name": "matters"}),
    Row(route="matters:view", method="POST", opens=SEE_MATTERS, subject=VIEW),
    # Whoever sees that somebody owes something may ask them to get on with it.
    Row(
        route="matters:chase",
        method="POST",
        opens=SEE_MATTERS,
        subject=Subject(
            name="matter to chase", address=to_be_chased, reached=by_account, relations=LASTING
        ),
        shows=COLLEAGUES,
    ),
    Row(route="matters:escalations", opens=LEADS),
    Row(route="matters:new_letter", opens=LEADS, address={"kind": "instruction"}),
    to_write("instruction", BELOW),
    to_write("report", ABOVE),
    Row(route="matters:letter", opens=SEE_MATTERS, subject=LETTER),
    Row(route="matters:letter", method="POST", opens=SEE_MATTERS, subject=TO_ANSWER, body=why),
    Row(
        route="matters:enclosure",
        opens=SEE_MATTERS,
        subject=ENCLOSED,
        address={"which": "letter"},
    ),
    Row(route="matters:acceptance", method="POST", opens=SEE_MATTERS, subject=OFFER),
    Row(route="matters:refusal", method="POST", opens=SEE_MATTERS, subject=OFFER, body=why),
    Row(route="matters:waiver_approval", method="POST", opens=LEADS, subject=WAIVER),
    Row(route="matters:waiver_refusal", method="POST", opens=LEADS, subject=WAIVER, body=why),
    Row(route="matters:matter", opens=SEE_MATTERS, subject=MATTER, shows=COLLEAGUES),
    Row(route="matters:acts", opens=SEE_MATTERS, subject=MATTER, shows=COLLEAGUES),
    Row(route="matters:customer", opens=SEE_MATTERS, subject=MATTER),
    to_act("done"),
    to_act("pause", a_pause),
    to_act("resumption"),
    to_act("offer", giving),
    to_act("waiver"),
    to_act("estimate", an_estimate),
    Row(route="matters:suggestions", opens=SEE_MATTERS),
    Row(route="matters:new_suggestion", opens=SEE_MATTERS),
    Row(
        route="matters:new_suggestion",
        method="POST",
        opens=SEE_MATTERS,
        fields={"account": asked_of(suggesting)},
    ),
    Row(route="matters:new_inquiry", opens=SEE_MATTERS),
    Row(
        route="matters:new_inquiry",
        method="POST",
        opens=SEE_MATTERS,
        fields={"account": asked_of(asking)},
    ),
    Row(
        route="matters:offer_withdrawal",
        method="POST",
        opens=SEE_MATTERS,
        subject=Subject(
            name="matter on offer to take back",
            address=on_offer,
            reached=done_by,
            relations=LASTING,
        ),
    ),
)
