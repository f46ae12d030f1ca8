"""What happens when writing is broken off, when two write at once, and with hostile rows."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.imports import actions, listeners, processing, runs
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.models import Batch
from primeline.imports.reading import delimited
from primeline.imports.reading.limits import Unacceptable
from primeline.imports.reading.table import Table
from primeline.imports.staging.bench import Bench
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.jobs.runner import run_one
from primeline.jobs.worker import Worker
from primeline.kit.models import JobRow
from primeline.search.queries import find
from primeline.staff.queries import reach_of
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.row("B9")

HEADINGS = ("客户编号", "客户名称", "客户类型")


def file_of(count: int, *, first: int = 1) -> bytes:
    """A file of so many accounts."""
    rows = [(f"KH-{n}", f"客户 {n}", "ORGANIZATION") for n in range(first, first + count)]
    return csv_file(HEADINGS, *rows)


@pytest.mark.django_db
class TestBrokenOff:
    def test_a_slice_is_written_whole_or_not_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = Desk()
        batch = desk.upload(file_of(20))
        with monkeypatch.context() as broken:
            broken.setattr(Bench, "insert", _then_fall(Bench.insert))
            with pytest.raises(_PulledPlug):
                desk.commit(batch)
        batch.refresh_from_db()
        assert (Customer.objects.count(), batch.status) == (0, BatchStatus.COMMITTING)

        desk.commit(batch)

        assert Customer.objects.count() == 20
        assert batch.tally["new"] == 20

    def test_a_reader_that_is_killed_leaves_nothing_behind(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        desk = Desk()
        batch = desk.upload(file_of(20))
        # All rows have been read when it happens; that there are no more nobody has said.
        deadly = tmp_path / "child.py"
        last = "tell(target, END, b"
        killed = "import os, signal; target.flush(); os.kill(os.getpid(), signal.SIGKILL)#"
        deadly.write_text(delimited.CHILD.read_text(encoding="utf-8").replace(last, killed))
        with monkeypatch.context() as broken:
            broken.setattr(delimited, "CHILD", deadly)
            with pytest.raises(Unacceptable, match="broken off"):
                desk.commit(batch)
        assert not Customer.objects.exists()

        desk.commit(batch)

        assert Customer.objects.count() == 20

    def test_a_large_file_goes_on_behind_its_last_slice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _small_slices(monkeypatch, 10)
        desk = Desk()
        batch = desk.upload(file_of(45))
        desk.check(batch)
        with monkeypatch.context() as broken:
            broken.setattr(Bench, "insert", _then_fall(Bench.insert, on_call=3))
            with pytest.raises(_PulledPlug):
                desk.commit(batch)
        batch.refresh_from_db()
        assert (Customer.objects.count(), batch.written_through) == (20, 21)

        desk.commit(batch)

        assert Customer.objects.count() == 45
        assert (batch.tally["rows"], batch.tally["new"]) == (45, 45)

    def test_a_large_file_with_one_error_is_not_begun(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _small_slices(monkeypatch, 10)
        desk = Desk()
        content = file_of(25) + "KH-99,x,不知道\n".encode()
        batch = desk.upload(content)
        desk.check(batch)

        with pytest.raises(runs.RowsInError, match="1 of 26"):
            desk.commit(batch)

        assert not Customer.objects.exists()

    def test_a_number_repeated_in_another_slice_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _small_slices(monkeypatch, 10)
        desk = Desk()
        batch = desk.upload(file_of(25) + b"KH-1,again,ORGANIZATION\n")

        findings = desk.commit(batch, extent=Extent.VALID)

        assert (findings.new, findings.faulty) == (25, 1)


@pytest.mark.django_db(transaction=True)
class TestAtTheWorker:
    @pytest.mark.parametrize("readings", [2, 1])
    def test_a_reader_that_is_killed_is_started_again_behind_what_is_written(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, readings: int
    ) -> None:
        _small_slices(monkeypatch, 10)
        monkeypatch.setattr(delimited, "HELD_ROWS", 5)
        monkeypatch.setattr(listeners, "MOST_READINGS", readings)
        desk = Desk()
        batch = desk.upload(file_of(45))
        desk.check(batch)
        ask: dict[str, Any] = {
            "batch": batch,
            "extent": Extent.VALID,
            "by": desk.person,
            "at": TUESDAY_10AM,
        }
        actions.ask_for_commit(**ask)
        monkeypatch.setattr(delimited, "CHILD", _killed_once(tmp_path))

        _work()

        batch.refresh_from_db()
        assert (Customer.objects.count(), batch.status) == (10, BatchStatus.COMMITTING)
        job = JobRow.objects.get(pk=batch.job_id or 0)
        assert (job.failed_at is None, bool(batch.trouble)) == (readings == 2, readings == 1)
        if readings == 1:
            # Whoever looks at it asks again, at its page.
            actions.ask_for_commit(**ask)
        JobRow.objects.filter(done_at=None).update(run_after=TUESDAY_10AM)

        _work()

        batch.refresh_from_db()
        assert (Customer.objects.count(), batch.status) == (45, BatchStatus.COMMITTED)
        assert (batch.tally["rows"], batch.tally["new"], batch.trouble) == (45, 45, "")


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_importers_of_the_same_accounts_open_each_once(self) -> None:
        desks = [Desk(cast.sara()), Desk(cast.greta())]
        batches = [desk.upload(file_of(30)) for desk in desks]
        start, fallen = threading.Barrier(2), []

        def commit(desk: Desk, batch: Batch) -> None:
            try:
                with walls.open_for_system():
                    reach = reach_of(desk.person, at=TUESDAY_10AM)
                    start.wait(10)
                    runs.commit_batch(
                        batch=batch,
                        reach=reach,
                        extent=Extent.ALL,
                        by=desk.person,
                        at=TUESDAY_10AM,
                    )
            except Exception as error:
                fallen.append(error)
            finally:
                connections.close_all()

        pairs = zip(desks, batches, strict=True)
        threads = [threading.Thread(target=commit, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert not fallen
        assert Customer.objects.count() == 30
        tallies = [Batch.objects.get(pk=batch.pk).tally for batch in batches]
        assert sorted(tally["new"] for tally in tallies) == [0, 30]
        assert sorted(tally["unchanged"] for tally in tallies) == [0, 30]

    def test_what_follows_is_done_by_the_worker(self) -> None:
        reference()
        Desk().bring(file_of(3))
        assert JobRow.objects.filter(kind="imports.follow_up").count() == 1

        Worker().run_until_idle()

        found = find("客户 2", 100) or []
        assert [Customer.objects.get(pk=one.customer_id).external_id for one in found][:1] == [
            "KH-2"
        ]

    def test_a_look_leaves_nothing_behind(self) -> None:
        desk = Desk()
        batch = desk.upload(file_of(5))

        desk.check(batch)

        assert not Customer.objects.exists()
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT count(*) FROM temp.sqlite_master")
            else:
                cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'stage_%'")
            assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
class TestHostileRows:
    @pytest.mark.parametrize(
        "name",
        [
            "'); DROP TABLE customers_customer; --",
            "100%s %(x)s %%",
            "{{ 7*7 }} <script>alert(1)</script>",
            "\u202eevil\u202c 😀 𠀀",
            '=HYPERLINK("http://x")',
        ],
    )
    def test_are_stored_as_the_text_they_are(self, name: str) -> None:
        Desk().bring(csv_file(HEADINGS, ("KH-1", name, "ORGANIZATION")))

        stored = Customer.objects.get().name
        assert stored == name.replace("\u202e", "").replace("\u202c", " ").strip() or stored == (
            " ".join(name.replace("\u202e", " ").replace("\u202c", " ").split())
        )

    def test_a_hostile_number_is_only_a_number(self) -> None:
        Desk().bring(csv_file(HEADINGS, ("KH'; --%s", "x", "ORGANIZATION")))

        assert Customer.objects.get().external_id == "KH'; --%s"

    def test_all_rows_wrong_is_no_trouble(self) -> None:
        rows = [(f"KH-{n}", "x", "甲") for n in range(300)]

        findings = Desk().bring(csv_file(HEADINGS, *rows), extent=Extent.VALID)

        assert (findings.faulty, findings.new) == (300, 0)


def _work() -> None:
    with walls.open_for_system():
        while run_one(worker="test", stopping=threading.Event()):
            pass


def _killed_once(folder: Path) -> Path:
    """A reader that kills itself after 30 rows, the first time that it reads them to be written."""
    flag, deadly = folder / "killed", folder / "child.py"
    killed = f"""
            tell(target, ROWS, frame)
            global rows_said
            rows_said += FRAME_ROWS
            if rows_said == 30 and sys.argv[5] and not os.path.exists({str(flag)!r}):
                open({str(flag)!r}, "w").close()
                target.flush()
                os.kill(os.getpid(), 9)
"""
    text = delimited.CHILD.read_text(encoding="utf-8").replace(
        "FRAME_ROWS = 1000", "FRAME_ROWS = 10"
    )
    text = text.replace("import codecs\n", "import codecs\nimport os\nrows_said = 0\n")
    deadly.write_text(text.replace("\n            tell(target, ROWS, frame)\n", killed))
    return deadly


class _PulledPlug(Exception):
    """The power went away."""


def _then_fall(function: Any, *, on_call: int = 1) -> Any:
    calls = 0

    def fall(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        done = function(*args, **kwargs)
        if calls == on_call:
            raise _PulledPlug
        return done

    return fall


def _small_slices(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    blocks = Table.blocks
    monkeypatch.setattr(Table, "blocks", lambda table, _=5000: blocks(table, size))
    monkeypatch.setattr(runs.committing, "SLICE_ROWS", size)
    prepared = processing.SlicedFile.prepared
    monkeypatch.setattr(
        processing.SlicedFile, "prepared", lambda file, _=None: prepared(file, size)
    )
