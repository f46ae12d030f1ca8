"""When the customer said it: asked by both forms, told on every page where both moments differ."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from primeline.commitments.models import Commitment, Estimate, Inquiry
from primeline.commitments.tests.owing import fresh
from primeline.customers.models import TimelineLine
from primeline.kit import clock, delivery
from primeline.processes import actions, queries
from primeline.processes.models import Case
from primeline.processes.tests.drawn import item
from primeline.processes.tests.test_promises import TAKEN, does, dora
from primeline.processes.values import Wish
from primeline.testing.cast import CASTING, harbor_bank, lin, tom
from primeline.testing.doors import signed_in
from primeline.web.edits import OnceForm
from primeline.web.formats import moment
from primeline.web.matters.tests.owing import a_matter_now, install, text_of
from primeline.web.matters.tests.test_customer import mr_quay

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4", "F6"), pytest.mark.engine("sqlite")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORMS = ("/matters/inquiries/new/", "/cases/new/")


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()
    actions.install_processes(by=CASTING, at=clock.now())


def sent(client: Client, address: str, said: str, **more: str) -> tuple[int, str]:
    """Send one of both forms; return its status, and where it led or what it says."""
    facts = {
        "once": OnceForm.new_key(), "account": harbor_bank().number, "said_at": said,
        "asked_by": "LETTER", "text": "The bill is wrong",
        "process": "COMPLAINT", "title": "The bill is wrong", **more,
    }  # fmt: skip
    answer = client.post(address, facts)
    return answer.status_code, answer.get("Location", "") or text_of(answer)


def written(ago: timedelta) -> str:
    return f"{timezone.localtime(clock.now() - ago):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("address", FORMS)
def test_a_form_takes_it_and_needs_it_not(address: str) -> None:
    client = signed_in(lin())
    assert 'name="said_at"' in text_of(client.get(address))
    for said in ("", written(3 * DAY)):
        status, there = sent(client, address, said)
        assert status == 302
        page = text_of(client.get(there))
        matter = Commitment.objects.order_by("opened_at").first()
        assert matter is not None
        is_old = matter.noted_at is not None
        assert is_old == bool(said)
        assert (moment(clock.now() - 3 * DAY) in page) == is_old


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(
    ("ago", "why"), [(-DAY, "still to come"), (800 * DAY, "longer ago than two years")]
)
def test_what_cannot_be_is_refused_at_the_field(address: str, ago: timedelta, why: str) -> None:
    status, page = sent(signed_in(lin()), address, written(ago))
    assert status == 422
    assert why in page.split('id="id_said_at_error"')[1].split("</p>")[0]
    assert not Case.objects.exists()
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("address", FORMS)
def test_a_moment_far_off_is_asked_about_once_more(address: str) -> None:
    client, said = signed_in(lin()), written(691 * DAY)
    assert "is_moment_meant" not in text_of(client.get(address))
    status, page = sent(client, address, said)
    assert status == 422
    why = page.split('id="id_is_moment_meant_error"')[1].split("</p>")[0]
    assert "This is 691 days ago. Put it right, or tick" in why
    assert not Commitment.objects.exists()
    assert sent(client, address, said, is_moment_meant="on")[0] == 302
    assert Commitment.objects.exists()


def test_an_estimate_is_told_to_the_customer_and_moves_no_due_moment() -> None:
    matter = a_matter_now("ONBOARDING_FOLLOW_UP", at=clock.now() - 40 * DAY)
    client, address = signed_in(lin()), f"/matters/{matter.number}/estimate/"

    for odd in ("2020-01-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert client.post(address, {"expected_at": odd, "reason": "x"}).status_code == 422
    for ahead, why in ((5 * DAY, "The part is on its way"), (6 * DAY, "Snow")):
        client.post(address, {"expected_at": written(-ahead), "reason": why})

    told = text_of(client.get(f"/matters/{matter.number}/customer/"))
    first, last = Estimate.objects.order_by("given_at")
    assert told.count(moment(first.expected_at)) == 1
    assert told.count(moment(last.expected_at)) == 2
    assert told.index("on its way") < told.rindex("Snow")
    assert (fresh(matter).due_at, fresh(matter).state(clock.now()).name) == (
        matter.due_at, "OVERDUE",
    )  # fmt: skip


def test_so_is_an_estimate_and_beyond_a_year_it_is_refused() -> None:
    matter, client = a_matter_now("ASKED"), signed_in(lin())
    address = f"/matters/{matter.number}/estimate/"

    def said(ahead: timedelta, **more: str) -> tuple[int, str]:
        facts = {"expected_at": written(-ahead), "reason": "Ice", **more}
        answer = client.post(address, facts)
        return answer.status_code, text_of(answer)

    status, page = said(40 * DAY + HOUR)
    assert (status, "This is 40 days ahead." in page) == (422, True)
    status, page = said(730 * DAY, is_moment_meant="on")
    assert status == 422
    assert (
        "more than a year ahead"
        in page.split('id="id_estimate_expected_at_error"')[1].split("</p>")[0]
    )
    assert not Estimate.objects.exists()
    assert said(40 * DAY, is_moment_meant="on")[0] == 302
    assert said(DAY)[0] == 302
    assert Estimate.objects.count() == 2


def test_every_page_says_both_moments_also_to_the_customer() -> None:
    client = signed_in(lin())
    sent(client, FORMS[1], written(3 * DAY))
    case = Case.objects.get()
    said, begun = moment(case.asked_at), moment(case.started_at)
    reply = Commitment.objects.get(step__code="COMPLAINT_REPLY")
    for address in (
        f"/cases/{case.number}/",
        f"/matters/{reply.number}/",
        f"/matters/{reply.number}/customer/",
        f"/accounts/{case.customer.number}/timeline/",
    ):
        page = text_of(client.get(address))
        assert said in page
        assert begun in page
    page = text_of(client.get(f"/matters/{reply.number}/customer/"))
    happened = page.split("What happened so far")[1]
    assert happened.index("You told us.") < happened.index("We took it up.")


def test_the_estimate_of_a_fault_is_read_by_the_customer_and_told_in_flight() -> None:
    dora()
    case = actions.start_case(
        process=queries.get_process("FAULT"), customer=harbor_bank(), wish=Wish(title="Down"),
        by=lin(), at=clock.now(),
    )  # fmt: skip
    does(case, "accept", dora(), clock.now(), **TAKEN)
    technician, expected = signed_in(tom()), clock.now() + 5 * HOUR
    step = item(case, "locate")
    page = technician.post(f"/cases/steps/{step.pk}/end/", {"expected_at": "soon"})
    assert page.status_code == 422
    far = technician.post(f"/cases/steps/{step.pk}/end/", {"expected_at": written(-50 * DAY)})
    assert far.status_code == 422
    assert "tick that it is meant" in text_of(far)
    answer = technician.post(
        f"/cases/steps/{step.pk}/end/",
        {"expected_at": f"{timezone.localtime(expected):%Y-%m-%dT%H:%M}", "expected_why": "A cut"},
    )
    assert answer.status_code == 302
    number = Commitment.objects.get(step__code="RESTORATION").number
    manager = signed_in(lin())
    for address in (
        f"/cases/{case.number}/",
        f"/matters/{number}/customer/",
        "/matters/promises/?lane=FAULT",
    ):
        assert moment(expected) in text_of(manager.get(address))
    assert "A cut" in text_of(manager.get(f"/matters/{number}/customer/"))
    a_word_on_the_estimate_is_owed(number, f"Expected by {moment(expected)}: A cut")


def a_word_on_the_estimate_is_owed(number: str, words: str) -> None:
    """Nobody was told by the estimate: telling them is owed, and the words stand written."""
    assert not TimelineLine.objects.filter(words__how="TOLD").exists()
    while delivery.deliver_due(at=clock.now() + DAY):
        pass
    word = Commitment.objects.get(step__code="PROGRESS_WORD")
    assert word.debtor_role == "DEDICATED_SEAT"
    manager, quay = signed_in(lin()), mr_quay()
    page = text_of(manager.get(f"/matters/{word.number}/customer/"))
    assert words in page
    assert number in page
    way = f"/accounts/{harbor_bank().number}/contacts/{quay.pk}/approaches/message/"
    written = text_of(manager.get(f"{way}?matter={word.number}"))
    assert f"Restoration ({number}): {words}" in written
    assert re.search(r'<option value="FAULT" selected', written)
