"""Merging on pages: chosen field by field, led from the old address, undone."""

import html
import re

import pytest
from django.test import Client

from primeline.customers.actions import add_contact, retire_contact
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import act
from primeline.products.actions import install_reference
from primeline.products.models import Subscription
from primeline.quality.models import Merge
from primeline.testing.cast import CASTING, TUESDAY_10AM, an_account, greta, harbor_branch, mira
from primeline.testing.doors import signed_in
from primeline.tiers.tests.story import a_line

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10"), pytest.mark.mainly("sqlite")]


@pytest.fixture
def pair() -> tuple[Customer, Customer]:
    """Two accounts of Harbor branch; the second brings in more, and has an address."""
    install_reference(by=CASTING, at=TUESDAY_10AM)
    first = an_account("恒隆商贸有限公司", unit=harbor_branch())
    second = an_account("恒隆商贸集团", unit=harbor_branch())
    a_line(second, "INTERNET_LINE")
    with act(kind="test.facts", by=CASTING, at=TUESDAY_10AM):
        Customer.objects.filter(pk=first.pk).update(address="海河路 9 号")
    return first, second


def send(client: Client, pair: tuple[Customer, Customer], **more: object) -> int:
    sent = {
        "stays": "second",
        "take_name": "second",
        "take_short_name": "second",
        "take_address": "first",
        "first_version": 1,
        "second_version": 1,
        "reason": "同一营业执照",
        **more,
    }
    address = f"/quality/duplicates/{pair[0].number}/{pair[1].number}/merge/"
    return client.post(address, sent).status_code


def words(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


class TestMerging:
    def test_proposes_who_stays_and_what_is_known_by_one_only(
        self, pair: tuple[Customer, Customer]
    ) -> None:
        address = f"/quality/duplicates/{pair[0].number}/{pair[1].number}/"
        page = signed_in(greta()).get(address).content.decode()

        chosen = re.findall(r'name="(\w+)" value="(\w+)" required [^>]*checked', page)
        assert {"stays": "second", "take_name": "second", "take_address": "first"}.items() <= dict(
            chosen
        ).items()

    def test_leads_from_the_old_address_to_the_account(
        self, pair: tuple[Customer, Customer]
    ) -> None:
        client = signed_in(greta())

        assert send(client, pair) == 302

        merged = Merge.objects.get()
        assert (merged.survivor, merged.absorbed, merged.taken) == (pair[1], pair[0], ["address"])
        old, new = (f"/accounts/{one.number}/" for one in pair)
        assert client.get(old).headers["Location"] == new
        assert f"Account {pair[0].number} was merged into this one." in words(client.get(new))
        former = words(client.get(f"{old}?former=1"))
        assert f"was merged into {pair[1].number}" in former
        # It is there to be read, and to be changed no more.
        assert client.get(f"{old}identity/").status_code == 409
        listed = words(client.get("/accounts/"))
        assert "恒隆商贸集团" in listed
        assert "恒隆商贸有限公司" not in listed

    def test_is_shown_and_undone(self, pair: tuple[Customer, Customer]) -> None:
        client = signed_in(greta())
        send(client, (pair[0], pair[1]), stays="first", take_address="first")
        merged = Merge.objects.get()
        address = f"/quality/merges/{merged.pk}/"
        assert "Subscription 1" in words(client.get(address))
        assert Subscription.objects.get().customer == pair[0]

        assert client.post(f"{address}undoing/", {"version": 1, "reason": ""}).status_code == 422
        client.post(f"{address}undoing/", {"version": 1, "reason": "Two shops."})

        assert "all of it went back" in words(client.get(address))
        assert Subscription.objects.get().customer == pair[1]
        assert client.get(f"/accounts/{pair[1].number}/").status_code == 200

    def test_undone_says_what_went_back_otherwise_than_it_came(
        self, pair: tuple[Customer, Customer]
    ) -> None:
        client = signed_in(greta())
        someone = add_contact(
            customer=pair[1],
            details=ContactDetails(name="王伟"),
            by=CASTING,
            at=TUESDAY_10AM,
        )
        send(client, pair, stays="first", take_address="first")
        merged = Merge.objects.get()
        someone.refresh_from_db()
        retire_contact(
            contact=someone, version=someone.version, reason="Gone", by=greta(), at=TUESDAY_10AM
        )
        address = f"/quality/merges/{merged.pk}/"
        client.post(f"{address}undoing/", {"version": 1, "reason": "Two shops."})

        page = words(client.get(address))

        assert f"gone back as it is now Contact {someone.pk} · " in page
        assert "all of it went back" not in page
        assert f"What was added since stayed with {pair[0].number}." in page
        told = TimelineLine.objects.get(kind="CONTACT_LEFT")
        assert told.customer == pair[1]
        assert "no longer works there" in words(client.get(f"/accounts/{pair[1].number}/timeline/"))

    def test_tells_whoever_comes_second_who_was_first(
        self, pair: tuple[Customer, Customer]
    ) -> None:
        client = signed_in(greta())
        send(client, pair)
        merged = f"/quality/merges/{Merge.objects.get().pk}/"

        assert send(client, pair) == 302
        for place in ("", "merge/", "difference/"):
            address = f"/quality/duplicates/{pair[1].number}/{pair[0].number}/{place}"
            answer = client.post(address) if place else client.get(address)
            assert answer.headers["Location"] == merged
        assert "merged these two at" in words(client.get(merged))
        assert Merge.objects.count() == 1
        # Who reaches neither of them learns nothing.
        assert send(signed_in(mira()), pair) in {403, 404}

    @pytest.mark.parametrize("wrong", [{"reason": ""}, {"stays": "x"}, {"second_version": 7}])
    def test_says_what_is_wrong(
        self, pair: tuple[Customer, Customer], wrong: dict[str, object]
    ) -> None:
        assert send(signed_in(greta()), pair, **wrong) == 422
        assert not Merge.objects.exists()
