"""How far the work is, as events: counts, rate, and an end."""

import json
from typing import Any

import pytest
from django.urls import reverse

from primeline.imports import actions
from primeline.imports.choices import Extent
from primeline.imports.models import Batch
from primeline.imports.tests.desk import Desk, csv_file
from primeline.jobs.worker import Worker
from primeline.kit.models import JobRow
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.doors import signed_in
from primeline.web.imports import streaming
from primeline.web.imports.streaming import Rate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("B9")]


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PAUSE_SECONDS", 0)


def waiting_batch() -> Batch:
    """Bring a file in that the worker has been asked to write."""
    desk = Desk()
    batch = desk.upload(
        csv_file(("客户编号", "客户名称", "客户类型"), ("A-1", "x", "ORGANIZATION"))
    )
    desk.check(batch)
    return actions.ask_for_commit(batch=batch, extent=Extent.ALL, by=desk.person, at=TUESDAY_10AM)


def listening(batch: Batch, person: Any = None) -> Any:
    return signed_in(person or cast.sara()).get(reverse("import_progress", args=[batch.pk]))


def told(event: bytes) -> tuple[str, dict[str, Any]]:
    name, words = event.decode().strip().split("\n")
    return name.removeprefix("event: "), json.loads(words.removeprefix("data: "))


class TestProgress:
    def test_tells_counts_and_at_last_the_end(self) -> None:
        batch = waiting_batch()
        answer = listening(batch)
        events = iter(answer.streaming_content)
        assert answer["Content-Type"] == "text/event-stream"
        assert next(events).startswith(b"retry: ")

        assert told(next(events)) == (
            "progress", {"done": 0, "total": 0, "text": "Waiting for its turn"},
        )  # fmt: skip
        JobRow.objects.filter(pk=batch.job_id or 0).update(
            leased_until="2100-01-01T00:00Z", progress={"done": 20_000, "total": 80_000}
        )
        name, words = told(next(events))
        assert (name, words["done"], words["total"]) == ("progress", 20_000, 80_000)
        assert words["text"].startswith("20,000 of 80,000 rows")
        # It was estimated how many there are, and there are more.
        JobRow.objects.filter(pk=batch.job_id or 0).update(
            progress={"done": 90_000, "total": 90_000}
        )
        assert told(next(events))[1] == {"done": 0, "total": 0, "text": "90,000 rows so far"}
        JobRow.objects.filter(pk=batch.job_id or 0).update(leased_until=None, progress={})
        Worker().run_until_idle()
        assert told(next(events)) == ("over", {})
        assert list(events) == []
        answer.close()

    def test_ends_by_itself_and_lets_the_browser_come_back(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(streaming, "SECONDS", 0)

        answer = listening(waiting_batch())

        assert len(list(answer.streaming_content)) == 2
        answer.close()

    def test_has_few_places_and_gives_them_free(self) -> None:
        batch = waiting_batch()
        held = [listening(batch) for _ in range(streaming.MOST_LISTENERS)]

        assert listening(batch).status_code == 503
        for answer in held:
            answer.close()
        again = listening(batch)
        assert again.status_code == 200
        again.close()

    def test_is_only_for_those_who_see_the_batch(self) -> None:
        assert listening(waiting_batch(), cast.hugo()).status_code == 404

    def test_of_taking_back_counts_parts(self) -> None:
        batch = waiting_batch()
        Worker().run_until_idle()
        batch.refresh_from_db()
        actions.ask_for_undo(batch=batch, by=cast.sara(), at=TUESDAY_10AM)
        JobRow.objects.filter(pk=batch.job_id or 0).update(
            leased_until="2100-01-01T00:00Z", progress={"done": 1, "total": 3}
        )

        answer = listening(batch)

        events = iter(answer.streaming_content)
        next(events)
        assert told(next(events))[1]["text"] == "1 of 3 parts"
        answer.close()


class TestRate:
    def test_is_of_the_time_that_somebody_watched(self) -> None:
        rate = Rate()

        assert rate.after(10_000, 100.0) == 0.0
        assert rate.after(30_000, 104.0) == 5_000.0
