"""Everything stays small enough to be read at once."""

import ast
from pathlib import Path

from tests.house.house import PYTHON_FILES, of_each, parsed, text_of

MAX_LINES_PER_FILE = 400
MAX_LINES_PER_CLASS = 200
MAX_LINES_PER_FUNCTION = 50


@of_each(PYTHON_FILES)
def test_files_classes_and_functions_stay_small(path: Path) -> None:
    assert text_of(path).count("\n") <= MAX_LINES_PER_FILE, "split the file by topic"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert _lines(node) <= MAX_LINES_PER_FUNCTION, f"{node.name} does more than one thing"
        elif isinstance(node, ast.ClassDef):
            assert _lines(node) <= MAX_LINES_PER_CLASS, f"{node.name} knows too much"


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1
