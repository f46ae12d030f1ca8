"""What the customer reads of a matter that waits for them: for whom, why, since when, and until."""

from datetime import timedelta

import pytest

from primeline.commitments import actions
from primeline.commitments.tests.owing import fresh
from primeline.kit import clock
from primeline.standards.choices import PauseParty
from primeline.standards.models import PauseReason
from primeline.testing.cast import lin
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6"), pytest.mark.engine("sqlite")]
HOUR = timedelta(hours=1)
REASONS = {
    "NO_ENTRY": ("No entry to the site", "客户现场无法进入"),
    "CUSTOMER_ASKED": ("Customer asked for a later time", "客户要求改期"),
    "CUSTOMER_PAPERS": ("Waiting for papers of the customer", "等待客户资料"),
    "CUSTOMER_EQUIPMENT": ("Equipment of the customer", "客户侧设备原因"),
}


def test_these_are_all_reasons_that_lie_with_the_customer() -> None:
    install()
    found = PauseReason.objects.filter(party=PauseParty.CUSTOMER)
    assert set(found.values_list("code", flat=True)) == set(REASONS)


@pytest.mark.parametrize("code", list(REASONS))
def test_each_reason_reads_rightly_to_the_customer_in_both_languages(code: str) -> None:
    install()
    english, chinese = REASONS[code]
    at = clock.now()
    matter = a_matter_now("COMPLAINT_REPLY", at=at - 2 * HOUR)
    actions.pause_commitment(
        commitment=matter,
        pause_reason=PauseReason.objects.get(code=code),
        evidence="seen on site",
        by=lin(),
        at=at - HOUR,
    )
    client, address = signed_in(lin()), f"/matters/{matter.number}/customer/"

    page = text_of(client.get(address))
    assert f"We wait for you: {english}" in page
    # Nothing of our own notes.
    assert "seen on site" not in page
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert f"贵方：{chinese}" in text_of(client.get(address))
    client.post("/language/", {"language": "en", "next": "/"})

    actions.resume_commitment(commitment=fresh(matter), by=lin(), at=clock.now())

    page = text_of(client.get(address))
    assert f"Waited for you: {english}" in page
    assert "(until " in page
    assert "We wait for" not in page


def test_what_we_wait_for_ourselves_is_not_laid_at_their_door() -> None:
    install()
    matter = a_matter_now("COMPLAINT_REPLY")
    other = PauseReason.objects.exclude(party=PauseParty.CUSTOMER).filter(is_active=True).first()
    assert other is not None
    actions.pause_commitment(
        commitment=matter, pause_reason=other, evidence="mail", by=lin(), at=clock.now()
    )

    page = text_of(signed_in(lin()).get(f"/matters/{matter.number}/customer/"))

    assert "We wait for" in page
    assert "We wait for you" not in page
