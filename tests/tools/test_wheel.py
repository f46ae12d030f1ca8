"""What an installation gets: everything that running needs, and nothing that only tests need."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.steps import ROOT

FOR_TESTS = {"testing/__init__.py", "testing/doors.py"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the package in a freshly built wheel, from the package on."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 - our own build
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as packed:
        names = packed.namelist()
    return {name.removeprefix("primeline/") for name in names if name.startswith("primeline/")}


def on_disk(pattern: str) -> Iterator[str]:
    package = ROOT / "primeline"
    for path in package.rglob(pattern):
        place = path.relative_to(package)
        if path.is_file() and not {"tests", "testing", "__pycache__"} & set(place.parts):
            yield place.as_posix()


@pytest.mark.parametrize("pattern", ["*.py", "*.html", "*.mo"])
def test_holds_the_code_the_templates_and_the_translations(held: set[str], pattern: str) -> None:
    wanted = set(on_disk(pattern))

    assert wanted
    assert wanted <= held


def test_holds_the_static_files(held: set[str]) -> None:
    wanted = {name for name in on_disk("*") if name.startswith("web/static/")}

    assert wanted
    assert wanted <= held


def test_holds_no_tests(held: set[str]) -> None:
    assert not {name for name in held if "tests" in Path(name).parts}
    assert {name for name in held if name.startswith("testing/")} == FOR_TESTS


def test_what_is_held_asks_for_nothing_that_is_left_out() -> None:
    left_out = ("primeline.testing", ".tests")
    allowed = "from primeline.testing.doors import"

    asking = [
        f"{name}: {line}"
        for name in on_disk("*.py")
        for line in (ROOT / "primeline" / name).read_text(encoding="utf-8").splitlines()
        if line.startswith(("from ", "import ")) and any(word in line for word in left_out)
    ]

    assert [line for line in asking if allowed not in line] == []
