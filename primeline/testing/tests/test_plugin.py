"""What takes long is begun early, by one process and by the other."""

from typing import Any, cast

import pytest

from primeline.testing import plugin
from primeline.testing.plugin import heavy_first


class Named:
    """As much of a test as its order asks for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_closest_marker(self, marker: str) -> Any:
        return self.name if self.name.isupper() and marker == "heavy" else None


def order(names: str) -> str:
    tests = cast(list[pytest.Item], [Named(name) for name in names])
    return "".join(test.name for test in heavy_first(tests))


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("ab", "ab"), ("A", "A"), ("abcXYZ", "XYaZbc"), ("aXbcd", "Xabcd"), ("XY", "XY")],
)
def test_each_half_begins_with_what_is_heavy(before: str, after: str) -> None:
    assert order(before) == after


class Marked:
    """A test that is mainly tried on one engine."""

    def get_closest_marker(self, marker: str) -> Any:
        return pytest.mark.mainly("sqlite").mark if marker == "mainly" else None


@pytest.mark.parametrize(
    ("engine", "wholly", "is_tried"),
    [("sqlite", "", True), ("postgres", "", False), ("postgres", "yes", True)],
)
def test_what_is_mainly_of_one_engine_is_tried_on_both_where_all_is(
    engine: str, wholly: str, is_tried: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(plugin.ENGINE, engine)
    monkeypatch.delenv(plugin.WHOLLY, raising=False)
    if wholly:
        monkeypatch.setenv(plugin.WHOLLY, wholly)
    assert plugin._belongs(cast(pytest.Item, Marked()), False) is is_tried
