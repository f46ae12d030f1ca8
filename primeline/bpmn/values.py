"""What a drawing is made of: frozen values, as they were read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

OUR_NAMESPACE = "https://primeline.org/bpmn/1"

Thing = TypeVar("Thing")
Value = str | Decimal | bool | date | datetime | None


class Kind(StrEnum):
    """What a node is. The words are those of BPMN 2.0 XML, but for the end that ends all."""

    START = "startEvent"
    END = "endEvent"
    TERMINATE = "terminateEndEvent"
    USER_TASK = "userTask"
    SERVICE_TASK = "serviceTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    SUB_PROCESS = "subProcess"
    CALL = "callActivity"
    MESSAGE = "intermediateCatchEvent"


GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE})
CHOOSING = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE})
ENDS = frozenset({Kind.END, Kind.TERMINATE})


class Type(StrEnum):
    """What a field of a case holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Choice:
    """One of the codes that a text field may hold."""

    code: str
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Field:
    """What a case knows under a name. Without choices, a text is free."""

    name: str
    type: Type
    name_zh: str = ""
    name_en: str = ""
    choices: tuple[Choice, ...] = ()

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return what a text field with choices may hold."""
        return frozenset(choice.code for choice in self.choices)


@dataclass(frozen=True)
class Asked:
    """A field that whoever finishes a task fills in."""

    field: str
    is_required: bool = False


@dataclass(frozen=True)
class Condition:
    """A question about a case, as written and as understood. See `conditions.py`."""

    text: str
    tree: object = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A thing on the drawing that a token can stand on or pass."""

    id: str
    kind: Kind
    name: str = ""
    """As drawn, in Chinese."""
    name_en: str = ""
    parent: str = ""
    """The sub-process that it lies in; empty in the process itself."""
    line: int = 0
    help_text: str = ""
    role: str = ""
    unit_rule: str = ""
    step: str = ""
    """The step of a commitment that is opened with the task."""
    form: tuple[Asked, ...] = ()
    documents: tuple[str, ...] = ()
    service: str = ""
    called: str = ""
    message: str = ""
    default: str = ""
    """The flow taken at a gateway where no condition holds."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow from one node to another of the same scope."""

    id: str
    source: str
    target: str
    name: str = ""
    name_en: str = ""
    condition: Condition | None = None
    is_default: bool = False
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A process as drawn. Nodes and flows stand in the order of the file, which decides."""

    key: str
    name: str = ""
    name_en: str = ""
    help_text: str = ""
    line: int = 0
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    """The elements that the diagram interchange has a place for."""

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Return the nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def flow_by_id(self) -> dict[str, Flow]:
        """Return the flows by their ids."""
        return {flow.id: flow for flow in self.flows}

    def out_of(self, node: str) -> tuple[Flow, ...]:
        """Return the flows that leave a node."""
        return self._leaving.get(node, ())

    def into(self, node: str) -> tuple[Flow, ...]:
        """Return the flows that lead to a node."""
        return self._arriving.get(node, ())

    def start_of(self, scope: str) -> Node:
        """Return where a process (empty) or a sub-process begins."""
        return next(node for node in self.within(scope) if node.kind is Kind.START)

    def within(self, scope: str) -> Iterator[Node]:
        """Yield the nodes that lie directly in a process (empty) or a sub-process."""
        return iter(self._scopes.get(scope, ()))

    def ways_from(self, node: str, gateway: str) -> frozenset[str]:
        """Return the flows into a gateway that can be reached from a node, not through it."""
        if gateway not in self._ways:
            self._ways[gateway] = self._ways_into(gateway)
        return self._ways[gateway].get(node, frozenset())

    def _ways_into(self, gateway: str) -> dict[str, frozenset[str]]:
        ways: defaultdict[str, set[str]] = defaultdict(set)
        for flow in self.into(gateway):
            open_ = [flow.source]
            while open_:
                node = open_.pop()
                if node != gateway and flow.id not in ways[node]:
                    ways[node].add(flow.id)
                    open_.extend(before.source for before in self.into(node))
        return {node: frozenset(found) for node, found in ways.items()}

    @cached_property
    def _ways(self) -> dict[str, dict[str, frozenset[str]]]:
        return {}

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """Return the process itself, which is empty, and all its sub-processes."""
        return ("", *(node.id for node in self.nodes if node.kind is Kind.SUB_PROCESS))

    @cached_property
    def _scopes(self) -> dict[str, tuple[Node, ...]]:
        return _grouped((node.parent, node) for node in self.nodes)

    @cached_property
    def _leaving(self) -> dict[str, tuple[Flow, ...]]:
        return _grouped((flow.source, flow) for flow in self.flows)

    @cached_property
    def _arriving(self) -> dict[str, tuple[Flow, ...]]:
        return _grouped((flow.target, flow) for flow in self.flows)


def _grouped(pairs: Iterable[tuple[str, Thing]]) -> dict[str, tuple[Thing, ...]]:
    groups: defaultdict[str, list[Thing]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return {key: tuple(things) for key, things in groups.items()}
