"""Drawings out of thin air: sound ones built of blocks, and the same with something broken."""

from dataclasses import dataclass, field
from random import Random

from primeline.bpmn.tests.examples import file_of

CONDITIONS = ("a", "not a", "b", "a and b", "not b", "a or b")
BOOLEANS = """<extensionElements><pl:field name="a" type="boolean"/>
<pl:field name="b" type="boolean"/></extensionElements>"""
SPLITS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")


@dataclass
class Sketch:
    """Nodes by their kinds, and arrows, in each scope."""

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id to kind and scope."""
    arrows: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, scope: str) -> str:
        known = f"{kind[0]}{len(self.nodes)}"
        self.nodes[known] = kind, scope
        return known

    def link(self, source: str, target: str) -> None:
        self.arrows.append((source, target))


def sketch_of(random: Random, size: int) -> Sketch:
    """Return a sound drawing of about so many blocks."""
    sketch = Sketch()
    _scope(sketch, random, "", size)
    return sketch


def broken(sketch: Sketch, random: Random) -> Sketch:
    """Return a drawing with another kind of gateway, a stray arrow, or one that ends too early."""
    gateways = [known for known, (kind, _) in sketch.nodes.items() if kind in SPLITS]
    if not gateways:
        return sketch
    made = Sketch(dict(sketch.nodes), list(sketch.arrows))
    known = random.choice(gateways)
    kind, scope = made.nodes[known]
    match random.randrange(3):
        case 0:
            made.nodes[known] = random.choice([one for one in SPLITS if one != kind]), scope
        case 1:
            made.link(known, random.choice(_targets(made, known)))
        case _:
            place = random.choice([n for n, (_, end) in enumerate(made.arrows) if end == known])
            made.arrows[place] = made.arrows[place][0], made.add("endEvent", scope)
    return made


def _targets(sketch: Sketch, known: str) -> list[str]:
    scope = sketch.nodes[known][1]
    return [
        other
        for other, (kind, within) in sketch.nodes.items()
        if within == scope and kind != "startEvent" and (known, other) not in sketch.arrows
    ]


def _scope(sketch: Sketch, random: Random, scope: str, size: int) -> None:
    start = sketch.add("startEvent", scope)
    last = _blocks(sketch, random, scope, start, size)
    kind = "terminate" if random.random() < 0.15 else "endEvent"
    sketch.link(last, sketch.add(kind, scope))


def _blocks(sketch: Sketch, random: Random, scope: str, before: str, size: int) -> str:
    while size > 0:
        used = min(size, random.randint(1, 5))
        size -= used
        before = _block(sketch, random, scope, before, used)
    return before


def _block(sketch: Sketch, random: Random, scope: str, before: str, size: int) -> str:
    what = random.choice(["task", "split", "split", "loop", "sub"]) if size > 1 else "task"
    if what == "split":
        return _split(sketch, random, scope, before, size)
    if what == "loop":
        return _loop(sketch, random, scope, before, size)
    known = sketch.add("subProcess" if what == "sub" else "userTask", scope)
    sketch.link(before, known)
    if what == "sub":
        _scope(sketch, random, known, size - 1)
    return known


def _split(sketch: Sketch, random: Random, scope: str, before: str, size: int) -> str:
    kind = random.choice(SPLITS)
    split, join = sketch.add(kind, scope), sketch.add(kind, scope)
    sketch.link(before, split)
    for _ in range(branches := random.randint(2, 3)):
        sketch.link(_blocks(sketch, random, scope, split, max(1, (size - 1) // branches)), join)
    return join


def _loop(sketch: Sketch, random: Random, scope: str, before: str, size: int) -> str:
    first = sketch.add("exclusiveGateway", scope)
    sketch.link(before, first)
    task = sketch.add("userTask", scope)
    sketch.link(first, task)
    last = _blocks(sketch, random, scope, task, size - 1)
    again = sketch.add("exclusiveGateway", scope)
    sketch.link(last, again)
    sketch.link(again, first)
    return again


def as_file(sketch: Sketch, random: Random) -> bytes:
    """Write a sketch down; the last way out of a choosing gateway is its default."""
    return file_of(_body(sketch, "", random), fields=BOOLEANS)


def _body(sketch: Sketch, scope: str, random: Random) -> str:
    lines = []
    for known, (kind, within) in sketch.nodes.items():
        if within == scope:
            lines.append(_node(sketch, known, kind, random))
    for number, (source, target) in enumerate(sketch.arrows):
        if sketch.nodes[source][1] == scope:
            lines.append(_arrow(sketch, number, source, target, random))
    return "\n".join(lines)


def _node(sketch: Sketch, known: str, kind: str, random: Random) -> str:
    if kind == "terminate":
        return f'<endEvent id="{known}"><terminateEventDefinition/></endEvent>'
    if kind == "subProcess":
        return f'<subProcess id="{known}">{_body(sketch, known, random)}</subProcess>'
    default = _default(sketch, known)
    return f'<{kind} id="{known}"' + (f' default="f{default}"/>' if default else "/>")


def _default(sketch: Sketch, known: str) -> int:
    leaving = [number for number, (source, _) in enumerate(sketch.arrows) if source == known]
    chooses = sketch.nodes[known][0] in {"exclusiveGateway", "inclusiveGateway"}
    return leaving[-1] if chooses and len(leaving) > 1 else 0


def _arrow(sketch: Sketch, number: int, source: str, target: str, random: Random) -> str:
    head = f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"'
    default = _default(sketch, source)
    if not default or number == default:
        return f"{head}/>"
    written = random.choice(CONDITIONS)
    return f"{head}><conditionExpression>{written}</conditionExpression></sequenceFlow>"
