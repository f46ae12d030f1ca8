"""Prefixes and addresses: reserved, assigned, released, and never given twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from primeline.addresses import actions, queries, rules
from primeline.addresses.choices import AllocationStatus
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.values import Holder, PrefixFacts, Wanted
from primeline.audit import walls
from primeline.commitments.tests.owing import install
from primeline.customers.models import Customer, TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit import delivery
from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import Circuit, Terms
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    headquarters,
    hill_branch,
    lake_mills,
    tom,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("K5")]

NOW = TUESDAY_10AM


def a_prefix(network: str = "203.0.113.0/29", unit: Unit | None = None, **facts: Any) -> Prefix:
    wanted = PrefixFacts(unit=unit or harbor_branch(), **facts)
    return actions.register_prefix(network=network, facts=wanted, by=CASTING, at=NOW)


def reserve(prefix: Prefix, network: str = "", *, at: Any = NOW, **holder: Any) -> Allocation:
    wanted = Wanted(network=network, length=holder.pop("length", None))
    if "customer" not in holder:
        holder["customer"] = harbor_bank()
    held = Holder(**holder)
    return actions.reserve_address(prefix=prefix, wanted=wanted, holder=held, by=CASTING, at=at)


def release(row: Allocation, *, at: Any = NOW) -> Allocation:
    return actions.release_address(
        allocation=row, version=row.version, reason="given up", by=CASTING, at=at
    )


def assign(row: Allocation, subscription: Subscription | None = None) -> Allocation:
    return actions.assign_address(
        allocation=row, version=row.version, subscription=subscription, by=CASTING, at=NOW
    )


def an_internet_line() -> LineOfBusiness:
    products.install_reference(by=CASTING, at=NOW)
    return LineOfBusiness.objects.get(code="INTERNET_LINE")


def a_subscription(
    customer: Customer | None = None, addresses: str = "", opened: date = date(2026, 1, 5)
) -> Subscription:
    line = an_internet_line()
    return products.open_subscription(
        customer=customer or harbor_bank(),
        line=line,
        terms=Terms(fee_cents=100, opened_date=opened),
        circuit=Circuit(ip_addresses=addresses),
        by=CASTING,
        at=NOW,
    )


def hear() -> None:
    install()
    while delivery.deliver_due(at=NOW + timedelta(days=1)):
        pass


def terminate(subscription: Subscription, because: str = "PRICE", **how: Any) -> None:
    subscription.refresh_from_db()
    products.terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=NOW.date(),
        reason_recorded=TerminationReason.objects.get(code=because),
        by=CASTING,
        at=NOW,
        **how,
    )


def test_what_a_line_held_is_released_when_it_is_terminated_and_rests() -> None:
    prefix, line = a_prefix(quarantine_days=30), a_subscription(addresses="192.0.2.1")
    used, kept = assign(reserve(prefix), line), reserve(prefix, subscription=line)
    other = assign(reserve(prefix), a_subscription())

    terminate(line)
    hear()

    for row in (used, kept, other):
        row.refresh_from_db()
    statuses = [AllocationStatus(row.status) for row in (used, kept, other)]
    assert statuses == ["QUARANTINED", "RELEASED", "ASSIGNED"]
    line.refresh_from_db()
    assert (str(used.reason), line.ip_addresses) == (line.number, "192.0.2.1")
    assert actions.follow_end(subscription=line, by=CASTING, at=NOW) == 0


def test_the_line_in_its_place_keeps_them() -> None:
    prefix, line = a_prefix(), a_subscription()
    used = assign(reserve(prefix), line)
    successor = a_subscription(opened=NOW.date())

    terminate(line, "SWAP", replaced_by=successor)
    hear()

    used.refresh_from_db()
    successor.refresh_from_db()
    line.refresh_from_db()
    assert (used.status, used.subscription_id) == (AllocationStatus.ASSIGNED, successor.pk)
    assert (line.ip_addresses, successor.ip_addresses) == ("", "203.0.113.1")


def test_gives_the_next_free_address_until_none_is_left() -> None:
    prefix = a_prefix("203.0.113.0/30")

    given = [reserve(prefix).network for _ in range(2)]

    assert given == ["203.0.113.1/32", "203.0.113.2/32"]
    with pytest.raises(actions.NoneFree):
        reserve(prefix)


@pytest.mark.parametrize("other", ["203.0.113.0/29", "203.0.113.4/30", "203.0.112.0/23"])
def test_refuses_a_prefix_that_overlaps_another(other: str) -> None:
    a_prefix("203.0.113.0/29")

    with pytest.raises(Refused, match=r"203\.0\.113\.0/29") as refused:
        a_prefix(other)

    assert refused.value.field == "network"


def test_prefixes_beside_each_other_and_of_both_families_stand() -> None:
    networks = ["203.0.113.0/29", "203.0.113.8/29", "2001:db8:40::/48", "2001:db8:41::/48"]

    assert [a_prefix(one).network for one in networks] == networks


@pytest.mark.parametrize("network", ["203.0.113.2", "203.0.113.0/30", "203.0.113.0/29"])
def test_refuses_what_is_taken_in_part(network: str) -> None:
    prefix = a_prefix()
    reserve(prefix, "203.0.113.2")

    with pytest.raises(Refused) as refused:
        reserve(prefix, network)

    assert refused.value.field == "network"


@pytest.mark.parametrize("network", ["198.51.100.1", "2001:db8::1", "203.0.113.0", "203.0.113.7"])
def test_refuses_what_cannot_be_given_from_a_prefix(network: str) -> None:
    with pytest.raises(Refused):
        reserve(a_prefix(), network)


@pytest.mark.parametrize("model", [Prefix, Allocation])
def test_the_database_refuses_what_overlaps_whoever_writes(model: Any) -> None:
    """Past all our code: rows written as they are, at different first addresses."""
    prefix = a_prefix("198.51.100.0/24")
    reserve(prefix, "198.51.100.8/29")
    row = model.objects.first()
    inside = rules.network_of("198.51.100.10/32")
    row.pk, row.network = None, str(inside)
    row.first, row.last = rules.keys_of(inside)

    with pytest.raises(IntegrityError), transaction.atomic(), act(kind="x", by=CASTING, at=NOW):
        row.save(force_insert=True)


@pytest.mark.parametrize("model", [Prefix, Allocation])
def test_the_database_refuses_that_what_was_given_up_comes_back_onto_another(model: Any) -> None:
    prefix = a_prefix("198.51.100.0/24")
    released = release(reserve(prefix, "198.51.100.8/29"))
    actions.retire_prefix(prefix=prefix, version=1, reason="moved", by=CASTING, at=NOW)
    reserve(a_prefix("198.51.100.0/28"), "198.51.100.9")
    changes: dict[str, Any] = {"is_active": True}
    if model is Allocation:
        changes = {"status": "RESERVED", "released_at": None}
    row = model.objects.get(pk=prefix.pk if model is Prefix else released.pk)

    with pytest.raises(IntegrityError), transaction.atomic(), act(kind="x", by=CASTING, at=NOW):
        model.objects.filter(pk=row.pk).update(**changes)


def test_the_same_mark_reserves_once() -> None:
    prefix = a_prefix()
    again = {"mark": "P0000001/3", "case_number": "P0000001"}

    assert reserve(prefix, **again).pk == reserve(prefix, **again).pk
    assert Allocation.objects.count() == 1


def test_what_was_only_reserved_is_free_at_once() -> None:
    prefix = a_prefix("203.0.113.1/32")

    assert release(reserve(prefix)).status == AllocationStatus.RELEASED
    assert reserve(prefix).network == "203.0.113.1/32"


def test_what_was_in_use_rests_for_the_time_of_its_prefix() -> None:
    prefix = a_prefix("203.0.113.1/32", quarantine_days=7)
    row = release(assign(reserve(prefix)))

    assert row.status == AllocationStatus.QUARANTINED
    assert row.free_from == NOW + timedelta(days=7)
    with pytest.raises(actions.NoneFree):
        reserve(prefix, at=NOW + timedelta(days=7, seconds=-1))
    with pytest.raises(Refused):
        reserve(prefix, "203.0.113.1", at=NOW + timedelta(days=7, seconds=-1))
    new = reserve(prefix, at=NOW + timedelta(days=7))
    row.refresh_from_db()
    assert (new.network, row.status) == ("203.0.113.1/32", AllocationStatus.RELEASED)


def test_without_a_quarantine_it_is_free_at_once() -> None:
    prefix = a_prefix("203.0.113.1/32", quarantine_days=0)

    assert release(assign(reserve(prefix))).status == AllocationStatus.RELEASED


def test_assigning_writes_to_the_subscription_and_releasing_takes_away_only_that() -> None:
    prefix, subscription = a_prefix(), a_subscription(addresses="192.0.2.1")
    one = assign(reserve(prefix), subscription)
    other = assign(reserve(prefix, "203.0.113.4/30"), subscription)
    subscription.refresh_from_db()
    written = subscription.ip_addresses

    release(one)
    subscription.refresh_from_db()

    assert written == "192.0.2.1, 203.0.113.1, 203.0.113.4/30"
    assert subscription.ip_addresses == "192.0.2.1, 203.0.113.4/30"
    assert queries.of_subscription(subscription) == [other]


def test_refuses_more_addresses_than_a_subscription_can_be_written() -> None:
    subscription = a_subscription(addresses="x" * 195)
    row = reserve(a_prefix())

    with pytest.raises(Refused, match="too many"):
        assign(row, subscription)

    row.refresh_from_db()
    assert row.status == AllocationStatus.RESERVED


def test_an_address_that_was_released_while_it_was_to_be_assigned_is_not() -> None:
    row = reserve(a_prefix())
    release(Allocation.objects.get(pk=row.pk))

    with pytest.raises(Refused, match="released in the meantime"):
        assign(row)


def test_the_slower_of_two_who_save_is_told() -> None:
    row = assign(reserve(a_prefix()))

    with pytest.raises(ChangedMeanwhile):
        actions.release_address(allocation=row, version=1, reason="x", by=CASTING, at=NOW)


def test_refuses_subscriptions_of_others_and_those_that_are_over() -> None:
    row, theirs = reserve(a_prefix()), a_subscription(lake_mills())

    with pytest.raises(Refused) as refused:
        assign(row, theirs)

    assert refused.value.field == "subscription"


def test_of_no_account_it_has_to_say_what_for() -> None:
    prefix = a_prefix()

    with pytest.raises(Refused) as refused:
        reserve(prefix, customer=None)

    assert refused.value.field == "purpose"
    assert reserve(prefix, customer=None, purpose="gateway").network == "203.0.113.1/32"


def test_a_prefix_of_which_something_is_held_is_not_given_up() -> None:
    prefix = a_prefix()
    row = reserve(prefix)

    with pytest.raises(Refused, match="1 "):
        actions.retire_prefix(prefix=prefix, version=1, reason="x", by=CASTING, at=NOW)
    release(row)
    actions.retire_prefix(prefix=prefix, version=1, reason="x", by=CASTING, at=NOW)
    prefix.refresh_from_db()
    assert not prefix.is_active
    with pytest.raises(Refused):
        reserve(prefix)


def test_takes_the_nearest_prefix_and_the_one_of_just_this_line_first() -> None:
    line = an_internet_line()
    a_prefix("198.51.100.0/24", unit=headquarters())
    a_prefix("203.0.113.1/32")
    a_prefix("203.0.113.8/32", line=line)
    a_prefix("192.0.2.0/24", unit=hill_branch())
    holder = Holder(customer=harbor_bank())

    given = [
        actions.reserve_nearest(
            family=4, length=32, line_id=line.pk, holder=holder, by=CASTING, at=NOW
        ).network
        for _ in range(3)
    ]

    assert given == ["203.0.113.8/32", "203.0.113.1/32", "198.51.100.1/32"]
    with pytest.raises(actions.NoneFree):
        actions.reserve_nearest(
            family=6, length=64, line_id=None, holder=holder, by=CASTING, at=NOW
        )


def test_tells_the_account_what_became_of_its_addresses() -> None:
    release(assign(reserve(a_prefix(), case_number="P0000009")))

    lines = TimelineLine.objects.filter(customer=harbor_bank(), kind="ADDRESSES").order_by("id")
    assert [line.words["how"] for line in lines] == ["RESERVED", "ASSIGNED", "RELEASED"]
    assert lines[0].words == {"how": "RESERVED", "network": "203.0.113.1", "number": "P0000009"}


def test_who_sees_and_changes_which_prefix() -> None:
    ours = a_prefix()
    above = a_prefix("198.51.100.0/24", unit=headquarters())
    beside = a_prefix("192.0.2.0/24", unit=hill_branch())
    technician, lead = reach_now(tom(), at=NOW), reach_now(greta(), at=NOW)

    assert set(queries.prefixes_within(technician)) == {ours, above}
    assert set(queries.prefixes_within(lead, Permission.RESERVE_ADDRESSES)) == {ours, above}
    assert set(queries.prefixes_within(lead, Permission.EDIT_PREFIXES)) == {ours}
    assert set(queries.prefixes_within(technician, Permission.EDIT_PREFIXES)) == set()
    with pytest.raises(NotFound):
        queries.get_prefix(lead, beside.pk)


def test_what_others_hold_is_taken_and_stays_theirs() -> None:
    """A place is taken though its holder is out of reach; only who reaches them changes it."""
    prefix = a_prefix("198.51.100.0/30", unit=headquarters())
    theirs, account = reserve(prefix, customer=harbor_bank()), lake_mills()
    reach = reach_now(walt(), at=NOW)

    with walls.open_for(reach):
        mine = reserve(prefix, customer=account)
        with pytest.raises(NotFound):
            queries.get_allocation(prefix, reach, theirs.pk)
        with pytest.raises(Refused):
            reserve(prefix, "198.51.100.1", customer=account)

    assert (theirs.network, mine.network) == ("198.51.100.1/32", "198.51.100.2/32")
