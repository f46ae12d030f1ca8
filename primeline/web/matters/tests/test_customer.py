"""What the customer reads of a matter: what happened, whose it is now, for whom it waits."""

import re
from datetime import datetime, timedelta

import pytest

from primeline.approaches import actions as approaches
from primeline.approaches.choices import ApproachStatus
from primeline.approaches.models import Approach
from primeline.commitments import actions
from primeline.commitments.alerting import tell_of
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import fresh, scan
from primeline.customers import actions as customers
from primeline.customers.choices import PreferredChannel
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.standards.choices import PauseParty
from primeline.standards.models import PauseReason
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lake_mills, lin, tom
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6"), pytest.mark.engine("sqlite")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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


def said_of(matter: Commitment) -> list[str]:
    """Return what the customer reads of what happened, line by line."""
    page = text_of(signed_in(lin()).get(f"/matters/{matter.number}/customer/"))
    return re.findall(r"<p>([^<]*)</p></div></li>", page)


def told_words(percent: int) -> str:
    return f"{percent} % of the time had passed: those who answer for it were told."


def tell(matter: Commitment, at: datetime) -> list[int]:
    """Fire what is due and tell people of it, as the jobs do; return which rungs told anybody."""
    scan(at)
    rungs = RungFired.objects.filter(commitment=matter, fired_at=at).order_by("percent")
    return [one.percent for one in rungs if tell_of(one.pk, at=at)]


def test_what_happened_stands_in_the_order_of_time() -> None:
    install()
    papers = PauseReason.objects.get(code="CUSTOMER_PAPERS")
    matter, expected = a_matter_now("COMPLAINT_REPLY", at=TUESDAY_10AM), TUESDAY_10AM + 30 * DAY
    rungs = []
    for begun, why in ((TUESDAY_10AM, "Splicing"), (TUESDAY_10AM + 5 * DAY, "Snow")):
        actions.pause_commitment(
            commitment=fresh(matter), pause_reason=papers, evidence="x", by=lin(), at=begun + HOUR
        )
        actions.resume_commitment(commitment=fresh(matter), by=lin(), at=begun + 2 * HOUR)
        actions.give_estimate(
            commitment=fresh(matter), expected_at=expected, reason=why, by=lin(), at=begun + DAY
        )
        rungs.append([told_words(one) for one in tell(matter, begun + 5 * DAY)])
    assert all(rungs)
    actions.keep_commitment(commitment=fresh(matter), by=lin(), at=TUESDAY_10AM + 13 * DAY)

    waited = "Waited for you: Waiting for papers of the customer (until"
    assert said_of(matter) == [
        "We took it up.",
        f"{waited} 28 Apr 2026 12:00)",
        "Expected by 28 May 2026 10:00: Splicing",
        *rungs[0],
        f"{waited} 3 May 2026 12:00)",
        "Expected by 28 May 2026 10:00: Snow",
        *rungs[1],
        "Done late",
    ]


def test_a_rung_by_which_nobody_was_told_is_not_told_to_the_customer() -> None:
    install()
    matter, at = a_matter_now("COMPLAINT_REPLY", at=TUESDAY_10AM), TUESDAY_10AM + 10 * DAY

    scan(at)
    assert set(RungFired.objects.values_list("percent", flat=True)) == {50, 75, 90}
    assert said_of(matter) == ["We took it up."]

    assert tell_of(RungFired.objects.get(percent=90).pk, at=at)
    assert said_of(matter) == ["We took it up.", told_words(90)]


def test_says_in_whose_hands_it_is_now_by_role_and_unit_and_no_name() -> None:
    install()
    led, ours = a_matter_now("COMPLAINT_REPLY"), a_matter_now("ONBOARDING_FOLLOW_UP")
    taken = a_matter_now("COMPLAINT_REPLY", person_id=tom().pk)
    client = signed_in(greta())
    for matter, hands in (
        (led, "Branch service lead, Harbor branch"),
        (ours, "Account manager, Harbor branch"),
        (taken, "Technician, Harbor branch"),
    ):
        page = text_of(client.get(f"/matters/{matter.number}/customer/")).split("<main")[1]
        assert f"Now in the hands of</dt><dd>{hands}</dd>" in page
        assert not any(name in page for name in ("Lin", "Greta", "Tom"))
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    page = text_of(client.get(f"/matters/{taken.number}/customer/"))
    assert "当前办理方</dt><dd>望潮分公司 · 技术" in page
    client.post("/language/", {"language": "en", "next": "/"})

    actions.keep_commitment(commitment=fresh(taken), by=tom(), at=clock.now())

    page = text_of(client.get(f"/matters/{taken.number}/customer/"))
    assert "in the hands of" not in page


def mr_quay() -> Contact:
    """Let somebody at Harbor Bank like e-mails best."""
    details = ContactDetails(
        name="Mr. Quay",
        phone="13800001234",
        email="quay@harbor.example",
        preferred_channel=PreferredChannel.EMAIL,
        is_primary=True,
    )
    at = clock.now()
    return customers.add_contact(customer=harbor_bank(), details=details, by=lin(), at=at)


class TestTelling:
    def test_begins_with_the_words_in_the_way_that_the_person_prefers(self) -> None:
        install()
        quay = mr_quay()
        matter = a_matter_now("COMPLAINT_REPLY", at=clock.now())
        client = signed_in(lin())

        page = text_of(client.get(f"/matters/{matter.number}/customer/"))
        ways = re.findall(r'href="([^"]+/approaches/(\w+)/\?matter=M\d+)"', page)
        written = text_of(client.get(ways[0][0]))

        assert [channel for _address, channel in ways] == ["email", "call", "message"]
        assert f"/contacts/{quay.pk}/" in ways[0][0]
        assert f"Complaint reply ({matter.number}): We are working on it; expected by" in written
        assert re.search(r'<option value="FAULT" selected', written)
        for wrong in ("M9999999", "x/y", a_matter_now(customer_id=lake_mills().pk).number):
            address = ways[0][0].split("?")[0] + f"?matter={wrong}"
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404

    def test_what_was_sent_is_the_last_word_on_the_lists(self) -> None:
        install()
        mr_quay()
        matter = a_matter_now("ONBOARDING_FOLLOW_UP", at=clock.now())
        client = signed_in(lin())
        assert "Last word: none" in text_of(client.get("/matters/"))
        page = text_of(client.get(f"/matters/{matter.number}/customer/"))
        address = re.findall(r'href="([^"]+/approaches/message/[^"]+)"', page)[0]
        # Asked for is not gone out: where no system sends it, nobody has heard of us.
        for status in (ApproachStatus.NOT_CONNECTED, ApproachStatus.HANDED_OVER):
            once = re.search(r'name="once" value="([^"]+)"', text_of(client.get(address)))
            assert once is not None
            said = {"once": once.group(1), "purpose": "ANSWER", "text": "We are working on it."}
            sent = client.post(address, said)
            back = f"/matters/{matter.number}/customer/"
            assert (sent.status_code, sent["Location"]) == (302, back)
            assert "Last word: none" in text_of(client.get("/matters/"))
            approach = Approach.objects.latest("pk")
            approaches.end_approach(
                approach_id=approach.pk, status=status, by=CASTING, at=clock.now()
            )
        assert "Last word: none" not in text_of(client.get("/matters/"))
        assert "Last word: none" not in text_of(signed_in(greta()).get("/matters/unit/"))
