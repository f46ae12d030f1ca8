"""Everything stays small enough to be read at once."""

import ast
from pathlib import Path

import pytest

from tests.house.house import PYTHON_FILES, name_of, parsed

MAX_LINES_PER_FILE = 400
MAX_LINES_PER_CLASS = 200
MAX_LINES_PER_FUNCTION = 50


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_files_classes_and_functions_stay_small(path: Path) -> None:
    assert path.read_text().count("\n") <= MAX_LINES_PER_FILE, "split the file by topic"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert _lines(node) <= MAX_LINES_PER_FUNCTION, f"{node.name} does more than one thing"
        elif isinstance(node, ast.ClassDef):
            assert _lines(node) <= MAX_LINES_PER_CLASS, f"{node.name} knows too much"


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1
