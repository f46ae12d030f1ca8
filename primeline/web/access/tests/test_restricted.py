"""A restricted account gives itself away nowhere: not by a hit, a count, a file or a word."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection

from primeline.access.tests.asking import just_now
from primeline.access.tests.test_restrictions import lifted, proposed, restricted
from primeline.audit import walls
from primeline.commitments.tests.owing import a_matter, install
from primeline.commitments.tests.test_holding import given
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, IdentifierKind
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails, Identity
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness
from primeline.products.values import Circuit, Terms
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    adam,
    an_account,
    anna,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    nora,
    omar,
    paul,
    sara,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("A8")]

CODE = "91310000MA1FL1Q40N"
SECRETS = ("Harbor Bank", "海港银行", "Hawthorn", "WC-7001", "王小敏", CODE, "S-0000001")
# By rank all of these would see it: its branch's seat and seller, its province, headquarters.
STRANGERS = (sara, omar, anna, adam, nora)


def hidden() -> Customer:
    """Return Harbor Bank with all that could give it away, hidden."""
    bank = harbor_bank()
    identity = Identity(
        kind=CustomerKind.ORGANIZATION,
        name="Harbor Bank",
        short_name="海港银行",
        identifier_kind=IdentifierKind.OTHER,
        identifier=CODE,
    )
    customers.change_identity(
        customer=bank, version=bank.version, identity=identity, by=lin(), at=TUESDAY_10AM
    )
    products.install_reference(by=CASTING, at=TUESDAY_10AM)
    products.open_subscription(
        customer=bank,
        line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
        terms=Terms(fee_cents=500_000, opened_date=date(2026, 3, 1)),
        circuit=Circuit(circuit_number="WC-7001", assurance="AAA"),
        by=greta(),
        at=TUESDAY_10AM,
    )
    customers.add_contact(
        customer=bank, details=ContactDetails(name="王小敏"), by=lin(), at=TUESDAY_10AM
    )
    return restricted()


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text: str = content.decode()
    return text


def told(text: str, *, but: str = "") -> list[str]:
    """Return which of the secrets a text tells, beside what was typed into it."""
    return [secret for secret in SECRETS if secret in text and secret != but]


@pytest.mark.parametrize("who", STRANGERS)
class TestStranger:
    def test_finds_nothing(self, who: Any) -> None:
        bank, client = hidden(), signed_in(who())

        for asked in (*SECRETS, "harbor", "hg", bank.number, "海港"):
            page = text_of(client.get("/search/", {"q": asked}))
            assert bank.number not in page.replace(asked, "")
            assert not told(page, but=asked), asked

    def test_opens_no_page_of_it(self, who: Any) -> None:
        bank, client = hidden(), signed_in(who())
        contact, held = bank.contacts.get(), bank.subscriptions.get()
        panes = (
            "",
            "bills/",
            "timeline/",
            "level/",
            "history/",
            "history/?on=2026-04-28",
            "looks/",
        )
        ways = (
            *panes,
            "history/?on=2026-04-28",
            "identity/",
            "managers/",
            f"contacts/{contact.pk}/",
            f"subscriptions/{held.number}/",
            "timeline/older/?after=2099-01-01T00:00:00+00:00~1",
        )

        for way in ways:
            answer = client.get(f"/accounts/{bank.number}/{way}")
            absent = client.get(f"/accounts/C-9999999/{way}")
            assert answer.status_code == absent.status_code in (403, 404), way
            assert not told(text_of(answer)), way

    def test_sees_it_in_no_list_count_or_page_of_a_list(self, who: Any) -> None:
        bank, client = hidden(), signed_in(who())
        ways = (
            "",
            "?q=Hawthorn",
            "?key=yes",
            "?tier=T1",
            "?sort=name",
            "?filters=1",
            "?gap=NO_DEPUTY",
        )

        for way in ways:
            page = text_of(client.get(f"/accounts/{way}"))
            assert not told(page, but="Hawthorn" if "Hawthorn" in way else ""), way
            assert f"/accounts/{bank.number}/" not in page
            assert "0 accounts" in page or "No account fits" in page, way
        # An id from outside the list starts no page: where it would stand tells its fee.
        assert client.get(f"/accounts/?after={bank.pk}").status_code == 404
        assert client.get(f"/accounts/?sort=name&before={bank.pk}").status_code == 404

    def test_reads_nothing_of_it_on_other_pages(self, who: Any) -> None:
        hidden()
        client = signed_in(who())

        for way in ("/", "/named-accounts/", "/figures/", "/audit/", "/access/", "/imports/"):
            assert not told(text_of(client.get(way))), way


class TestFiles:
    @pytest.mark.parametrize("who", [greta, lin, sara])
    def test_hold_it_for_nobody(self, who: Any) -> None:
        hidden()
        an_account("Hill Farm", unit=harbor_branch(), manager=lin())
        client = signed_in(who())

        for way in ("/accounts/exports/csv/", "/named-accounts/exports/csv/"):
            assert not told(text_of(client.post(way))), way


class TestRecord:
    def test_tells_the_auditor_nothing_of_it(self) -> None:
        bank, client = hidden(), signed_in(adam())

        listed = text_of(client.get("/audit/"))
        acts = set(re.findall(r"/audit/(\d+)/", listed))

        assert not told(listed)
        for act_id in acts:
            answer = client.get(f"/audit/{act_id}/")
            assert not told(text_of(answer)), act_id
        for asked in (bank.number, "Hawthorn", "Harbor Bank"):
            assert not told(text_of(client.get("/audit/", {"q": asked})), but=asked)


class TestForms:
    def test_do_not_say_that_an_identifier_is_taken(self) -> None:
        hidden()

        opened = customers.open_customer(
            identity=Identity(
                kind=CustomerKind.ORGANIZATION,
                name="Another",
                identifier_kind=IdentifierKind.OTHER,
                identifier=CODE,
            ),
            owner_unit=harbor_branch(),
            by=sara(),
            at=TUESDAY_10AM,
        )

        assert opened.pk

    def test_take_down_its_number_like_any_other(self) -> None:
        bank = hidden()
        pages = []

        for number in (bank.number, "C-9999999"):
            client = signed_in(nora())
            key = re.search(r'name="once" value="([^"]+)"', text_of(client.get("/access/new/")))
            assert key
            form = {"number": number, "reason": "why", "days_count": "3", "once": key[1]}
            pages.append(client.post("/access/new/", form).status_code)

        assert pages == [302, 302]


class TestCleared:
    @pytest.mark.parametrize("who", [greta, paul, lin])
    def test_see_it_under_its_cover_name(self, who: Any) -> None:
        bank = hidden()

        page = text_of(signed_in(who()).get(f"/accounts/{bank.number}/"))

        assert "Hawthorn" in page
        assert not {"Harbor Bank", "海港银行", CODE} & set(told(page))

    def test_leave_a_trace_each_time(self) -> None:
        bank = hidden()

        for _ in range(2):
            signed_in(greta()).get(f"/accounts/{bank.number}/")
        looks = text_of(signed_in(greta()).get(f"/accounts/{bank.number}/looks/"))

        assert looks.count("cleared by name") >= 2


class TestPages:
    def test_propose_and_confirm(self) -> None:
        bank, first, second = harbor_bank(), signed_in(greta()), signed_in(paul())
        people: list[Person] = [greta(), paul(), lin()]
        form = {
            "cover_name": "Hawthorn",
            "people": [str(person.pk) for person in people],
            "reason": "Asked for.",
        }

        assert first.post(f"/access/restrictions/{bank.number}/", form).status_code == 302
        assert "restriction waits for a second person" in text_of(second.get("/"))
        address = re.search(r"/access/proposals/\d+/", text_of(second.get("/access/")))
        assert address
        assert "Withdraw" in text_of(first.get(address[0]))
        assert first.post(address[0], {"version": 1}).status_code == 422
        assert second.post(address[0], {"version": 1}).status_code == 302

        bank.refresh_from_db()
        assert bank.is_restricted
        assert "Hawthorn" in text_of(second.get(f"/access/restrictions/{bank.number}/"))
        assert signed_in(sara()).get(f"/access/restrictions/{bank.number}/").status_code == 404

    def test_clear_one_more_person_and_withdraw_it(self) -> None:
        bank, client = restricted(), signed_in(greta())
        form = {"person": str(nora().pk), "days_count": "3", "reason": "Covers Lin."}
        page = f"/access/restrictions/{bank.number}/"
        offered = f'<option value="{nora().pk}"'
        assert offered in text_of(client.get(page))

        assert client.post(f"/access/restrictions/{bank.number}/people/", form).status_code == 302
        held = bank.clearances.get(person=nora())
        assert held.active_to is not None
        assert offered not in text_of(client.get(page))
        assert client.post(f"{page}people/", form).status_code == 422
        client.post("/language/", {"language": "zh-hans"})
        assert "撤销</button>" in text_of(client.get(page))
        assert signed_in(nora()).get(f"/accounts/{bank.number}/").status_code == 200

        way = f"/access/restrictions/{bank.number}/people/{held.pk}/"
        assert client.post(way, {"reason": "Lin is back."}).status_code == 302
        assert signed_in(nora()).get(f"/accounts/{bank.number}/").status_code == 404


@pytest.mark.engine("postgres")
def test_stays_behind_the_wall_of_the_database() -> None:
    bank = hidden()

    with walls.open_for(reach_now(sara(), at=just_now())), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customers_customer WHERE id = %s", [bank.pk])
        assert cursor.fetchone() == (0,)


@pytest.mark.engine("sqlite")
def test_confirming_names_what_it_takes_from_people_who_are_not_cleared() -> None:
    install()
    given(matter := a_matter(at=just_now()), sara(), by=greta(), at=just_now())
    proposal = proposed()

    page = text_of(signed_in(paul()).get(f"/access/proposals/{proposal.pk}/"))

    assert f"{matter.number}</a>" in page
    assert sara().name in page
    assert f"Confirming hands these to {lin().name}." in page


def test_the_history_says_why_it_was_hidden_and_shown_again_and_who_proposed_it() -> None:
    bank = lifted()
    page = signed_in(lin()).get(f"/accounts/{bank.number}/history/").content.decode()

    assert "Proposed by Greta: Asked for by the customer." in page
    assert "Proposed by Paul: Public now." in page
