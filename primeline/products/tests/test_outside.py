"""What customers have from others, and equipment: noted, over, installed, fetched, in stock."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from primeline.customers.models import Customer, TimelineLine
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.products import actions, queries, rules
from primeline.products.choices import EquipmentExit, EquipmentOwner, OutsideOutcome
from primeline.products.models import (
    Equipment,
    LineOfBusiness,
    OutsideService,
    Spare,
    Subscription,
    TerminationReason,
)
from primeline.products.values import Device, OutsideFacts, Term, Terms
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    mira,
)

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()


@pytest.fixture(autouse=True)
def _reference() -> None:
    actions.install_reference(by=greta(), at=TUESDAY_10AM)


def a_circuit(customer: Customer | None = None) -> Subscription:
    return actions.open_subscription(
        customer=customer or harbor_bank(),
        line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
        terms=Terms(fee_cents=300_000, opened_date=date(2025, 1, 1)),
        by=greta(),
        at=TUESDAY_10AM,
    )


def outside(**changes: Any) -> OutsideFacts:
    facts = OutsideFacts(
        operator="Other Telecom",
        line_id=LineOfBusiness.objects.get(code="DATA_LINE").pk,
        from_cents=80_000,
        to_cents=120_000,
        source="CUSTOMER",
        learned_date=TODAY,
        ends_date=TODAY + timedelta(days=60),
    )
    return replace(facts, **changes)


def noted(**changes: Any) -> OutsideService:
    return actions.note_outside_service(
        customer=harbor_bank(), facts=outside(**changes), by=lin(), at=TUESDAY_10AM
    )


def a_device(**changes: Any) -> Device:
    device = Device(
        serial="SN-1", kind="ROUTER", owner="OPERATOR", place="Room 3", installed_date=TODAY
    )
    return replace(device, **changes)


def installed(customer: Customer | None = None, **changes: Any) -> Equipment:
    return actions.install_equipment(
        customer=customer or harbor_bank(),
        device=a_device(**changes),
        by=greta(),
        at=TUESDAY_10AM,
    )


def gone(equipment: Equipment, **changes: Any) -> Equipment:
    facts: dict[str, Any] = {
        "version": equipment.version,
        "gone_date": TODAY,
        "gone_how": EquipmentExit.RECOVERED,
        "unit": harbor_branch(),
        "city": "Harbor",
    }
    return actions.remove_equipment(
        equipment=equipment, **facts | changes, by=greta(), at=TUESDAY_10AM
    )


def terminate(circuit: Subscription) -> None:
    actions.terminate_subscription(
        subscription=circuit,
        version=circuit.version,
        terminated_date=TODAY - timedelta(days=3),
        reason_recorded=TerminationReason.objects.get(code="PRICE"),
        by=greta(),
        at=TUESDAY_10AM,
    )


@pytest.mark.row("B15")
class TestOutsideServices:
    def test_the_share_of_the_wallet_takes_the_middle_of_each_band(self) -> None:
        a_circuit()
        over = noted(operator="Gone Net")
        noted()
        actions.end_outside_service(
            service=over,
            version=1,
            outcome=OutsideOutcome.WON,
            over_date=TODAY,
            by=lin(),
            at=TUESDAY_10AM,
        )

        wallet = queries.wallet_of(harbor_bank(), queries.outside_services_of(harbor_bank()))

        assert (wallet.ours_cents, wallet.theirs_cents, wallet.share) == (300_000, 100_000, 0.75)
        assert rules.wallet_of(0, []).share is None
        # Nothing known of others is not the same as nothing there.
        assert rules.wallet_of(300_000, []).share is None
        assert rules.wallet_of(300_000, [(0, 0)]).share == 1.0

    def test_an_end_that_has_passed_meanwhile_stays_when_something_else_is_corrected(self) -> None:
        service = noted(ends_date=TODAY + timedelta(days=1))

        changed = actions.change_outside_service(
            service=service,
            version=service.version,
            facts=outside(ends_date=TODAY + timedelta(days=1), operator="Other Net"),
            by=lin(),
            at=TUESDAY_10AM + timedelta(days=9),
        )

        assert changed.operator == "Other Net"

    def test_refuse_what_cannot_be_and_the_slower_of_two(self) -> None:
        for changes, field in (
            ({"operator": " "}, "operator"),
            ({"to_cents": 1}, "to_cents"),
            ({"from_cents": -1}, "to_cents"),
            ({"learned_date": TODAY + timedelta(days=3)}, "learned_date"),
            ({"ends_date": TODAY - timedelta(days=3)}, "ends_date"),
        ):
            with pytest.raises(Refused) as refusal:
                noted(**changes)
            assert refusal.value.field == field
        service = noted()
        facts: dict[str, Any] = {"service": service, "by": lin(), "at": TUESDAY_10AM}
        actions.change_outside_service(version=1, facts=outside(what="Plant"), **facts)

        with pytest.raises(ChangedMeanwhile):
            actions.end_outside_service(version=1, outcome="WON", over_date=TODAY, **facts)
        wrongs: tuple[dict[str, Any], ...] = (
            {"outcome": "", "over_date": TODAY},
            {"outcome": "WON", "over_date": date(2027, 1, 1)},
        )
        for wrong in wrongs:
            with pytest.raises(Refused):
                actions.end_outside_service(version=2, **facts, **wrong)
        actions.end_outside_service(version=2, outcome="WON", over_date=TODAY, **facts)
        with pytest.raises(Refused):
            actions.change_outside_service(version=3, facts=outside(), **facts)

        kinds = TimelineLine.objects.filter(kind__startswith="OUTSIDE").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == [
            "OUTSIDE_NOTED",
            "OUTSIDE_CHANGED",
            "OUTSIDE_OVER",
        ]

    def test_of_another_account_are_not_there(self) -> None:
        with pytest.raises(NotFound):
            queries.get_outside_service(lake_mills(), noted().pk)


@pytest.mark.row("B14")
class TestEquipment:
    def test_of_ours_is_to_be_fetched_when_its_circuit_is_terminated(self) -> None:
        circuit = a_circuit()
        ours = installed(subscription_id=circuit.pk)
        installed(serial="SN-2", subscription_id=circuit.pk, owner=EquipmentOwner.CUSTOMER)
        installed(serial="SN-3")
        reach, term = reach_of(greta(), at=TUESDAY_10AM), Term(days=10)
        assert queries.equipment_to_fetch(reach, term) == []

        terminate(circuit)

        (waiting,) = queries.equipment_to_fetch(reach, term)
        assert (waiting.equipment, waiting.due_date) == (ours, TODAY + timedelta(days=7))
        assert queries.equipment_to_fetch(reach_of(mira(), at=TUESDAY_10AM), term) == []
        gone(ours)
        assert queries.equipment_to_fetch(reach, term) == []
        assert queries.spares_by_city(reach) == {"Harbor": {"ROUTER": 1}}
        assert queries.spares_by_city(reach_of(mira(), at=TUESDAY_10AM)) == {}

    def test_goes_from_stock_to_a_customer_and_back_under_one_serial(self) -> None:
        facts: dict[str, Any] = {"kind": "ROUTER", "make": "R1", "unit": harbor_branch()}
        facts |= {"by": greta(), "at": TUESDAY_10AM, "serial": "SN-1"}
        actions.take_in_spare(city="Harbor", **facts)
        equipment = installed()

        assert not Spare.objects.get().is_in_stock
        with pytest.raises(Refused):
            actions.take_in_spare(city="Harbor", **facts)
        with pytest.raises(Refused) as taken:
            installed(lake_mills())
        gone(equipment, city="Quay")

        assert taken.value.field == "serial"
        assert (Spare.objects.get().city, Spare.objects.get().is_in_stock) == ("Quay", True)
        installed(lake_mills())
        kinds = TimelineLine.objects.filter(kind__startswith="EQUIPMENT", customer=harbor_bank())
        assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
            "EQUIPMENT_INSTALLED",
            "EQUIPMENT_GONE",
        ]

    def test_refuses_what_cannot_be(self) -> None:
        theirs = a_circuit(lake_mills())
        for changes, field in (
            ({"serial": " "}, "serial"),
            ({"place": ""}, "place"),
            ({"subscription_id": theirs.pk}, "subscription"),
        ):
            with pytest.raises(Refused) as refusal:
                installed(**changes)
            assert refusal.value.field == field
        equipment = installed(owner=EquipmentOwner.CUSTOMER)

        for wrong in (
            {"gone_how": "VANISHED"},
            {"gone_date": TODAY + timedelta(days=3)},
            {"gone_how": EquipmentExit.RECOVERED},
        ):
            with pytest.raises(Refused):
                gone(equipment, **wrong)
        ours = installed(serial="SN-9")
        with pytest.raises(Refused):
            gone(ours, city="")
        moved = actions.change_equipment(
            equipment=equipment,
            version=1,
            device=a_device(owner="CUSTOMER", place="Cellar"),
            by=greta(),
            at=TUESDAY_10AM,
        )
        assert moved.place == "Cellar"
        with pytest.raises(ChangedMeanwhile):
            gone(equipment, version=1, gone_how=EquipmentExit.LOST)
        left = gone(moved, gone_how=EquipmentExit.SOLD)
        with pytest.raises(Refused):
            gone(left)


@pytest.mark.row("B15")
def test_equipment_has_days_that_can_be() -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"installed_date": TODAY + timedelta(days=3)}, "installed_date"),
        ({"warranty_date": TODAY - timedelta(days=1)}, "warranty_date"),
    )
    for changes, field in wrong:
        with pytest.raises(Refused) as refusal:
            installed(**changes)
        assert refusal.value.field == field
    device = installed()
    with pytest.raises(Refused) as early:
        gone(device, gone_date=TODAY - timedelta(days=1))
    assert early.value.field == "gone_date"
