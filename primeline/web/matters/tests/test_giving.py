"""A lead gives a matter to somebody elsewhere, who sees the account while they hold it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import Look
from primeline.commitments.models import Offer
from primeline.commitments.tests.owing import fresh
from primeline.customers import actions as customers
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.testing.cast import greta, harbor_bank, lin, mira, nora, tom
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.row("A2"),
    pytest.mark.row("A4"),
    pytest.mark.mainly("sqlite"),
]
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()


def wang() -> Contact:
    details = ContactDetails(name="王海燕", phone=PHONE)
    return customers.add_contact(customer=harbor_bank(), details=details, by=lin(), at=clock.now())


def test_the_account_opens_with_its_people_and_closes_with_the_matter() -> None:
    contact, matter = wang(), a_matter_now("COMPLAINT_REPLY", what="Line noise")
    account = f"/accounts/{harbor_bank().number}/"
    lead, theirs = signed_in(greta()), signed_in(mira())
    assert theirs.get(account).status_code == 404
    facts = {"matter": f"{matter.pk}:{matter.version}", "reason": "Knows the line"}
    for wrong in ("", "nobody", "<script>", "😀", "m" * 100_000):
        answer = lead.post("/matters/unit/assignments/", facts | {"elsewhere": wrong})
        assert answer.status_code == 422, wrong
        assert fresh(matter).person_id is None
    both = facts | {"elsewhere": "mira", "to_person": greta().pk}
    assert lead.post("/matters/unit/assignments/", both).status_code == 422
    for _twice in "12":
        lead.post("/matters/unit/assignments/", facts | {"elsewhere": " Mira "})

    assert fresh(matter).person == mira()
    assert "Line noise" in text_of(theirs.get("/matters/"))
    page = text_of(theirs.get(f"{account}people/"))
    assert "王海燕" in page
    assert PHONE[-8:] in page.replace(" ", "")
    assert "as long as the matter runs" in page
    assert harbor_bank().number in text_of(theirs.get(f"/search/?q={PHONE}"))
    dial = f"{account}contacts/{contact.pk}/approaches/call/"
    assert theirs.get(dial).status_code == 200
    look = Look.objects.filter(subject_id=str(harbor_bank().pk), act__actor=mira()).latest("pk")
    assert look.grant is not None
    assert look.grant.purpose == f"{matter.number} Line noise"
    looks = text_of(lead.get(f"{account}looks/"))
    assert "for as long as the matter runs" in looks
    assert "needed for work" in looks
    assert "by approval" not in looks
    ended = theirs.post(f"/matters/{matter.number}/done/", {"note": "Quiet now"}, follow=True)

    assert (ended.status_code, ended.redirect_chain) == (200, [("/matters/", 302)])
    assert "Done." in text_of(ended)
    assert theirs.get(f"{account}people/").status_code == 404
    assert theirs.get(dial).status_code == 404
    assert harbor_bank().number not in text_of(theirs.get(f"/search/?q={PHONE}"))


def test_what_is_offered_to_somebody_elsewhere_opens_when_they_accept_it() -> None:
    matter = a_matter_now("ONBOARDING_FOLLOW_UP")
    own, theirs = signed_in(lin()), signed_in(mira())
    account, facts = f"/accounts/{harbor_bank().number}/", {"reason": "On leave"}
    page = f"/matters/{matter.number}/"
    own.post(f"{page}offer/", facts | {"elsewhere": "mira"})
    refused = f"/matters/offers/{Offer.objects.get().pk}/refusal/"

    shown = text_of(theirs.get("/matters/"))
    assert "On leave" in shown
    assert "The account opens to you when you take it over" in shown
    assert page not in shown
    assert theirs.get(page).status_code == theirs.get(account).status_code == 404
    assert signed_in(nora()).post(refused, {"reason": "x"}).status_code == 404
    assert "Say why" in text_of(theirs.post(refused, {"reason": ""}, follow=True))
    assert "stays where it was" in text_of(theirs.post(refused, {"reason": "Busy"}, follow=True))

    own.post(f"{page}offer/", facts | {"elsewhere": "mira"})
    theirs.post(f"/matters/offers/{Offer.objects.latest('pk').pk}/acceptance/")

    assert theirs.get(page).status_code == theirs.get(account).status_code == 200


def test_who_reaches_it_anyway_sees_its_people_at_no_more_queries_and_on_record() -> None:
    wang()
    address, client = f"/accounts/{harbor_bank().number}/people/", signed_in(tom())
    with CaptureQueriesContext(connection) as before:
        assert "王海燕" not in text_of(client.get(address))
    matter = a_matter_now("COMPLAINT_REPLY")
    facts = {"matter": f"{matter.pk}:{matter.version}", "to_person": tom().pk, "reason": "x"}
    signed_in(greta()).post("/matters/unit/assignments/", facts)

    with CaptureQueriesContext(connection) as after:
        page = text_of(client.get(address))

    assert "王海燕" in page
    assert len(after) <= len(before)
    look = Look.objects.filter(subject_id=str(harbor_bank().pk), act__actor=tom()).latest("pk")
    assert (look.basis, look.role) == ("ROLE", "TECHNICIAN")
    assert look.grant is not None
