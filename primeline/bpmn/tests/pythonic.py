"""What a condition means to Python, which parses it; nothing of it is run."""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
}
TURNED: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
}
JOINED: Mapping[type[ast.boolop], Callable[[Iterable[Any]], bool]] = {ast.And: all, ast.Or: any}


def says(text: str, values: Mapping[str, Any]) -> Any:
    """Return what an expression of Python is worth for these values."""
    return _worth(ast.parse(text, mode="eval").body, values)


def _worth(node: ast.expr, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return values[node.id]
        case ast.Tuple():
            return tuple(_worth(one, values) for one in node.elts)
        case ast.UnaryOp():
            return TURNED[type(node.op)](_worth(node.operand, values))
        case ast.BoolOp():
            return JOINED[type(node.op)](_worth(one, values) for one in node.values)
        case ast.Compare(ops=[asked], comparators=[right]):
            return COMPARED[type(asked)](_worth(node.left, values), _worth(right, values))
    raise AssertionError(f"no condition says {ast.dump(node)}")
