"""A bare machine is told what it lacks; what is pinned fits together."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tools import assets, debian
from tools.steps import ROOT, Stamp, Stopped, environment, fingerprint

PINNED = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)
ICONS = ROOT / "node_modules" / "@tabler" / "icons" / "icons"


def pins_of(name: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / "requirements" / name).read_text()))


class TestLocks:
    def test_what_tests_need_contains_what_running_needs(self) -> None:
        assert pins_of("run.lock").items() <= pins_of("dev.lock").items()

    @pytest.mark.parametrize("name", ["run.lock", "dev.lock", "uv.txt"])
    def test_every_package_is_pinned_by_hash(self, name: str) -> None:
        text = (ROOT / "requirements" / name).read_text()
        blocks = re.split(r"\n(?=\S)", text.strip())

        assert len(blocks) == len(pins_of(name))
        assert all("--hash=sha256:" in block for block in blocks)


class TestFindingPython:
    def test_says_what_is_wrong_with_the_one_it_was_given(self) -> None:
        answer = subprocess.run(
            ["/bin/sh", "tools/run.sh", "setup", "run"],
            cwd=ROOT,
            env={**os.environ, "PYTHON": "/bin/false"},
            capture_output=True,
            text=True,
        )

        assert answer.returncode == 1
        assert "needs Python 3.11 or 3.12 with its venv module; /bin/false is not" in answer.stderr
        assert "apt-get install python3 python3-venv" in answer.stderr


class TestDebianPackages:
    def test_says_what_to_install_where_it_may_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(debian.NEEDED, "chromium", lambda: None)
        monkeypatch.setattr(debian, "_rights", lambda: None)

        with pytest.raises(Stopped, match=r"please run apt-get install .* chromium"):
            debian.ensure_packages("chromium")

    def test_says_so_where_installing_did_not_help(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(debian.NEEDED, "chromium", lambda: None)
        monkeypatch.setattr(debian, "_rights", lambda: ())
        monkeypatch.setattr(debian, "_install", lambda packages, sudo: None)

        with pytest.raises(Stopped, match="chromium"):
            debian.ensure_packages("chromium")

    def test_installs_nothing_that_is_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(debian.NEEDED, "chromium", lambda: "/usr/bin/chromium")
        monkeypatch.setattr(debian, "_install", lambda packages, sudo: pytest.fail("installed"))

        debian.ensure_packages("chromium")

    def test_says_everything_that_tests_need_in_one_command(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for package in debian.NEEDED:
            monkeypatch.setitem(debian.NEEDED, package, lambda: None)
        monkeypatch.setattr(debian, "_rights", lambda: None)

        with pytest.raises(Stopped) as told:
            debian.ensure_packages()

        assert str(told.value).endswith(
            "apt-get install --no-install-recommends"
            " chromium postgresql fonts-noto-cjk openjdk-17-jre-headless"
        )


class TestJava:
    @pytest.mark.parametrize(
        ("said", "is_enough"),
        [
            ('openjdk version "17.0.15" 2025-04-15', True),
            ('openjdk version "21" 2023-09-19', True),
            ('openjdk version "11.0.23" 2024-04-16', False),
            ('java version "1.8.0_402"', False),
            ("no version of anything", False),
        ],
    )
    def test_is_enough_from_17_on(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, is_enough: bool
    ) -> None:
        java = tmp_path / "java"
        java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
        java.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

        assert debian.has_java() is is_enough

    def test_that_does_not_run_is_none(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        java = tmp_path / "java"
        java.write_text("#!/bin/sh\necho 'version \"17\"' >&2\nexit 1\n")
        java.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

        assert not debian.has_java()

    def test_is_missed_where_there_is_none(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        assert debian.missing_packages("openjdk-17-jre-headless") == ["openjdk-17-jre-headless"]


class TestStamps:
    def test_change_with_a_file_a_name_or_a_word(self) -> None:
        makefile, readme = ROOT / "Makefile", ROOT / "README.md"
        once = fingerprint([makefile], "3.11")

        assert fingerprint([makefile], "3.11") == once
        assert fingerprint([makefile], "3.12") != once
        assert fingerprint([makefile, readme], "3.11") != once

    def test_remember(self, tmp_path: Path) -> None:
        stamp = Stamp(tmp_path / "deep" / "stamp")
        assert stamp.says == ""

        stamp.set("done")

        assert Stamp(stamp.path).says == "done"

    def test_where_packages_come_from_is_left_to_the_machine(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example")
        monkeypatch.setenv("PIP_TARGET", "elsewhere")

        ours = environment(LANGUAGE="en")

        assert ours["PIP_INDEX_URL"] == "https://packages.example"
        assert "PIP_TARGET" not in ours
        assert ours["LANGUAGE"] == "en"


class TestSprite:
    def test_holds_every_icon_that_is_asked_for(self) -> None:
        sprite = (assets.VENDOR / "icons.svg").read_text()

        for name in assets.icon_names():
            assert f'<symbol id="{name.replace("/", "-")}" ' in sprite

    def test_refuses_an_icon_that_nobody_draws(self) -> None:
        with pytest.raises(Stopped, match="no-such-icon"):
            assets._symbol(ICONS, "no-such-icon")

    def test_loads_nothing_and_runs_nothing(self) -> None:
        for file in assets.VENDOR.iterdir():
            if file.suffix in {".css", ".svg"}:
                text = file.read_text()
                assert "sourceMappingURL" not in text
                assert "<script" not in text
                assert not re.search(r"url\(\s*[\"']?https?:", text)
