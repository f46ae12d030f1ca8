"""Drawings for tests, written short: who does what, and what follows what."""

from typing import Any

from primeline.customers.queries import reach_now
from primeline.kit.deeds import System, act
from primeline.processes import actions
from primeline.processes.actions.library import keep_drawing
from primeline.processes.choices import EditionStatus
from primeline.processes.models import Case, Edition, Process, WorkItem
from primeline.processes.values import Wish
from primeline.products.actions import install_reference
from primeline.staff.models import Person
from primeline.standards.actions import install_standards
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

TEST = System("test")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:pl="https://primeline.org/bpmn/1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="test">\n'
)


def drawing(*parts: str, fields: str = "", messages: str = "", key: str = "T") -> bytes:
    """Return a drawing of nodes and arrows; arrows are written `a->b` or `a->b:condition`."""
    arrows = [part for part in parts if "->" in part]
    nodes = [part for part in parts if "->" not in part]
    flows = "".join(_flow(number, arrow) for number, arrow in enumerate(arrows, start=1))
    extension = f"<bpmn:extensionElements>{fields}</bpmn:extensionElements>" if fields else ""
    return (
        f'{HEAD}{messages}<bpmn:process id="{key}" name="试验" pl:nameEn="Trial" '
        f'isExecutable="true">{extension}{"".join(nodes)}{flows}</bpmn:process></bpmn:definitions>'
    ).encode()


def _flow(number: int, arrow: str) -> str:
    ends, _, condition = arrow.partition(":")
    source, _, target = ends.partition("->")
    expression = (
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
        f"{condition}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">'
        f"{expression}</bpmn:sequenceFlow>"
    )


def start(node: str = "start") -> str:
    return f'<bpmn:startEvent id="{node}" />'


def end(node: str = "end") -> str:
    return f'<bpmn:endEvent id="{node}" />'


def task(node: str, role: str, *, asks: str = "", more: str = "") -> str:
    """Return a step for a role; `asks` names fields, those with `!` must be answered."""
    asked = "".join(
        f'<pl:ask field="{name.rstrip("!")}" required="{str(name.endswith("!")).lower()}" />'
        for name in asks.split()
    )
    return (
        f'<bpmn:userTask id="{node}" name="{node}"><bpmn:extensionElements>'
        f'<pl:work role="{role}" {more}>{asked}</pl:work>'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


def service(node: str, name: str) -> str:
    return (
        f'<bpmn:serviceTask id="{node}" name="{node}"><bpmn:extensionElements>'
        f'<pl:service name="{name}" /></bpmn:extensionElements></bpmn:serviceTask>'
    )


def gateway(node: str, kind: str = "exclusive", default: str = "") -> str:
    chosen = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{node}"{chosen} />'


def field(name: str, kind: str = "text") -> str:
    return f'<pl:field name="{name}" type="{kind}" nameEn="{name}" />'


LINE = drawing(
    start(), task("ask", "ACCOUNT_MANAGER"), task("survey", "TECHNICIAN"), end(),
    "start->ask", "ask->survey", "survey->end",
)  # fmt: skip


def install() -> None:
    """Put steps, limits and lines of business on file."""
    install_reference(by=TEST, at=TUESDAY_10AM)
    install_standards(by=TEST, at=TUESDAY_10AM)


def in_force(xml: bytes = LINE, code: str = "TRIAL") -> Process:
    """Put a drawing in force as the product would, and return its process."""
    with act(kind="processes.install", by=TEST, at=TUESDAY_10AM):
        process, _is_new = Process.objects.get_or_create(
            code=code, defaults={"name_zh": "试验", "name_en": "Trial"}
        )
        Edition.objects.create(
            process=process,
            number=process.editions.count() + 1,
            status=EditionStatus.APPROVED,
            drawing=keep_drawing(xml),
            drafted_at=TUESDAY_10AM,
            decided_at=TUESDAY_10AM,
            effective_from=TUESDAY_10AM,
        )
    return process


def begun(xml: bytes = LINE, **wish: Any) -> Case:
    """Begin a case for Harbor Bank by a drawing."""
    return actions.start_case(
        process=in_force(xml),
        customer=cast.harbor_bank(),
        wish=Wish(title="Second line", **wish),
        by=cast.lin(),
        at=TUESDAY_10AM,
    )


def item(case: Case, node: str) -> WorkItem:
    """Return the open step of a case at a node."""
    return WorkItem.objects.in_full().get(case=case, node=node, ended_at=None)


def nodes(case: Case) -> set[str]:
    """Return where people have something to do now."""
    return set(WorkItem.objects.open().filter(case=case).values_list("node", flat=True))


def done(case: Case, node: str, by: Person, at: Any = TUESDAY_10AM, **answers: str) -> Case:
    """Finish the step of a case at a node."""
    return actions.finish_item(
        item=item(case, node), reach=reach_now(by, at=at), answers=answers, by=by, at=at
    )


def fresh(case: Case) -> Case:
    """Return it as it is stored now."""
    return Case.objects.get(pk=case.pk)
