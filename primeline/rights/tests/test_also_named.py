"""The desk decides what else names somebody who is erased: shorter names, and texts elsewhere."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from primeline.commitments.models import Inquiry
from primeline.commitments.tests.owing import install
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer, SavedView
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.errors import Refused
from primeline.privacy import keyring
from primeline.privacy.elsewhere import AlsoNamed
from primeline.rights import actions
from primeline.rights.choices import Proof, RightKind
from primeline.rights.models import RightsRequest
from primeline.rights.tests.test_typed_before import an_inquiry, lines_with, what_stands
from primeline.rosters import actions as rosters
from primeline.rosters.tests.duties import a_roster
from primeline.search.queries import find
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM, adam, greta, harbor_bank, lin, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("B2")]

NAME = "南宫烈山"
SHORT = ("请烈山下午来", "回复南宫总监", "Mr. Nangong called", "阿烈在场", "烈火山庄")


def on_file(bank: Customer) -> Contact:
    details = ContactDetails(name=NAME)
    return customers.add_contact(customer=bank, details=details, by=lin(), at=TUESDAY_10AM)


def asked(contact: Contact) -> RightsRequest:
    return actions.receive_request(
        person=contact,
        kind=RightKind.ERASE,
        proof=Proof.CARD_SHOWN,
        received_date=TUESDAY_10AM.date(),
        today=TUESDAY_10AM.date(),
        by=sara(),
        at=TUESDAY_10AM,
    )


def said_at(bank: Customer) -> list[str]:
    rows = Inquiry.objects.filter(customer=bank).order_by("pk")
    return [str(one.text) for one in rows]


def a_duty_note(text: str) -> None:
    rosters.write_note(
        roster=a_roster(needs_approval=True),
        text=text,
        reach=reach_now(greta(), at=TUESDAY_10AM),
        by=greta(),
        at=TUESDAY_10AM,
    )


def assert_shown(desk: Client, address: str, mills: Customer, elsewhere: Customer) -> None:
    """The words are there at once and ticked, the other accounts when asked for and not."""
    page = desk.get(address).content.decode()
    assert all(f'value="{word}" checked' in page for word in ("烈山", "南宫总监", "mrnangong"))
    assert "Mr. Nangong <" in page
    assert mills.number not in page
    assert 'name="is_unbound" value="on">' in page
    page = desk.get(f"{address}?everywhere=1").content.decode()
    assert f'name="accounts" value="{mills.pk}">' in page
    assert f'name="accounts" value="{elsewhere.pk}">' in page
    assert 'name="is_unbound"' in page
    assert "Nangong Lieshan too" in page


def test_the_desk_sees_what_else_names_somebody_and_takes_out_what_it_ticked() -> None:
    install()
    bank, mills = harbor_bank(), cast.lake_mills()
    elsewhere = cast.an_account("Elsewhere", unit=cast.harbor_branch, manager=lin)
    for text in SHORT:
        an_inquiry(bank, text)
    for one in (mills, elsewhere):
        an_inquiry(one, f"{NAME}来电, Nangong Lieshan too")
    a_duty_note(f"{NAME}值班")
    request, desk = asked(on_file(bank)), signed_in(sara())
    address = f"/rights/{request.number}/"

    assert_shown(desk, address, mills, elsewhere)
    an_inquiry(mills, "烈山又来电, 阿烈")
    decided = {
        "version": 1,
        "outcome": "carry_out",
        "reason": "烈山 has asked for it in writing.",
        "words": ["烈山", "南宫总监", "mrnangong"],
        "accounts": [mills.pk],
        "is_unbound": "on",
        "further": "阿烈, 老南",
    }
    assert desk.post(f"{address}decision/", decided).status_code == 302
    keyring.forget()

    gone = "Erased"
    assert said_at(bank) == [
        f"请{gone}下午来",
        f"回复{gone}",
        f"{gone} called",
        f"{gone}在场",
        SHORT[4],
    ]
    assert said_at(mills) == [f"{gone}来电, {gone} too", f"{gone}又来电, {gone}"]
    # Somebody else is called so there.
    assert said_at(elsewhere) == [f"{NAME}来电, Nangong Lieshan too"]
    left = [line.partition(":")[0] for line in lines_with(what_stands(), NAME, "烈山", "Lieshan")]
    assert set(left) <= {"commitments_commitment", "commitments_inquiry", "customers_timelineline"}
    assert not lines_with(what_stands(), f"{gone} has asked", "烈山 has asked")
    record = signed_in(adam())
    for at in ("/audit/", "/audit/?text=has+asked", f"/accounts/{bank.number}/history/"):
        assert "烈山 has asked" not in record.get(at).content.decode()


def test_what_an_account_is_called_is_taken_out_but_what_it_is_registered_as() -> None:
    bank = harbor_bank()
    same: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    names: dict[str, Any] = {
        "name": f"{NAME}商行",
        "short_name": f"{NAME}家",
        "name_en": "Nangong Lieshan Trading",
    }
    identity = Identity(kind=CustomerKind(bank.kind), **names)
    customers.change_identity(customer=bank, version=bank.version, identity=identity, **same)
    request, desk = asked(on_file(bank)), signed_in(sara())
    address = f"/rights/{request.number}/"
    assert f'name="registered" value="{bank.pk}">' in desk.get(address).content.decode()

    decided = {"version": 1, "outcome": "carry_out", "reason": "Asked for it."}
    assert desk.post(f"{address}decision/", {**decided, "registered": ["x"]}).status_code == 422
    assert desk.post(f"{address}decision/", decided).status_code == 302

    bank.refresh_from_db()
    assert (bank.name, bank.short_name, bank.name_en) == (f"{NAME}商行", "***家", "*** Trading")
    reader = signed_in(lin())
    for pane in ("", "history/", "timeline/"):
        page = reader.get(f"/accounts/{bank.number}/{pane}").content.decode()
        assert not lines_with(page, "Nangong", f"{NAME}家")


def test_a_registered_name_goes_too_where_the_desk_says_so() -> None:
    bank = harbor_bank()
    names: dict[str, Any] = {"name": f"{NAME}商行", "name_en": "Nangong Lieshan Trading"}
    identity = Identity(kind=CustomerKind(bank.kind), **names)
    customers.change_identity(
        customer=bank, version=bank.version, identity=identity, by=lin(), at=TUESDAY_10AM
    )

    decide(asked(on_file(bank)), also=AlsoNamed(registered_ids=(bank.pk,)))

    bank.refresh_from_db()
    assert (bank.name, bank.name_en) == ("***商行", "*** Trading")
    assert not find(NAME, 10)
    assert not find("Lieshan", 10)
    page = signed_in(lin()).get(f"/accounts/{bank.number}/history/").content.decode()
    assert not lines_with(page, NAME)
    assert not lines_with(what_stands(), NAME)


@pytest.mark.engine("sqlite")
def test_a_kept_list_that_asks_for_them_asks_so_no_longer() -> None:
    request = asked(on_file(harbor_bank()))
    reader = signed_in(lin())
    query = urlencode({"q": NAME, "tier": "GOLD"})
    reader.post(f"/accounts/views/?{query}", {"name": "Mine"})
    page = reader.get(f"/accounts/?{query}").content.decode()
    assert f'?{query.replace("&", "&amp;")}" aria-current="true"' in page

    decide(request, also=AlsoNamed(is_unbound=True))

    assert SavedView.objects.get().query == "q=***&tier=GOLD"
    assert not lines_with(what_stands(), NAME)


@pytest.mark.engine("sqlite")
def test_a_word_of_one_character_is_refused_at_its_field_and_nothing_is_done() -> None:
    install()
    contact = on_file(harbor_bank())
    request = asked(contact)
    for word in ("烈", "..的", "a\u200b", "--"):
        with pytest.raises(Refused) as refused:
            decide(request, also=AlsoNamed(words=(word,)))
        assert refused.value.field == "further"
    decided = {"version": 1, "outcome": "carry_out", "reason": "Asked for it."}
    for wrong in ({"further": "烈"}, {"accounts": ["9" * 30]}, {"accounts": ["1", "x"]}):
        answer = signed_in(sara()).post(f"/rights/{request.number}/decision/", decided | wrong)
        assert answer.status_code == 422
    contact.refresh_from_db()
    assert contact.name == NAME


@pytest.mark.engine("sqlite")
def test_what_is_beyond_reach_is_counted_and_not_told_and_cannot_be_ticked() -> None:
    install()
    bank, hidden = harbor_bank(), cast.an_account("Hidden", unit=cast.harbor_branch, manager=lin)
    an_inquiry(hidden, f"{NAME} asks")
    customers.restrict_customer(
        customer=hidden,
        version=hidden.version,
        cover_name="Pine",
        by=cast.CASTING,
        at=TUESDAY_10AM,
        reason="State matters.",
    )
    request, desk = asked(on_file(bank)), signed_in(sara())
    address = f"/rights/{request.number}/"

    page = desk.get(f"{address}?everywhere=1").content.decode()
    assert "At 1 more account, beyond your reach." in page
    assert hidden.number not in page
    assert f"{NAME} asks" not in page
    decided = {"version": 1, "outcome": "carry_out", "reason": "Asked for it."}
    assert desk.post(f"{address}decision/", {**decided, "accounts": [hidden.pk]}).status_code == 302

    assert said_at(hidden) == [f"{NAME} asks"]


def decide(request: RightsRequest, **facts: Any) -> RightsRequest:
    return actions.carry_out(
        request=request, version=1, reason="Asked for it.", by=sara(), at=TUESDAY_10AM, **facts
    )
