"""The places of an account: what may be said about them, and to whom."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from primeline.audit import walls
from primeline.customers import actions, queries
from primeline.customers.choices import CustomerKind, TimelineKind
from primeline.customers.models import Customer, Site, TimelineLine
from primeline.customers.values import ContactDetails, Identity, SiteCard, SiteFacts
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.actions import close_unit
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    quay_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B13"), pytest.mark.empty_archive]

SHOP = SiteFacts(
    name="Riverside shop", kind="STORE", city="望潮市", district="滨江区", street="1 号"
)


def a_site(customer: Customer, facts: SiteFacts = SHOP) -> Site:
    return actions.add_site(customer=customer, facts=facts, by=lin(), at=TUESDAY_10AM)


def seen_by(person: Person, customer: Customer) -> list[SiteCard]:
    return queries.sites_of(customer, queries.reach_now(person, at=TUESDAY_10AM))


def test_is_put_on_file_changed_given_up_and_taken_up_again() -> None:
    site = a_site(harbor_bank())
    moved = SiteFacts(name="Riverside shop", kind="STORE", street="2 号")
    site = actions.change_site(site=site, version=1, facts=moved, by=lin(), at=TUESDAY_10AM)
    site = actions.close_site(site=site, version=2, reason="lease ended", by=lin(), at=TUESDAY_10AM)
    assert not site.is_active
    site = actions.reopen_site(site=site, version=3, by=lin(), at=TUESDAY_10AM)

    assert (site.is_active, site.street, site.version) == (True, "2 号", 4)
    told = TimelineLine.objects.filter(subject_kind="site").order_by("id")
    assert [line.kind for line in told] == [
        TimelineKind.SITE_ADDED,
        TimelineKind.SITE_CHANGED,
        TimelineKind.SITE_CLOSED,
        TimelineKind.SITE_REOPENED,
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_name_a_place_after_the_same_person_at_once_name_one() -> None:
    """What is sealed differs each time; that it stands once is for the action to see to."""
    bank = harbor_bank()
    details = ContactDetails(name="王建国")
    actions.add_contact(customer=bank, details=details, by=CASTING, at=TUESDAY_10AM)
    shop = SiteFacts(name="王建国的店", kind="STORE")
    start, refused = Barrier(4), list[str]()

    def name_it() -> None:
        start.wait(60)
        try:
            with walls.open_for_system():
                a_site(bank, shop)
        except Refused as told:
            refused.append(str(told.field))
        finally:
            connection.close()

    threads = [Thread(target=name_it) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert refused == ["name"] * 3
    assert Site.objects.filter(customer=bank).count() == 1


def test_whoever_is_named_in_its_name_stands_there_sealed_and_it_is_still_there_once() -> None:
    bank = harbor_bank()
    details = ContactDetails(name="王建国")
    actions.add_contact(customer=bank, details=details, by=CASTING, at=TUESDAY_10AM)
    shop = SiteFacts(name="王建国的店", kind="STORE")

    site = a_site(bank, shop)

    assert site.name == "王**的店"
    assert "王建国" not in str(Site.objects.filter(pk=site.pk).values_list("name").get())
    (line,) = TimelineLine.objects.filter(subject_kind="site", subject_id=site.pk)
    assert line.words["name"].outline == "王**的店"
    other = a_site(bank)
    for called in ("王建国的店", "王**的店"):
        facts = SiteFacts(name=called, kind="STORE")
        with pytest.raises(Refused, match="already") as refused:
            a_site(bank, facts)
        assert refused.value.field == "name"
        with pytest.raises(Refused, match="already"):
            actions.change_site(site=other, version=1, facts=facts, by=lin(), at=TUESDAY_10AM)
    # Saved again as it was shown, it is the same.
    moved = SiteFacts(name="王**的店", kind="STORE", street="2 号")
    site = actions.change_site(site=site, version=1, facts=moved, by=lin(), at=TUESDAY_10AM)
    assert (site.name, site.street) == ("王**的店", "2 号")
    for field, facts in (
        ("province", SiteFacts(name="shop", kind="STORE", province="找王建国")),
        ("city", SiteFacts(name="shop", kind="STORE", city="找王建国")),
    ):
        with pytest.raises(Refused, match="named here") as refused:
            a_site(bank, facts)
        assert refused.value.field == field


def test_refuses_what_cannot_be_and_says_where() -> None:
    bank, mills = harbor_bank(), lake_mills()
    a_site(bank)
    stranger = actions.add_contact(
        customer=mills, details=ContactDetails(name="Mo"), by=CASTING, at=TUESDAY_10AM
    )
    close_unit(unit=quay_team(), version=1, accounts_count=0, by=CASTING, at=TUESDAY_10AM)
    wrong = {
        "name": (SHOP, SiteFacts(name=" ", kind="STORE")),
        "kind": (SiteFacts(name="x", kind="PALACE"),),
        "served_by_id": (SiteFacts(name="x", kind="STORE", served_by_id=quay_team().pk),),
        "contact_id": (SiteFacts(name="x", kind="STORE", contact_id=stranger.pk),),
    }

    for field, all_facts in wrong.items():
        for facts in all_facts:
            with pytest.raises(Refused) as refused:
                a_site(bank, facts)
            assert refused.value.field == field
    assert Site.objects.count() == 1
    assert a_site(mills).name == SHOP.name


def test_the_slower_of_two_is_told_what_differs() -> None:
    site = a_site(harbor_bank())
    there = SiteFacts(name="Riverside shop", kind="STORE", street="2 号")
    actions.change_site(site=site, version=1, facts=there, by=lin(), at=TUESDAY_10AM)

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        actions.change_site(site=site, version=1, facts=SHOP, by=greta(), at=TUESDAY_10AM)

    assert meanwhile.value.differences["street"] == ("1 号", "2 号")


def test_a_contact_who_moves_on_is_no_longer_the_contact_at_the_site() -> None:
    bank = harbor_bank()
    contact = actions.add_contact(
        customer=bank, details=ContactDetails(name="Mo"), by=CASTING, at=TUESDAY_10AM
    )
    site = a_site(bank, SiteFacts(name="Quay", kind="PLANT", contact_id=contact.pk))
    assert seen_by(lin(), bank)[0].contact is not None

    actions.move_contact(
        contact=contact,
        version=1,
        customer=lake_mills(),
        job_title="Buyer",
        from_date=TUESDAY_10AM.date(),
        by=CASTING,
        at=TUESDAY_10AM,
    )

    site.refresh_from_db()
    assert site.contact_id is None
    assert seen_by(lin(), bank)[0].contact is None


@pytest.mark.row("A4")
def test_of_an_individual_only_the_named_people_read_where_it_is() -> None:
    person = actions.open_customer(
        identity=Identity(kind=CustomerKind.INDIVIDUAL, name="李雷"),
        owner_unit=harbor_branch(),
        account_manager=lin(),
        by=CASTING,
        at=TUESDAY_10AM,
    )
    a_site(person)

    named, other = seen_by(lin(), person)[0], seen_by(greta(), person)[0]

    assert (named.name, named.address) == ("Riverside shop", "望潮市 滨江区 1 号")
    assert "Riverside" not in other.name
    assert "1 号" not in other.address
    assert "滨江区" in other.address
    assert not TimelineLine.objects.filter(words__icontains="Riverside").exists()
