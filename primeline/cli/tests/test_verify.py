"""`verify` tells a sound record from one that was tampered with, in words and to machines."""

import json
from pathlib import Path
from typing import Any

import pytest

from primeline.audit import anchor
from primeline.cli.demonstration import place
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.sealing import seal_all


@pytest.fixture(autouse=True)
def sealed(tmp_path: Path, settings: Any, transactional_db: None) -> None:
    """A record with a seal and an anchor of its own."""
    settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
    cast.harbor_bank()
    seal_all(at=TUESDAY_10AM)


class TestVerify:
    def test_finds_nothing_in_a_sound_record(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["verify"]) == ExitCode.OK

        assert "0 findings" in capsys.readouterr().out

    def test_looks_at_the_example_where_that_is_asked(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The settings of this process are those of the tests, wherever the example lies.
        homes: list[Path] = []
        demanded: list[Path] = []
        monkeypatch.setattr(place, "move_in", homes.append)
        monkeypatch.setattr(place, "demand_example", demanded.append)

        assert main(["demo", "--verify", "--home", str(tmp_path / "example")]) == ExitCode.OK

        assert homes == demanded == [tmp_path / "example"]
        assert "0 findings" in capsys.readouterr().out
        assert not homes[0].exists()

    def test_says_what_it_found(self, capsys: pytest.CaptureFixture[str]) -> None:
        line = json.loads(anchor.path().read_text())
        anchor.path().write_text(json.dumps(line | {"hash": "0" * 64}) + "\n")

        assert main(["verify", "--json"]) == ExitCode.FOUND

        answer = json.loads(capsys.readouterr().out)
        assert answer["is_sound"] is False
        assert [finding["kind"] for finding in answer["findings"]] == ["SEAL_NOT_AS_ANCHORED"]
        assert len(answer["sentences"]) == 1
