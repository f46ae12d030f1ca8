"""What stands where in a room: actions, queries, the clock, the vocabulary."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.house import (
    CODE,
    DOORS,
    PRODUCT_SOURCES,
    ROOMS,
    name_of,
    of_each,
    parsed,
    room_of,
    text_of,
)

ACTIONS = [
    path
    for path in PRODUCT_SOURCES
    if path.name == "actions.py" or path.parent.name == "actions"
    if path.name != "__init__.py" and CODE / room_of(path) in ROOMS
]
EXPLAINED = [
    path
    for path in PRODUCT_SOURCES
    if {path.stem, path.parent.name} & {"actions", "queries", "gateways"}
]
CLOCK = {
    "clock": {"now"},
    "timezone": {"now"},
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns"},
}
READS_THE_CLOCK = {*DOORS, "bench"}
THE_CLOCK = "primeline/kit/clock.py"
# A call without arguments that ends so takes the day of the moment by the clock of the world.
MOMENTS = ("at.date", "now.date", "then.date", "now().date")


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def actions_in(path: Path) -> list[ast.FunctionDef]:
    """Return what others may call. In a folder of actions, that is what its `__init__` hands on."""
    if path.name == "actions.py":
        return public_functions(path)
    handed_on = ast.unparse(parsed(path.with_name("__init__.py")))
    return [node for node in public_functions(path) if f"'{node.name}'" in handed_on]


@of_each(ACTIONS)
def test_actions_are_keyword_only_and_told_who_and_when(path: Path) -> None:
    for node in actions_in(path):
        taken = node.args
        assert not taken.args and not taken.posonlyargs and not taken.vararg, (
            f"{node.name}: pass by keyword, after a `*`"
        )
        named = {argument.arg for argument in taken.kwonlyargs}
        assert {"by", "at"} <= named, f"{node.name} needs `by` and `at`"


@of_each(ACTIONS)
def test_actions_are_deeds(path: Path) -> None:
    for node in actions_in(path):
        decorators = {ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list}
        assert "deed" in decorators, f"{node.name} needs @deed: one transaction under one act"


@of_each(EXPLAINED)
def test_what_others_call_is_explained(path: Path) -> None:
    for node in public_functions(path):
        sentence = (ast.get_docstring(node) or "").split("\n\n")[0]
        assert sentence.rstrip().endswith((".", "?")), f"{node.name} needs a sentence"


@of_each(PRODUCT_SOURCES)
def test_every_file_says_what_is_in_it(path: Path) -> None:
    if text_of(path).strip():
        assert ast.get_docstring(parsed(path)), "begin with one sentence on what is in this file"


@of_each(PRODUCT_SOURCES)
def test_only_the_doors_read_the_clock(path: Path) -> None:
    if room_of(path) in READS_THE_CLOCK or name_of(path) == THE_CLOCK:
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).split(".")[-1]
            assert node.attr not in CLOCK.get(owner, ()), (
                f"line {node.lineno}: take the time as a parameter called `at`"
            )


@of_each(PRODUCT_SOURCES)
def test_the_day_of_a_moment_is_that_of_a_time_zone(path: Path) -> None:
    if room_of(path) == "bench":
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(MOMENTS):
            assert node.args, f"line {node.lineno}: ask `timezone.localdate(at)`; that is UTC's day"


@of_each(PRODUCT_SOURCES)
def test_doors_never_touch_models(path: Path) -> None:
    if room_of(path) not in DOORS:
        return
    for node in _walk_at_run_time(parsed(path)):
        for module in _imported_modules(node):
            assert not module.startswith("primeline.") or module.split(".")[-1] != "models", (
                f"line {getattr(node, 'lineno', 0)}: ask queries, order actions"
            )
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"objects", "_default_manager"}, (
                f"line {node.lineno}: ask queries, order actions"
            )


def _walk_at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    # What is imported for type hints alone is not there when the product runs.
    if isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING":
        return
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _walk_at_run_time(child)


@of_each(PRODUCT_SOURCES)
def test_other_rooms_order_only_what_a_room_hands_on(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        for module in _imported_modules(node):
            parts = module.split(".")
            if parts[:1] == ["primeline"] and parts[2:3] == ["actions"] and len(parts) > 3:
                is_ours = parts[1] == room_of(path)
                is_handed_on = not (CODE / parts[1] / "actions" / f"{parts[3]}.py").exists()
                assert is_ours or is_handed_on, (
                    f"{module}: import it from primeline.{parts[1]}.actions"
                )


def _imported_modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
