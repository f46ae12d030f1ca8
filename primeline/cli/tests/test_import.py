"""`import` and `export`: a file comes in by command, and what somebody may see goes out."""

import csv
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from primeline.audit import walls
from primeline.audit.models import Look
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import place
from primeline.customers.models import Customer
from primeline.imports import runs
from primeline.imports.models import Batch
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

HEADINGS = ("Customer ID", "Customer name", "Customer type", "Phone")


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference()
    cast.harbor_branch()


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    """Two accounts, one of them with a telephone number that is none."""
    file = tmp_path / "accounts.csv"
    rows = [("K-1", "Quay Foods", "Organization", ""), ("K-2", "=Pier", "Organization", "12")]
    file.write_bytes(csv_file(HEADINGS, *rows))
    return file


def answered(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the last answer of a command."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


@pytest.mark.django_db(transaction=True)
class TestImportAtTheSameTime:
    def test_as_somebody_at_the_page_does_opens_each_account_once(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        rows = [(f"K-{n}", f"Quay {n}", "Organization", "") for n in range(20)]
        file = tmp_path / "accounts.csv"
        file.write_bytes(csv_file(HEADINGS, *rows))
        desk, both = Desk(cast.sara()), threading.Barrier(2)
        batch = desk.upload(file.read_bytes())
        commit = runs.commit_batch

        def commit_together(**given: Any) -> Any:
            both.wait(60)
            return commit(**given)

        monkeypatch.setattr(runs, "commit_batch", commit_together)

        def at_the_page() -> None:
            try:
                with walls.open_for_system():
                    desk.commit(batch)
            finally:
                connections.close_all()

        page = threading.Thread(target=at_the_page)
        page.start()
        main(["import", str(file), "--unit", "HARBOR", "--commit", "all", "--json"])
        page.join(60)

        batch.refresh_from_db()
        by_command = answered(capsys)
        assert Customer.objects.count() == 20
        assert sorted([batch.tally["new"], by_command["new"]]) == [0, 20]
        assert sorted([batch.tally["unchanged"], by_command["unchanged"]]) == [0, 20]


class TestUndoImport:
    def test_takes_back_what_a_file_brought_once(
        self, accounts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["import", str(accounts), "--unit", "HARBOR", "--commit", "valid", "--json"])
        number = str(answered(capsys)["batch"])
        assert main(["undo-import"]) == ExitCode.OK
        assert f"{number}: accounts.csv" in capsys.readouterr().out

        assert main(["undo-import", number, "--as", "mira"]) != ExitCode.OK
        assert Customer.objects.get().status == "ACTIVE"
        assert main(["undo-import", number, "--json"]) == ExitCode.OK

        assert answered(capsys)["void"] == 1
        assert Customer.objects.get().status == "CLOSED"
        assert main(["undo-import", number]) == ExitCode.REFUSED
        assert "taken back already" in capsys.readouterr().err


class TestImport:
    def test_only_checks_unless_told_to_write(
        self, accounts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["import", str(accounts), "--unit", "HARBOR", "--json"]) == ExitCode.FOUND

        answer = answered(capsys)
        assert (answer["target"], answer["is_written"]) == ("CUSTOMERS", False)
        assert (answer["rows"], answer["new"], answer["faulty"]) == (2, 1, 1)
        assert not Customer.objects.exists()

    def test_writes_nothing_when_all_were_wanted_and_one_is_in_error(
        self, accounts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = ["import", str(accounts), "--unit", "HARBOR", "--commit", "all"]

        assert main(arguments) == ExitCode.FOUND

        told = capsys.readouterr()
        assert "Row 3: Phone: “12” is no telephone number" in told.out
        assert "1 of 2 rows are in error" in told.err
        assert not Customer.objects.exists()

    def test_writes_the_valid_rows_and_hands_the_others_back(
        self, accounts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        errors = tmp_path / "errors.csv"
        arguments = ["--unit", "HARBOR", "--commit", "valid", "--errors", str(errors), "--json"]

        assert main(["import", str(accounts), *arguments]) == ExitCode.FOUND

        assert answered(capsys)["is_written"]
        assert Customer.objects.get().name == "Quay Foods"
        with errors.open(encoding="utf-8-sig") as file:
            mark, headings, row = csv.reader(file)
        assert "· 1 row · command line, user " in mark[0]
        assert headings[-1] == "Error"
        assert row[1] == "'=Pier"
        assert row[-1].startswith("Phone: “12” is no telephone number")

    def test_takes_a_mapping_that_it_has_shown(
        self, accounts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["import", str(accounts), "--show-mapping"])
        mapping = answered(capsys)
        mapping["columns"][3]["field"] = ""
        kept = tmp_path / "mapping.json"
        kept.write_text(json.dumps(mapping))
        arguments = ["--mapping", str(kept), "--unit", "HARBOR", "--commit", "all"]

        assert main(["import", str(accounts), *arguments]) == ExitCode.OK
        assert Customer.objects.count() == 2

    def test_keeps_within_the_reach_of_a_person(self, accounts: Path) -> None:
        cast.lake_branch()
        arguments = ["--unit", "LAKE", "--as", cast.greta().username]

        assert main(["import", str(accounts), *arguments]) == ExitCode.REFUSED
        assert not Batch.objects.exists()

    @pytest.mark.parametrize("username", ["lin", "nobody"])
    def test_refuses_who_may_not(self, accounts: Path, username: str) -> None:
        cast.lin()

        assert main(["import", str(accounts), "--as", username]) == ExitCode.REFUSED

    def test_understands_no_contradiction(self, accounts: Path) -> None:
        assert main(["import", str(accounts), "--dry-run", "--commit", "all"]) == ExitCode.USAGE


class TestExport:
    @pytest.mark.parametrize(("person", "count"), [("greta", 1), ("hugo", 0), ("sara", 2)])
    def test_holds_what_the_person_may_see(
        self, person: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        cast.harbor_bank()
        cast.lake_mills()
        getattr(cast, person)()
        output = tmp_path / "accounts.csv"
        arguments = ["accounts", "--as", person, "--output", str(output), "--json"]

        assert main(["export", *arguments]) == ExitCode.OK

        assert answered(capsys)["rows"] == count
        assert ("Harbor Bank" in output.read_text()) == (person != "hugo")
        mark = output.read_text("utf-8-sig").splitlines()[0]
        assert f"({person}) at" in mark
        assert place() in mark
        assert place() in Look.objects.get().purpose

    def test_writes_workbooks_too(self, tmp_path: Path) -> None:
        cast.harbor_bank()
        output = tmp_path / "subscriptions.xlsx"
        arguments = ["--as", cast.sara().username, "--format", "xlsx", "--output", str(output)]

        assert main(["export", "subscriptions", *arguments]) == ExitCode.OK
        assert output.read_bytes().startswith(b"PK")

    def test_refuses_who_may_not(self, tmp_path: Path) -> None:
        arguments = ["--as", cast.tom().username, "--output", str(tmp_path / "x.csv")]

        assert main(["export", "accounts", *arguments]) == ExitCode.REFUSED
