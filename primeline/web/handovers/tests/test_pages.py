"""A manager offers, the other one accepts; a lead takes back; nobody else sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from primeline.audit.models import Act
from primeline.customers.actions import name_managers
from primeline.customers.models import Customer
from primeline.handovers import queries
from primeline.handovers.actions import install_checklist
from primeline.handovers.choices import HandoverStatus
from primeline.handovers.models import Handover
from primeline.handovers.tests.giving import accepts, gives_away, offers
from primeline.kit import clock
from primeline.products.actions import install_reference
from primeline.staff.rules import day_of
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
    nora,
)
from primeline.testing.doors import signed_in
from primeline.tiers.actions import install_policies, set_load_limit
from primeline.tiers.choices import LoadLevel
from primeline.tiers.queries import load_with

pytestmark = [pytest.mark.django_db, pytest.mark.row("C5"), pytest.mark.engine("sqlite")]

OPEN = {"are_open_points_meant": "on"}


@pytest.fixture(autouse=True)
def _installed() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    install_policies(by=CASTING, at=TUESDAY_10AM)
    install_checklist(by=CASTING, at=TUESDAY_10AM)


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def an_offer(customers: list[Customer]) -> Handover:
    """Offer accounts from Lin to Nora now."""
    at = clock.now()
    return offers(customers, at=at, day=day_of(at))


def sends(client: Client, *customers: Customer, query: str = "", **facts: Any) -> Any:
    """Offer accounts in the form, as a person does."""
    address = f"/handovers/new/{query}"
    if "once" not in facts:
        key = re.search(r'name="once" value="([^"]+)"', text_of(client.get(address)))
        assert key
        facts["once"] = key[1]
    form = {
        "account": [one.pk for one in customers],
        "to": nora().pk,
        "effective_date": str(day_of(clock.now())),
        "reason": "Lin moves on.",
        **facts,
    }
    return client.post(address, form)


def test_offer_look_tick_accept_print() -> None:
    bank, mill, taker = (
        harbor_bank(),
        an_account("Mill", unit=harbor_branch(), manager=lin()),
        nora(),
    )
    giver, receiver = signed_in(lin()), signed_in(taker)
    shown = text_of(giver.get("/handovers/new/?tier=T1"))
    assert "Harbor Bank" in shown
    assert "Mill" not in shown.split("<tbody")[1]
    # What a filter chose is ticked; all that somebody has is not, before they say so.
    assert " checked" in shown
    assert " checked" not in text_of(giver.get("/handovers/new/"))
    assert "load 0.0 of" in shown

    made = sends(giver, bank, mill)

    assert made.status_code == 302
    address = made.headers["Location"]
    handover = Handover.objects.get()
    assert "who owes an answer" in text_of(receiver.get("/"))
    assert "who owes an answer" in text_of(signed_in(greta()).get("/"))
    assert "who owes an answer" not in text_of(giver.get("/"))
    # Nora looks at an account before she answers, ticks a point and notes something.
    page = text_of(receiver.get(address))
    assert receiver.get(f"/accounts/{bank.number}/").status_code == 200
    point = re.search(r'action="(/handovers/\d+/points/\d+/)"', page)
    note = re.search(r'action="(/handovers/\d+/accounts/\d+/)"', page)
    assert point and note  # noqa: PT018
    assert receiver.post(point[1], {"version": 1, "is_done": "on"}).status_code == 302
    assert receiver.post(note[1], {"version": 1, "note": "Loves tea."}).status_code == 302
    accepted = receiver.post(f"{address}acceptance/", {"version": handover.version, **OPEN})

    assert accepted.status_code == 302
    bank.refresh_from_db()
    assert bank.account_manager == taker
    # Both keep the page, though Lin no longer sees the account.
    for reader in (giver, receiver):
        kept = text_of(reader.get(address))
        assert "Loves tea." in kept
        assert "Harbor Bank" in kept
        assert "Printed by" in kept
    assert giver.get(f"/accounts/{bank.number}/").status_code == 404
    assert signed_in(mira()).get(address).status_code == 404


def test_names_what_changed_and_asks_whether_the_rest_is_wanted() -> None:
    bank, mill = harbor_bank(), an_account("Mill", unit=harbor_branch(), manager=lin())
    handover = an_offer([bank, mill])
    gives_away(mill, None)
    receiver, address = signed_in(nora()), f"/handovers/{handover.pk}/"

    page = text_of(receiver.get(address))
    refused = receiver.post(f"{address}acceptance/", {"version": 1, **OPEN})
    rest = {"version": 1, "is_rest_wanted": "on", **OPEN}
    taken = receiver.post(f"{address}acceptance/", rest)

    assert "has another manager meanwhile" in page
    assert "is_rest_wanted" in page
    assert refused.status_code == 422
    assert "Mill (has another manager meanwhile)" in text_of(refused)
    assert taken.status_code == 302
    handover.refresh_from_db()
    assert handover.status == HandoverStatus.DONE


def test_refused_with_a_reason_or_taken_back_by_the_lead() -> None:
    bank = harbor_bank()
    handover = an_offer([bank])
    address = f"/handovers/{handover.pk}/"

    assert signed_in(nora()).post(f"{address}refusal/", {"version": 1}).status_code == 422
    assert signed_in(nora()).post(f"{address}withdrawal/", {"version": 1}).status_code == 404
    assert signed_in(greta()).post(f"{address}acceptance/", {"version": 1}).status_code == 404
    assert signed_in(greta()).post(f"{address}withdrawal/", {"version": 1}).status_code == 302

    handover.refresh_from_db()
    assert handover.status == HandoverStatus.WITHDRAWN
    for answer in ("refusal", "acceptance"):
        late = signed_in(nora()).post(f"{address}{answer}/", {"version": 2, "reason": "x"})
        assert late.status_code == 422
        # No form is left in which it could stand.
        assert "alert-danger" in text_of(late)


def test_is_offered_once_though_sent_twice_and_says_what_is_wrong() -> None:
    bank, client = harbor_bank(), signed_in(lin())
    nora()
    sent = {"once": "k" * 24}

    assert sends(client).status_code == 422
    assert sends(client, bank, to=mira().pk).status_code == 422
    assert sends(client, bank, effective_date="yesterday").status_code == 422
    for _ in range(2):
        assert sends(client, bank, **sent).status_code == 302

    assert Handover.objects.count() == 1


def test_what_is_on_offer_already_is_counted_and_offered_no_more() -> None:
    bank, second = harbor_bank(), an_account("Quay Shop", unit=harbor_branch(), manager=lin())
    client = signed_in(lin())
    assert "2 accounts of" in text_of(client.get("/handovers/new/"))
    offers([bank])

    shown = text_of(client.get("/handovers/new/"))

    assert "1 account of" in shown
    assert ("Quay Shop" in shown, "Harbor Bank" in shown) == (True, False)
    # Whoever had the list open before is told which one it is.
    late = sends(client, second, bank)
    assert late.status_code == 422
    assert "On offer already: Harbor Bank" in text_of(late)
    offers([second])
    late = sends(client, second, once="k" * 24)
    assert "On offer already: Quay Shop" in text_of(late)
    assert "No account to hand over" in text_of(late)


def test_a_page_asks_as_much_for_many_accounts_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    few = an_offer([harbor_bank()])
    many = an_offer(
        [an_account(f"Shop {n}", unit=harbor_branch(), manager=lin()) for n in range(20)]
    )
    client, lead = signed_in(nora()), signed_in(greta())

    for handover in (few, many):
        with django_assert_max_num_queries(26):
            assert client.get(f"/handovers/{handover.pk}/").status_code == 200
    with django_assert_max_num_queries(26):
        assert lead.get(f"/handovers/new/?manager={lin().pk}").status_code == 200


def test_above_a_limit_only_a_lead_goes_on_and_the_record_names_it() -> None:
    month = day_of(clock.now()).replace(day=1)
    set_load_limit(
        level=LoadLevel.GOLD,
        most_accounts=0,
        from_month=month,
        reason="Test.",
        by=CASTING,
        at=clock.now(),
    )
    bank, whose = harbor_bank(), f"?manager={lin().pk}"
    giver, lead = signed_in(lin()), signed_in(greta())

    refused = sends(giver, bank, is_overload_meant="on")
    assert refused.status_code == 422
    assert "Only a lead may go on." in text_of(refused)
    warned = sends(lead, bank, query=whose)
    assert warned.status_code == 422
    assert "Tick that it is meant" in text_of(warned)

    made = sends(lead, bank, query=whose, is_overload_meant="on")

    assert made.status_code == 302
    assert "Above the limit: Gold 1 of 0." in text_of(lead.get(made.headers["Location"]))
    act = Act.objects.filter(kind="handovers.offer").latest("pk")
    assert act.reason == "Above the limit (Gold 1 of 0): Lin moves on."

    taker, page = signed_in(nora()), f"{made.headers['Location']}acceptance/"
    silent = taker.post(page, {"version": "1", **OPEN})
    assert silent.status_code == 422
    assert "Say why you take them" in text_of(silent)
    assert taker.post(page, {"version": "1", "reason": "Until June.", **OPEN}).status_code == 302
    act = Act.objects.filter(kind="handovers.accept").latest("pk")
    assert act.reason == "Above the limit (Gold 1 of 0): Until June."


def test_accepts_with_open_points_only_when_told_to_and_the_list_marks_it() -> None:
    handover, taker = an_offer([harbor_bank()]), signed_in(nora())
    address = f"/handovers/{handover.pk}/"

    assert "are_open_points_meant" in text_of(taker.get(address))
    asked = taker.post(f"{address}acceptance/", {"version": 1})
    first = queries.open_points_of(handover)[0]
    assert asked.status_code == 422
    assert f"Still open on the checklist: {first}" in text_of(asked)

    assert taker.post(f"{address}acceptance/", {"version": 1, **OPEN}).status_code == 302
    count = len(queries.open_points_of(handover))
    assert f"Checklist: {count} of {count} open" in text_of(taker.get("/handovers/"))


def test_what_was_accepted_for_later_is_called_off_with_a_reason_and_told() -> None:
    bank, taker, giver = harbor_bank(), signed_in(nora()), signed_in(lin())
    at = clock.now()
    handover = offers([bank], at=at, day=day_of(at) + timedelta(days=9))
    address = f"/handovers/{handover.pk}/"
    sent = {"version": 1, **OPEN}
    assert taker.post(f"{address}acceptance/", sent).status_code == 302

    assert "Call it off" in text_of(giver.get(address))
    assert "Call it off" not in text_of(taker.get(address))
    assert taker.post(f"{address}withdrawal/", {"version": 2, "reason": "No."}).status_code == 404
    silent = giver.post(f"{address}withdrawal/", {"version": 2, "reason": " "})
    assert silent.status_code == 422
    assert 'id="id_reason_error"' in text_of(silent)
    said = {"version": 2, "reason": "Lin stays after all."}
    assert giver.post(f"{address}withdrawal/", said).status_code == 302

    assert "Lin stays after all." in text_of(taker.get("/"))
    assert "Lin stays after all." not in text_of(giver.get("/"))
    # It may be offered anew, and is called off once.
    assert giver.post(f"{address}withdrawal/", said).status_code == 422
    assert sends(giver, bank).status_code == 302


def test_the_load_counts_what_was_accepted_for_later() -> None:
    bank, mill = harbor_bank(), an_account("Mill", unit=harbor_branch(), manager=lin())
    at, later = clock.now(), day_of(clock.now()) + timedelta(days=9)
    month = day_of(at).replace(day=1)
    accepts(offers([bank], at=at, day=later), at=at)
    second = offers([mill], at=at, day=later)

    page = text_of(signed_in(nora()).get(f"/handovers/{second.pk}/"))

    both = load_with(nora().pk, [bank.pk, mill.pk], month=month).points / 10
    assert f"{both:.1f} with them" in page
    assert "With 1 account that they accepted" in page
    an_account("Quay Shop", unit=harbor_branch(), manager=lin())
    assert "1 more accepted" in text_of(signed_in(lin()).get("/handovers/new/"))


def test_says_which_accounts_lose_their_deputy_to_whoever_offers_and_receives() -> None:
    bank = an_account("Mill", unit=harbor_branch(), manager=lin())
    kept = an_account("Quay", unit=harbor_branch(), manager=lin())
    for one, deputy in ((bank, nora()), (kept, mira())):
        name_managers(
            customer=one,
            version=one.version,
            account_manager=lin(),
            deputy=deputy,
            by=greta(),
            at=TUESDAY_10AM,
        )
    giver = signed_in(lin())
    assert "has none then" in text_of(giver.get("/handovers/new/"))
    address = sends(giver, bank, kept).headers["Location"]

    for client in (giver, signed_in(nora())):
        page = text_of(client.get(address))
        assert "1 account will have no deputy: Nora" in page
        assert page.count("then without a deputy") == 1

    assert giver.post(f"{address}withdrawal/", {"version": 1}).status_code == 302
    replaced = sends(giver, bank, deputy=lin().pk).headers["Location"]
    assert "no deputy" not in text_of(giver.get(replaced))
