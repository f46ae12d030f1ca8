"""The doctor finds each thing that can be wrong, names the way out, and finds nothing else."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection

from primeline.audit import walls
from primeline.cli.checkup import database, kept_files, machine, work
from primeline.cli.checkup.findings import Finding, Findings, Weight
from primeline.cli.checkup.looking import look_over
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.config.outside import storage_in
from primeline.files.actions import keep_file
from primeline.hours.actions import install_days
from primeline.kit import clock, installation, jobs, leases, workers
from primeline.kit.errors import Refused
from primeline.testing import cast, papers
from primeline.testing.sealing import seal_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.empty_archive]


def only(check: Callable[[], Findings]) -> Finding:
    findings = list(check())
    assert len(findings) == 1
    assert findings[0].way_out
    return findings[0]


class TestMachine:
    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path, settings: Any) -> Path:
        settings.HOME, settings.FILES = tmp_path / "home", tmp_path / "home" / "files"
        settings.PRIMELINE_ANCHOR_FILE = tmp_path / "elsewhere" / "anchor"
        settings.HOME.mkdir()
        return tmp_path

    def test_finds_a_python_that_was_not_tried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not list(machine.python())
        monkeypatch.setattr(machine, "PYTHONS", ((2, 7),))

        assert "3.1" in only(machine.python).way_out

    def test_finds_a_folder_that_cannot_be_written(self, place: Path, settings: Any) -> None:
        assert not list(machine.folders())
        (place / "file").touch()
        settings.FILES = place / "file" / "files"

        assert str(settings.FILES) in only(machine.folders).what

    @pytest.mark.parametrize("name", ["PRIMELINE_ANCHOR_FILE", "PRIMELINE_ERASURES_FILE"])
    def test_finds_a_folder_where_a_file_is_meant(
        self, place: Path, settings: Any, name: str
    ) -> None:
        (place / "elsewhere").mkdir()
        setattr(settings, name, place / "elsewhere")

        assert name in only(machine.folders).way_out

    def test_finds_a_key_that_others_can_read(self, place: Path) -> None:
        key = place / "home" / "secret_key"
        key.touch(0o600)
        assert not list(machine.folders())
        key.chmod(0o644)

        assert only(machine.folders).way_out == f"chmod 600 {key}"

    def test_finds_an_anchor_beside_what_it_anchors(self, place: Path, settings: Any) -> None:
        assert not list(machine.anchor_place())
        settings.PRIMELINE_ANCHOR_FILE = settings.HOME / "anchor"

        assert only(machine.anchor_place).weight is Weight.REMARK
        settings.IS_PRODUCTION = True
        assert only(machine.anchor_place).weight is Weight.PROBLEM

    def test_finds_a_full_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not list(machine.disk())
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=300 * 2**20))

        assert "300 MiB" in only(machine.disk).what

    def test_finds_that_nothing_was_built(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        po = place / "room" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True)
        po.touch()
        monkeypatch.setattr(machine, "PACKAGE", place)
        monkeypatch.setattr(machine, "BUILT_ASSETS", ("vendor/nothing.js",))
        assert len(list(machine.built())) == 2
        po.with_suffix(".mo").touch()
        monkeypatch.setattr(machine, "BUILT_ASSETS", ())

        assert not list(machine.built())


class TestDatabase:
    def test_finds_an_old_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not list(database.version())
        monkeypatch.setattr(database, "OLDEST_POSTGRES", 990000)
        monkeypatch.setattr(database, "OLDEST_SQLITE", (99, 0, 0))

        assert "older" in only(database.version).what

    def test_finds_clocks_that_differ(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not list(database.clocks())
        fast = clock.now() + timedelta(seconds=70)
        monkeypatch.setattr(clock, "database_now", lambda: fast)

        assert "70 seconds" in only(database.clocks).what

    def test_finds_a_missing_wall(self) -> None:
        assert not list(database.walls())
        on_table = "" if connection.vendor == "sqlite" else " ON staff_unit"
        with walls.as_owner(), connection.cursor() as cursor:
            cursor.execute(_A_TRIGGER[connection.vendor])
            cursor.execute(f"DROP TRIGGER {cursor.fetchone()[0]}{on_table}")

        assert only(database.walls).way_out == "primeline migrate"

    def test_finds_the_example_in_production_only(self, settings: Any) -> None:
        installation.state_fact(installation.EXAMPLE, True)
        assert not list(database.example())
        settings.IS_PRODUCTION = True

        assert "example" in only(database.example).what

    def test_finds_what_production_must_not_have(self, settings: Any) -> None:
        settings.DEBUG = True

        found = [finding for finding in database.safety() if "PRIMELINE_DEBUG" in finding.what]

        assert [finding.weight for finding in found] == [Weight.REMARK]
        assert found[0].way_out == "Take it away."


class TestWork:
    def test_finds_that_nobody_works(self) -> None:
        assert only(work.worker).way_out == "primeline worker"
        workers.beat(name="w", at=clock.database_now())

        assert not list(work.worker())

    def test_finds_what_was_given_up(self) -> None:
        assert not list(work.given_up())
        at = clock.now()
        jobs.enqueue(kind="kit.clean_up", at=at)
        lease = leases.claim(kinds=["kit.clean_up"], worker="w", at=at)
        assert lease is not None
        leases.fail(lease, Refused("No broom."), at=at, for_good=True)

        assert "No broom." in only(work.given_up).what
        assert main(["worker", "--retry"]) == ExitCode.OK
        assert not list(work.given_up())

    def test_finds_a_record_that_is_not_sealed(self, tmp_path: Path, settings: Any) -> None:
        settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
        assert not list(work.sealing())
        cast.headquarters()
        seal_all(at=clock.now())
        assert not list(work.sealing())
        # The cast acts on a day long gone.
        cast.east_province()

        assert "2026-04-28" in only(work.sealing).what

    def test_finds_an_old_backup(self, settings: Any) -> None:
        assert only(work.backup).weight is Weight.REMARK
        long_ago = clock.now() - timedelta(days=3)
        installation.state_fact("last_backup", long_ago.isoformat())
        settings.IS_PRODUCTION = True
        assert only(work.backup).weight is Weight.PROBLEM
        installation.state_fact("last_backup", clock.now().isoformat())

        assert not list(work.backup())

    def test_finds_mail_that_goes_nowhere(self, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        assert not list(work.mail())
        settings.IS_PRODUCTION = True

        assert "PRIMELINE_EMAIL_URL" in only(work.mail).way_out

    def test_finds_that_the_next_year_is_not_published_by_december(self) -> None:
        install_days(by=cast.CASTING, at=cast.TUESDAY_10AM)
        with time_machine.travel("2026-11-30T12:00:00Z"):
            assert not list(work.calendar())
        with time_machine.travel("2026-12-01T12:00:00Z"):
            assert "2027" in only(work.calendar).what


class TestLookOver:
    def test_goes_on_without_a_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse() -> None:
            raise OperationalError("connection refused")

        monkeypatch.setattr(connection, "ensure_connection", refuse)

        assert "connection refused" in look_over()[-1].what

    def test_stops_at_pending_migrations(self) -> None:
        main(["migrate", "kit", "zero"])

        assert look_over()[-1].way_out == "primeline migrate"

    def test_answers_machines(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["doctor", "--json"]) == ExitCode.FOUND

        answer = json.loads(capsys.readouterr().out)
        assert answer["is_well"] is False
        assert {"what": "No worker is running.", "way_out": "primeline worker"}.items() <= next(
            finding for finding in answer["findings"] if "worker" in finding["what"]
        ).items()

    def test_says_when_nothing_is_wrong(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        remark = Finding(what="A remark.", way_out="None.", weight=Weight.REMARK)
        monkeypatch.setattr("primeline.cli.checkup.looking.look_over", lambda: [remark])

        assert main(["doctor"]) == ExitCode.OK

        told = capsys.readouterr().out
        assert "A remark." in told
        assert "Nothing is wrong." in told


_A_TRIGGER = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'staff_unit'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'staff_unit'::regclass AND NOT tgisinternal"
    ),
}


class TestFiles:
    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path, settings: Any) -> Path:
        settings.STORAGES = storage_in(tmp_path / "files")
        return tmp_path / "files"

    def test_finds_a_file_that_is_not_what_was_stored(self, place: Path) -> None:
        content = papers.stream(papers.pdf())
        file = keep_file(name="a.pdf", content=content, by=cast.CASTING, at=clock.now())
        assert not list(kept_files.damaged())
        (place / file.place).write_bytes(b"forged")

        assert file.sha256 in only(kept_files.damaged).what

    def test_says_that_a_bucket_is_in_no_backup(self, place: Path, settings: Any) -> None:
        assert not list(kept_files.bucket())
        settings.STORAGES = storage_in(place, bucket="s3://key:secret@bucket.example/papers")

        assert only(kept_files.bucket).weight is Weight.REMARK
