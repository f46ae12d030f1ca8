"""Individuals who are accounts: what an earlier release left open, and where they live."""

from typing import Any

import pytest

from primeline.customers import actions
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer, Site
from primeline.customers.values import Identity, SiteFacts
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.privacy import actions as privacy
from primeline.privacy.values import Erased, is_sealed
from primeline.search.models import SearchEntry
from primeline.testing.cast import TUESDAY_10AM, harbor_bank, lin

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2")]


def test_who_an_individual_is_is_sealed_if_an_earlier_release_left_it_open() -> None:
    facts: dict[str, Any] = {
        "name": "周示例",
        "identifier": "11010519491231002X",
        "address": "中山路1号",
    }
    identity = Identity(kind=CustomerKind.INDIVIDUAL, identifier_kind="IDENTITY_CARD", **facts)
    customer = actions.open_customer(
        identity=identity, owner_unit=harbor_bank().owner_unit, by=lin(), at=TUESDAY_10AM
    )
    with act(kind="earlier.release", by=lin(), at=TUESDAY_10AM):
        Customer.objects.filter(pk=customer.pk).update(subject=None, **facts)

    assert actions.seal_what_is_open(by=System("install"), at=TUESDAY_10AM) == 1

    stored = Customer.objects.filter(pk=customer.pk).values(*facts).get()
    assert all(map(is_sealed, stored.values()))
    assert not SearchEntry.objects.filter(text__contains="周示例").exists()
    with pytest.raises(Refused):
        actions.open_customer(
            identity=identity, owner_unit=customer.owner_unit, by=lin(), at=TUESDAY_10AM
        )


def test_where_an_individual_lives_is_sealed_too_and_of_who_becomes_one() -> None:
    customer = harbor_bank()
    facts = SiteFacts(name="Home", kind="OTHER", street="1 Mill Lane")
    site = actions.add_site(customer=customer, facts=facts, by=lin(), at=TUESDAY_10AM)
    stored = Site.objects.filter(pk=site.pk).values_list("name", "street", "way_in")
    assert stored.get() == ("Home", "1 Mill Lane", "")

    person = Identity(kind=CustomerKind.INDIVIDUAL, name="周示例", notes="Night shift")
    actions.change_identity(
        customer=customer, version=1, identity=person, by=lin(), at=TUESDAY_10AM
    )

    assert all(map(is_sealed, stored.get()[:2]))
    assert is_sealed(Customer.objects.filter(pk=customer.pk).values_list("notes").get()[0])
    site.refresh_from_db()
    assert site.address == "1 Mill Lane"
    with pytest.raises(Refused, match="already"):
        actions.add_site(customer=customer, facts=facts, by=lin(), at=TUESDAY_10AM)

    # An earlier release left it open; of whoever was erased meanwhile nothing comes back.
    privacy.erase(subjects=[customer.subject or 0], by=lin(), at=TUESDAY_10AM)
    with act(kind="earlier.release", by=lin(), at=TUESDAY_10AM):
        Site.objects.filter(pk=site.pk).update(street="1 Mill Lane")
    assert actions.seal_what_is_open(by=System("install"), at=TUESDAY_10AM) == 1
    site.refresh_from_db()
    assert isinstance(site.street, Erased)
    assert isinstance(site.address, Erased)
