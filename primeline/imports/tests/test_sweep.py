"""Files that were brought for import stay no longer than the schedule says."""

from datetime import timedelta

import pytest

from primeline.imports.choices import BatchStatus
from primeline.imports.listeners import sweep
from primeline.imports.models import Batch, BatchFile, BatchRow
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.kit.deeds import act
from primeline.kit.jobs import Job
from primeline.testing.cast import TUESDAY_10AM, greta


@pytest.mark.django_db
@pytest.mark.row("B2")
def test_what_was_brought_goes_when_its_time_is_over() -> None:
    reference()
    desk, content = Desk(greta()), csv_file(["\u540d\u79f0"], ["\u6f5c"])
    waiting, done, fresh = (desk.upload(content + b"\n" * number) for number in range(3))
    month_later = TUESDAY_10AM + timedelta(days=32)
    with act(kind="test.age", by=greta(), at=TUESDAY_10AM):
        Batch.objects.filter(pk=done.pk).update(status=BatchStatus.FAILED)
        Batch.objects.filter(pk=fresh.pk).update(uploaded_at=month_later)
    BatchRow.objects.create(batch=done, row_number=1, state="FAULTY")

    sweep(Job(job_id=1, kind="imports.sweep", payload={}, at=month_later))

    waiting.refresh_from_db()
    assert waiting.status == BatchStatus.ABANDONED
    assert list(BatchFile.objects.values_list("batch", flat=True)) == [fresh.pk]
    assert not BatchRow.objects.exists()
