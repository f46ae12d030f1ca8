"""Master keys that cannot be used are named as what they are, and never guessed at."""

import base64
import os
from typing import Any

import pytest

from primeline.kit.errors import UnsafeSettings
from primeline.privacy import master
from primeline.privacy.ciphers import KEY_BYTES


def a_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


ONE, OTHER, THIRD = a_key(), a_key(), a_key()
WEAK = base64.urlsafe_b64encode(b"\0" * KEY_BYTES).decode()


@pytest.mark.parametrize(
    "given",
    [
        "zzz",
        ";;",
        f"wrap a {ONE}",
        f"index a {ONE}",
        f"wrap a {ONE[:20]};index b {OTHER}",
        f"wrap a {ONE};index b {ONE}",
        f"wrap a {ONE};wrap a {THIRD};index b {OTHER}",
        f"wrap a {ONE};wrap c {ONE};index b {OTHER}",
        f"wrap a {WEAK};index b {OTHER}",
        f"seal a {ONE};index b {OTHER}",
    ],
    # The keys are new with every run, and all runs must call a test the same.
    ids=(
        "nonsense",
        "empty",
        "no index",
        "no wrap",
        "short",
        "one for both",
        "one name twice",
        "one key twice",
        "weak",
        "unknown use",
    ),
)
def test_keys_that_are_none_are_refused(given: str, settings: Any) -> None:
    settings.PRIMELINE_MASTER_KEYS = given

    with pytest.raises(UnsafeSettings, match="PRIMELINE_MASTER_KEYS"):
        master.keys()


def test_the_last_of_several_keys_wraps(settings: Any) -> None:
    settings.PRIMELINE_MASTER_KEYS = f"wrap a {ONE}; wrap b {THIRD} ;index c {OTHER}"

    assert (master.keys().current, set(master.keys().wrapping)) == ("b", {"a", "b"})
