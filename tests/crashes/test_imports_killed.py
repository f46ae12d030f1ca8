"""kill -9 amid an import, at each of its stages: nothing is half there, and it goes on."""

import csv
import signal
import subprocess
from pathlib import Path
from time import sleep

import pytest

from primeline.audit.models import HistoryRow
from primeline.audit.verify import verify
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Contact, Customer
from primeline.imports.actions import ask_for_commit
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.models import Batch, BatchRow
from primeline.imports.tests.desk import Desk
from primeline.kit.models import JobRow
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.processes import SECONDS_TO_END, start_python

pytestmark = [pytest.mark.row("B9"), pytest.mark.django_db(transaction=True)]

ROWS, SLICE = 30, 10

# A process that does one stage and is killed when something has been called so many times.
WORK = """
import os, signal, sys
from pathlib import Path
from time import sleep
from django.utils.module_loading import import_string
from primeline.audit import walls
from primeline.imports import actions, processing, queries, runs
from primeline.imports.choices import Extent
from primeline.imports.gateways import KeptContent
from primeline.imports.reading.table import Table
from primeline.jobs.worker import Worker
from primeline.kit.models import JobRow
from primeline.staff.models import Person, Unit
from primeline.staff.queries import reach_of
from primeline.testing.cast import TUESDAY_10AM

stage, deadly, call, file = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
blocks, prepared = Table.blocks, processing.SlicedFile.prepared
Table.blocks = lambda table, _=10: blocks(table, 10)
processing.SlicedFile.prepared = lambda file: prepared(file, 10)
runs.committing.SLICE_ROWS = 10

if deadly:
    place, _, name = deadly.partition(":")
    owner, calls = import_string(place), []
    function = getattr(owner, name)
    def die(*given, **named):
        calls.append(1)
        done = function(*given, **named)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(owner, name, die)

with walls.open_for_system():
    person = Person.objects.get(username="sara")
    who = {"by": person, "at": TUESDAY_10AM}
    reach = reach_of(person, at=TUESDAY_10AM)
    if stage == "upload":
        unit = Unit.objects.get(pk=int(sys.argv[5]))
        actions.upload_file(name="a.csv", content=KeptContent(file.read_bytes()), unit=unit, **who)
    else:
        batch = queries.batches_within(reach).first()
        if stage == "check":
            runs.check_batch(batch=batch, reach=reach, **who)
        elif stage == "work":
            while JobRow.objects.filter(kind="imports.commit_batch", done_at=None).exists():
                Worker().run_until_idle()
                sleep(0.2)
        elif stage == "write":
            runs.commit_batch(batch=batch, reach=reach, extent=Extent.ALL, **who)
        else:
            runs.undo_batch(batch=batch, reach=reach, **who)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of thirty accounts, each with a contact; three transactions."""
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("客户编号", "客户名称", "客户类型", "联系人", "联系电话"))
        for n in range(ROWS):
            writer.writerow((f"KH-{n}", f"客户 {n}", "ORGANIZATION", f"人 {n}", "13800001234"))
    cast.sara()
    return path


def begin(stage: str, file: Path, *, deadly: str = "", call: int = 1) -> "subprocess.Popen[str]":
    """Begin one stage in a process of its own."""
    unit = str(cast.harbor_branch().pk)
    return start_python(WORK, stage, deadly, str(call), str(file), unit)


def run(stage: str, file: Path, *, deadly: str = "", call: int = 1) -> None:
    """Do one stage in a process of its own, which is killed or comes to its end."""
    process = begin(stage, file, deadly=deadly, call=call)
    _answer, told = process.communicate(timeout=SECONDS_TO_END)
    assert process.returncode == (-signal.SIGKILL if deadly else 0), told


def the_batch() -> Batch:
    return Batch.objects.get()


class TestKilled:
    @pytest.mark.timeout(600)
    @pytest.mark.long
    def test_at_every_stage_it_goes_on_and_each_account_is_there_once(self, file: Path) -> None:
        run("upload", file, deadly="primeline.imports.actions.batches:keep")
        assert not Batch.objects.exists()

        run("upload", file)
        staged = "primeline.imports.staging.bench.Bench:stage"
        run("check", file, deadly=staged, call=2)
        assert (the_batch().status, the_batch().tally) == (BatchStatus.UPLOADED, {})
        run("check", file, deadly="primeline.imports.runs.checking:keep_findings")
        assert not BatchRow.objects.exists()
        run("check", file)

        inserted = "primeline.imports.staging.bench.Bench:insert"
        run("write", file, deadly=staged, call=1)
        assert (Customer.objects.count(), the_batch().status) == (0, BatchStatus.COMMITTING)
        # Two inserts a slice: accounts, then contacts. The fourth belongs to the second slice.
        run("write", file, deadly=inserted, call=4)
        assert (Customer.objects.count(), Contact.objects.count()) == (SLICE, SLICE)
        run("write", file, deadly="primeline.imports.runs.committing:keep_findings")
        assert (Customer.objects.count(), the_batch().status) == (ROWS, BatchStatus.COMMITTING)
        run("write", file)

        assert the_batch().status == BatchStatus.COMMITTED
        assert the_batch().tally["new"] == ROWS
        assert Customer.objects.values("external_id").distinct().count() == ROWS
        made = HistoryRow.objects.filter(table="customers_customer", operation="I")
        assert (made.count(), Contact.objects.count()) == (ROWS, ROWS)
        assert verify().findings == ()

    @pytest.mark.timeout(600)
    @pytest.mark.long
    def test_amid_taking_back_it_goes_on_too(self, file: Path) -> None:
        run("upload", file)
        run("write", file)

        void = "primeline.imports.undoing.reversing:make_void"
        # Contacts and accounts of each of three acts: the fourth lies amid the second.
        run("undo", file, deadly=void, call=4)
        closed = Customer.objects.filter(status=CustomerStatus.CLOSED)
        assert (closed.count(), the_batch().status) == (SLICE, BatchStatus.UNDOING)
        run("undo", file)

        assert (closed.count(), the_batch().status) == (ROWS, BatchStatus.UNDONE)
        assert the_batch().undone["customer"] == {"void": ROWS, "restored": 0, "left": 0}
        assert not Contact.objects.filter(is_active=True).exists()

    @pytest.mark.timeout(600)
    def test_while_another_worker_waits_the_other_goes_on_once(self, file: Path) -> None:
        desk = Desk()
        batch = desk.upload(file.read_bytes())
        desk.check(batch)
        ask_for_commit(batch=batch, extent=Extent.ALL, by=desk.person, at=TUESDAY_10AM)
        asked = JobRow.objects.filter(kind="imports.commit_batch")

        # The fourth insert belongs to the second slice.
        first = begin("work", file, deadly="primeline.imports.staging.bench.Bench:insert", call=4)
        while first.poll() is None and not asked.exclude(leased_by="").exists():
            sleep(0.05)
        second = begin("work", file)
        _answer, told = first.communicate(timeout=SECONDS_TO_END)
        assert first.returncode == -signal.SIGKILL, told
        assert (Customer.objects.count(), second.poll()) == (SLICE, None)
        # The minute passes for which the job was the first one's.
        asked.update(leased_until=TUESDAY_10AM)
        _answer, told = second.communicate(timeout=SECONDS_TO_END)

        assert second.returncode == 0, told
        assert (the_batch().status, the_batch().tally["new"]) == (BatchStatus.COMMITTED, ROWS)
        assert Customer.objects.values("external_id").distinct().count() == ROWS
        assert (Customer.objects.count(), Contact.objects.count()) == (ROWS, ROWS)
        assert asked.get().attempts_count == 2
