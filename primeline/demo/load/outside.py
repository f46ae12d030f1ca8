"""What some customers have from others, and equipment at them and in stock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from primeline.customers.models import Customer
from primeline.demo.plan.chance import draws
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.products import actions
from primeline.products.choices import EquipmentKind, EquipmentOwner, KnowledgeSource
from primeline.products.models import LineOfBusiness, Subscription
from primeline.products.values import Device, OutsideFacts
from primeline.staff.models import Unit

SERVED = 40
SPARES = 24
# Where the technician of the logins works, who is to find something to fetch.
TECHNICIANS_UNIT = "SHUANGYUAN"
OPERATORS = ("远讯通信（示例）", "联驰网络（示例）", "广陵广电（示例）")


def load_outside(
    plan: Plan, customer_ids: Sequence[int], units: dict[str, int], *, by: Actor, at: datetime
) -> None:
    """Write what key accounts of the greatest levels have beside what we know of."""
    random = draws(plan.seed, "outside")
    places = [place for place, one in enumerate(plan.customers) if one.tier in {"T0", "T1"}]
    chosen = random.sample(places, min(SERVED, len(places)))
    line = LineOfBusiness.objects.get(code="DATA_LINE")
    for turn, place in enumerate(sorted(chosen)):
        customer = Customer.objects.get(pk=customer_ids[place])
        low = random.randrange(20, 200) * 10_000
        facts = OutsideFacts(
            operator=OPERATORS[turn % len(OPERATORS)],
            line_id=line.pk,
            what="备用专线",
            from_cents=low,
            to_cents=low * 3 // 2,
            ends_date=plan.today + timedelta(days=150 + turn * 7 if turn % 4 else 20 + turn),
            source=(KnowledgeSource.CUSTOMER, KnowledgeSource.SEEN)[turn % 2],
            learned_date=plan.today - timedelta(days=random.randrange(5, 200)),
        )
        actions.note_outside_service(customer=customer, facts=facts, by=by, at=at)
        _install(customer, turn, by=by, at=at)
    _leave_behind(units[TECHNICIANS_UNIT], by=by, at=at)
    for turn in range(SPARES):
        code = sorted({one.unit for one in plan.customers})[turn % 8]
        unit = Unit.objects.get(pk=units[code])
        actions.take_in_spare(
            serial=f"EX-S-{turn:04d}",
            kind=EquipmentKind.values[turn % 3],
            make="示例设备",
            unit=unit,
            city=unit.name_zh.removesuffix("分公司"),
            by=by,
            at=at,
        )


def _leave_behind(unit_id: int, *, by: Actor, at: datetime) -> None:
    """Leave equipment at the circuit that ended last where the technician of the logins works."""
    held = Subscription.objects.filter(customer__owner_unit=unit_id, customer__is_restricted=False)
    ended = held.exclude(terminated_date=None)
    circuit = ended.exclude(circuit_number="").order_by("-terminated_date", "pk").first()
    if circuit is not None:
        device = _device("EX-R-0001", EquipmentKind.values[0], circuit)
        actions.install_equipment(customer=circuit.customer, device=device, by=by, at=at)


def _install(customer: Customer, turn: int, *, by: Actor, at: datetime) -> None:
    circuits = Subscription.objects.filter(customer=customer).exclude(circuit_number="")
    # What has ended leaves equipment behind that is to be fetched.
    circuit = circuits.order_by("terminated_date" if turn % 5 else "-terminated_date", "pk").first()
    if circuit is None:
        return
    device = _device(f"EX-C-{turn:04d}", EquipmentKind.values[turn % 4], circuit)
    actions.install_equipment(customer=customer, device=device, by=by, at=at)


def _device(serial: str, kind: str, circuit: Subscription) -> Device:
    return Device(
        serial=serial,
        kind=kind,
        make="示例设备",
        owner=EquipmentOwner.OPERATOR,
        place=circuit.z_end or circuit.a_end or "客户机房",
        installed_date=circuit.opened_date,
        warranty_date=circuit.opened_date + timedelta(days=3 * 365),
        subscription_id=circuit.pk,
    )
