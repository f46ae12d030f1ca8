"""The pages of prefixes and addresses, as people use them."""

from typing import Any

import pytest

from primeline.addresses import actions
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.tests.test_addresses import NOW, a_prefix, a_subscription, reserve
from primeline.testing.cast import CASTING, greta, harbor_bank, headquarters, tom, walt
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("K5"), pytest.mark.mainly("sqlite")]


def once(**facts: Any) -> dict[str, Any]:
    return facts | {"once": "0123456789abcdef"}


def test_a_prefix_is_put_on_file_and_an_address_of_it_given_and_taken_back() -> None:
    lead = signed_in(greta())
    bank, subscription = harbor_bank(), a_subscription()

    facts = {"network": "203.0.113.0/29", "unit": greta().home_unit_id, "quarantine_days": 7}
    lead.post("/addresses/new/", once(**facts))
    prefix = Prefix.objects.get()
    page = f"/addresses/{prefix.pk}/"
    wanted = once(account=bank.number, length=30)
    lead.post(f"{page}reservations/new/", wanted)
    lead.post(f"{page}reservations/new/", wanted)
    held = Allocation.objects.get()
    given = once(subscription=subscription.number, version=held.version)
    lead.post(f"{page}held/{held.pk}/assignment/", given)
    shown = lead.get(page).content.decode()
    held.refresh_from_db()
    subscription.refresh_from_db()
    lead.post(f"{page}held/{held.pk}/release/", once(reason="moved", version=held.version))
    held.refresh_from_db()

    assert subscription.ip_addresses == "203.0.113.0/30"
    assert bank.display_name in shown
    assert subscription.number in shown
    assert held.status == "QUARANTINED"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"network": "203.0.113.1/24"}, "network"),
        ({"network": "x"}, "network"),
        ({"quarantine_days": "-1"}, "quarantine_days"),
        ({"quarantine_days": "99999999999"}, "quarantine_days"),
        ({"unit": "999"}, "unit"),
        ({"line": "x"}, "line"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(facts: dict[str, str], field: str) -> None:
    sound = {"network": "203.0.113.0/24", "unit": greta().home_unit_id, "quarantine_days": 7}

    answer = signed_in(greta()).post("/addresses/new/", once(**(sound | facts)))

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode() or f"id_{field}" in str(
        answer.content
    )
    assert not Prefix.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"account": "C-9999999"},
        {"purpose": "x", "length": 29},
        {},
        {"purpose": "x", "network": "::"},
    ],
)
def test_a_reservation_that_cannot_be_is_refused(facts: dict[str, str]) -> None:
    prefix = a_prefix("203.0.113.0/30")

    answer = signed_in(tom()).post(f"/addresses/{prefix.pk}/reservations/new/", once(**facts))

    assert answer.status_code == 422
    assert not Allocation.objects.exists()


def test_the_holder_out_of_reach_is_not_named() -> None:
    prefix = a_prefix("203.0.113.0/29", unit=headquarters())
    reserve(prefix, purpose="vault door")
    name = harbor_bank().display_name

    shown = signed_in(walt()).get(f"/addresses/{prefix.pk}/").content.decode()

    assert "203.0.113.1" in shown
    assert name not in shown
    assert "vault door" not in shown


def test_lists_are_paged_by_address_and_refuse_no_key() -> None:
    prefix = a_prefix("203.0.113.0/24")
    for _ in range(101):
        reserve(prefix)
    seen = signed_in(tom())

    first = seen.get(f"/addresses/{prefix.pk}/").content.decode()
    key = first.partition("after=")[2].partition('"')[0]
    rest = seen.get(f"/addresses/{prefix.pk}/?after={key}").content.decode()

    assert "203.0.113.100" in first
    assert "203.0.113.101" not in first
    assert "203.0.113.101" in rest
    for odd in ("x", "4-", "-1", "4ff-99999999999999999999"):
        assert seen.get(f"/addresses/{prefix.pk}/?after={odd}").status_code == 200
        assert seen.get(f"/addresses/?after={odd}&family=x&all").status_code == 200


def test_the_list_takes_as_many_questions_for_many_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    for place in range(20):
        reserve(a_prefix(f"203.0.113.{place * 8}/29"))
    a_prefix("2001:db8::/48")
    seen = signed_in(tom())
    seen.get("/addresses/")

    with django_assert_max_num_queries(25):
        shown = seen.get("/addresses/").content.decode()

    assert "2001:db8::/48" in shown


def test_a_prefix_that_was_given_up_shows_only_on_demand() -> None:
    prefix = a_prefix()
    actions.retire_prefix(prefix=prefix, version=1, reason="moved", by=CASTING, at=NOW)
    lead = signed_in(greta())

    assert prefix.network not in lead.get("/addresses/").content.decode()
    assert prefix.network in lead.get("/addresses/?all=1").content.decode()
    assert f"/addresses/{prefix.pk}/reservations" not in str(
        lead.get(f"/addresses/{prefix.pk}/").content
    )
