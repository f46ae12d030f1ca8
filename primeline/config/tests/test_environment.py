"""Settings that are no numbers are named, not tripped over."""

import pytest

from primeline.config.environment import whole_number
from primeline.kit.errors import UnsafeSettings

NAME = "PRIMELINE_SESSION_HOURS"


@pytest.mark.parametrize("given", ["abc", "-1", "1.5", "９", "9" * 5000])
def test_names_a_setting_that_is_no_number(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, given)

    with pytest.raises(UnsafeSettings, match=NAME):
        whole_number(NAME, otherwise=12)


def test_takes_what_is_set_and_else_the_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "8")
    assert whole_number(NAME, otherwise=12) == 8

    monkeypatch.delenv(NAME)
    assert whole_number(NAME, otherwise=12) == 12
