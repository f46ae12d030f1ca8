"""Deciding at gateways without looking at conditions: the first way, or as a script says."""

from collections.abc import Iterator

from primeline.bpmn.steps import Choose
from primeline.bpmn.values import Flow, Kind, Node


def other_ways(path: tuple[int, ...], count: int) -> Iterator[tuple[int, ...]]:
    """Yield the scripts that decide as this one and then in another way than the first."""
    return ((*path, other) for other in range(1, count))


def scripted(script: tuple[int, ...], counts: list[int]) -> Choose:
    """Decide as the script says and then always the first way; count the ways there were."""

    def choose(node: Node, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        taken = script[len(counts)] if len(counts) < len(script) else 0
        if node.kind is Kind.EXCLUSIVE:
            counts.append(len(flows))
            return flows[taken : taken + 1]
        asked = [flow for flow in flows if not flow.is_default]
        subsets = 2 ** len(asked) - 1
        counts.append(subsets + (len(asked) < len(flows)))
        if taken >= subsets:
            return tuple(flow for flow in flows if flow.is_default)
        return tuple(flow for place, flow in enumerate(asked) if (taken + 1) >> place & 1)

    return choose


def branches(script: tuple[int, ...], counts: list[int]) -> Iterator[Iterator[tuple[int, ...]]]:
    """Yield, for each gateway that was decided beyond the script, the scripts that differ there."""
    for place in range(len(script), len(counts)):
        path = (*script, *(0 for _ in range(len(script), place)))
        yield other_ways(path, counts[place])
