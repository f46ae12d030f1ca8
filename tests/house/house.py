"""What the rules of the house are about: its files, its rooms, its models."""

import ast
import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "primeline"
DOORS = ("cli", "jobs", "web")
Thing = TypeVar("Thing")
NOT_OURS = {
    ".cache", ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache",
    ".ruff_cache", ".tools", ".venv", "__pycache__", "dist", "node_modules", "test-results", "var",
    "vendor",
}  # fmt: skip


def files(*suffixes: str, below: Path = ROOT) -> list[Path]:
    """Return our own files with one of these suffixes: nothing installed, built or generated."""
    return [path for path in _walk(below) if path.suffix in suffixes]


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path == CODE / "web" / "locale":
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def of_each(
    things: Collection[Thing], *, called: Callable[[Any], str] | None = None
) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """Let a rule look at each thing, in one test that fails with a line for each offender.

    A rule with nothing to look at fails too.
    """
    told: Callable[[Any], str] = called or name_of

    def of(rule: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            assert things, "there is nothing that this rule could look at"
            broken = [
                f"{told(thing)}: {wrong}" for thing in things if (wrong := _wrong(rule, thing))
            ]
            assert not broken, "\n".join(["", *broken])

        # Not by `functools.wraps`, which would have pytest look for a fixture of that name.
        test.__name__, test.__doc__, test.__module__ = rule.__name__, rule.__doc__, rule.__module__
        return test

    return of


def _wrong(rule: Callable[[Thing], None], thing: Thing) -> str:
    try:
        rule(thing)
    except AssertionError as refused:
        return str(refused).partition("\nassert ")[0] or "is not as it must be"
    except Exception as error:
        return f"cannot be looked at: {error!r}"
    return ""


@cache
def text_of(path: Path) -> str:
    """Return what is written in a file; house rules look at each file several times."""
    return path.read_text()


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file; house rules look at each file several times."""
    return ast.parse(text_of(path))


def name_of(path: Path) -> str:
    """Return a path as people say it."""
    return str(path.relative_to(ROOT))


def is_test(path: Path) -> bool:
    """Test whether a file is about trying, not about doing."""
    return "tests" in path.parts or "testing" in path.parts


def room_of(path: Path) -> str:
    """Return the room that a file of the package lies in."""
    return path.relative_to(CODE).parts[0]


PYTHON_FILES = [path for path in files(".py") if "migrations" not in path.parts]
SOURCES = [path for path in PYTHON_FILES if CODE in path.parents]
PRODUCT_SOURCES = [path for path in SOURCES if not is_test(path)]
TEMPLATES = files(".html", ".txt", ".svg", ".xml", below=CODE)
TEXTS = files(
    ".cfg", ".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sh", ".sql", ".toml", ".txt",
    ".yaml", ".yml", ".lock", "",
)  # fmt: skip
ROOMS = sorted({path.parent for name in ("models.py", "models") for path in CODE.glob(f"*/{name}")})

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
FLOOR = {
    room.strip(" ()"): number
    for number, floor in enumerate(reversed(CONTRACTS[0]["layers"]))
    for room in floor.split("|")
}

OUR_MODELS: list[type[Model]] = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("primeline.")
]
