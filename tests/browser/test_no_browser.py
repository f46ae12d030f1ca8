"""On a machine without a browser the journeys fail and say what to install; they never vanish."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from primeline.testing import plugin
from tests.browser.conftest import SENTENCE
from tests.browser.windows import ROOT

# What the run that this test belongs to has set for itself.
OURS = ("PRIMELINE_", "PYTEST_")


def test_without_a_browser_a_journey_fails_with_a_sentence(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(OURS)
    } | {"PATH": str(tmp_path), plugin.ENGINE: "sqlite", "TMPDIR": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "browser", "-p", "no:cacheprovider", "-n", "0",
         "tests/browser/test_front_door.py", "-k", "zh-hans-desk"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout + ended.stderr
    assert SENTENCE in ended.stdout
    assert "1 error" in ended.stdout
