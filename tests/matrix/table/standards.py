"""Time limits: everybody reads them, the service center drafts and decides, nobody owns them."""

from typing import Any

from primeline.staff.choices import Role
from primeline.standards import queries
from primeline.standards.actions import draft_version, install_standards
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import ACCOUNT, READ_ACCOUNT, Field, Row, Subject
from tests.matrix.table.roles import CHANGE_POLICY, SEE_REFERENCE
from tests.matrix.world import Relation, World


def a_version(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a draft of the service center."""
    author = world.actors[Role.SERVICE_CENTER]

    def make(relation: Relation) -> int:
        install_standards(by=CASTING, at=TUESDAY_10AM)
        source = queries.latest_approved()
        draft = draft_version(copied_from=source, note="tried", by=author, at=TUESDAY_10AM)
        return draft.number

    return {"number": world.thing("matrix version", relation, make)}


def after_the_first(world: World, relation: Relation) -> dict[str, Any]:
    """Return an empty form; there is a version to begin from."""
    a_version(world, relation)
    return {}


def a_rule(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a rule of that draft."""
    number = a_version(world, relation)["number"]
    first = queries.rows_of(queries.get_version(number).pk)[0]
    return {"number": number, "pk": first.id}


def a_standard(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a standard of the library."""
    a_version(world, relation)
    return {"pk": queries.standards()[0].pk}


def account_number(world: World, relation: Relation) -> str:
    return world.account(relation).number


def a_sound_rule(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "step": "CALL",
        "limit": 3,
        "unit_of_time": "DAYS",
        "clock": "NATURAL",
        "severity": "MINOR",
        "mark": "O",
        "once": "a key that is long enough",
    }


def a_sound_change(world: World, relation: Relation) -> dict[str, Any]:
    """Return the same for a rule that is there, as the page shows it."""
    rule = queries.get_rule(**a_rule(world, relation))
    return a_sound_rule(world, relation) | {"version": rule.version}


def a_step(world: World, relation: Relation) -> dict[str, Any]:
    after_the_first(world, relation)
    return {"code": queries.steps()[0].code}


def a_reason(world: World, relation: Relation) -> dict[str, Any]:
    after_the_first(world, relation)
    return {"code": queries.pause_reasons()[0].code}


def everywhere(name: str, address: Any) -> Subject:
    """These lie in no unit: whoever may open the page at all sees them."""
    return Subject(
        name=name,
        address=address,
        reached=lambda role: frozenset({Relation.OWN}),
        relations=(Relation.OWN,),
    )


VERSION = everywhere("version of the matrix", a_version)
RULE = everywhere("rule of the matrix", a_rule)
STANDARD = everywhere("standard", a_standard)
STEP = everywhere("step", a_step)
REASON = everywhere("reason", a_reason)

ROWS = (
    *(
        Row(route=f"standards:{name}", opens=SEE_REFERENCE)
        for name in ("matrix", "coverage", "versions", "library", "kinds")
    ),
    Row(
        route="standards:trial",
        opens=SEE_REFERENCE,
        fields={"customer": Field(subject=READ_ACCOUNT, value=account_number, rest=a_sound_rule)},
    ),
    *(
        Row(route=f"standards:{name}", method=method, opens=CHANGE_POLICY, body=after_the_first)
        for name in ("new_version", "new_standard", "new_step", "new_reason")
        for method in ("GET", "POST")
    ),
    *(
        Row(route="standards:standard", method=method, opens=CHANGE_POLICY, subject=STANDARD)
        for method in ("GET", "POST")
    ),
    *(
        Row(route=f"standards:{subject.name}", method=method, opens=CHANGE_POLICY, subject=subject)
        for subject in (STEP, REASON)
        for method in ("GET", "POST")
    ),
    Row(route="standards:version", opens=SEE_REFERENCE, subject=VERSION),
    Row(route="standards:rules", opens=SEE_REFERENCE, subject=VERSION),
    Row(route="standards:dry_run", opens=CHANGE_POLICY, subject=VERSION),
    Row(route="standards:new_rule", opens=CHANGE_POLICY, subject=VERSION),
    Row(
        route="standards:new_rule",
        method="POST",
        opens=CHANGE_POLICY,
        subject=VERSION,
        fields={"customer": Field(subject=ACCOUNT, value=account_number, rest=a_sound_rule)},
    ),
    Row(route="standards:rule", opens=CHANGE_POLICY, subject=RULE),
    Row(
        route="standards:rule",
        method="POST",
        opens=CHANGE_POLICY,
        subject=RULE,
        fields={"customer": Field(subject=ACCOUNT, value=account_number, rest=a_sound_change)},
    ),
    Row(route="standards:removal", method="POST", opens=CHANGE_POLICY, subject=RULE),
    *(
        Row(route=f"standards:{name}", method="POST", opens=CHANGE_POLICY, subject=VERSION)
        for name in ("proposal", "withdrawal", "decision", "end", "rolling_back")
    ),
)
