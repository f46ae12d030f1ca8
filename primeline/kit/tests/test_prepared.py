"""A question built once answers as one that is built each time."""

from datetime import UTC, datetime, timedelta

import pytest

from primeline.kit.models import EventRow, InstallationFact
from primeline.kit.prepared import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]

NOBODY, SOME_TIME = "nobody yet", datetime(1000, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)


def test_what_is_given_stands_in_the_place_of_what_it_was_built_with() -> None:
    for name in ("a", "b"):
        InstallationFact.objects.create(name=name, value={"of": [name]})
    facts = prepared(InstallationFact.objects.filter(name=NOBODY).values_list("name", "value"))

    assert facts.rows({NOBODY: "a"}) == [("a", {"of": ["a"]})]
    assert facts.rows({NOBODY: "b"}) == [("b", {"of": ["b"]})]
    assert not facts.rows({})


def test_moments_are_given_and_come_back_as_moments() -> None:
    for hours in (0, 2):
        at = NOON + timedelta(hours=hours)
        EventRow.objects.create(name="n", payload={}, happened_at=at, next_attempt_at=at)
    before = EventRow.objects.filter(happened_at__lte=SOME_TIME).values_list("happened_at")
    question = prepared(before.union(before.none(), all=True))

    assert question.rows({SOME_TIME: NOON + timedelta(hours=1)}) == [(NOON,)]
