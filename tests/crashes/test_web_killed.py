"""kill -9 of the web process during writes: what was acknowledged is stored, nothing is half."""

from pathlib import Path
from time import sleep

import pytest

from primeline.audit.models import HistoryRow
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, TimelineLine
from primeline.testing import cast
from primeline.testing.processes import free_port, kill_with_children, serving
from tests.crashes.writers import Writer, browser_of

WRITERS = 3

pytestmark = pytest.mark.django_db(transaction=True)


def kill_during_writes(seconds: float, log: Path) -> list[str]:
    """Let people write for a while, kill the server, and return what it had acknowledged."""
    port = free_port()
    browser = browser_of(cast.lin(), cast.harbor_bank())
    writers = [Writer(number=number, port=port, browser=browser) for number in range(WRITERS)]
    with serving(port, log) as server:
        for writer in writers:
            writer.start()
        while not all(writer.acknowledged or writer.refused for writer in writers):
            sleep(0.05)
        sleep(seconds)
        kill_with_children(server)
    for writer in writers:
        writer.stop()
    assert not any(writer.refused for writer in writers), log.read_text()[-2000:]
    return [name for writer in writers for name in writer.acknowledged]


def assert_nothing_lost_or_half(acknowledged: list[str]) -> None:
    assert acknowledged
    stored = {contact.name for contact in Contact.objects.all()}
    assert set(acknowledged) <= stored
    # What nobody was told of is there with all that belongs to it, or not at all.
    told = TimelineLine.objects.filter(kind=TimelineKind.CONTACT_ADDED).count()
    kept = HistoryRow.objects.filter(table="customers_contact", operation="I").count()
    assert told == kept == len(stored)


def test_what_was_acknowledged_is_stored(tmp_path: Path) -> None:
    assert_nothing_lost_or_half(kill_during_writes(1.0, tmp_path / "log"))


@pytest.mark.long
def test_what_was_acknowledged_is_stored_again_and_again(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for round_number in range(20):
        acknowledged += kill_during_writes(0.2 + 0.05 * round_number, tmp_path / "log")
        assert_nothing_lost_or_half(acknowledged)
