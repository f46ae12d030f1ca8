"""Prospects of the example: not served yet, with people, what they have from others, and when."""

from datetime import date, datetime, timedelta

from primeline.customers import actions as customers
from primeline.customers.choices import (
    Attitude,
    CustomerKind,
    CustomerStatus,
    DecisionRole,
    PreferredChannel,
)
from primeline.customers.models import Customer
from primeline.customers.values import ContactDetails, Identity
from primeline.demo.plan.identifiers import mobile_phone
from primeline.kit.deeds import Actor
from primeline.products import actions as products
from primeline.products.choices import KnowledgeSource
from primeline.products.models import LineOfBusiness
from primeline.products.values import OutsideFacts
from primeline.staff.models import Person

# Far away from the numbers of all others.
_FIRST_PHONE = 95_000_000
_MONTHS_OPEN = timedelta(days=70)
# What it is called, briefly, in which town it lies, who is to be won over, and who helps.
_PROSPECTS = (
    ("晨曦冷链物流有限公司", "晨曦冷链", ("郭", "建国"), ("丁", "丽华")),
    ("云帆职业培训学校", "云帆职培", ("魏", "秀英"), ("叶", "涛")),
    ("青禾种业股份有限公司", "青禾种业", ("邱", "志强"), ("石", "磊")),
)
_OPERATORS = ("远讯通信（示例）", "广陵广电（示例）")


def load_prospects(seats: list[str], *, today: date, by: Actor, at: datetime) -> None:
    """Let whoever sits at `seats` court accounts that have everything from others as yet."""
    line = LineOfBusiness.objects.get(code="INTERNET_LINE")
    for seat, username in enumerate(seats):
        manager = Person.objects.select_related("home_unit").get(username=username)
        for turn, (name, short_name, head, helper) in enumerate(_PROSPECTS):
            place = seat * len(_PROSPECTS) + turn
            prospect = _on_file(manager, name, short_name, today, by, at)
            _people(prospect, place, (head, helper), by, at)
            facts = OutsideFacts(
                operator=_OPERATORS[place % len(_OPERATORS)],
                line_id=line.pk,
                what="总部上网专线 200M",
                from_cents=280_000 + 40_000 * place,
                to_cents=360_000 + 40_000 * place,
                ends_date=today + timedelta(days=200 + 60 * place),
                source=KnowledgeSource.CUSTOMER,
                learned_date=today - timedelta(days=12 + place),
            )
            products.note_outside_service(customer=prospect, facts=facts, by=by, at=at)


def _on_file(
    manager: Person, name: str, short_name: str, today: date, by: Actor, at: datetime
) -> Customer:
    town = manager.home_unit.name_zh.removesuffix("分公司")
    return customers.open_customer(
        identity=Identity(
            kind=CustomerKind.ORGANIZATION,
            name=f"{town}市{name}",
            short_name=f"{town}{short_name}",
            address=f"{town}市新区创业路 8 号",
        ),
        owner_unit=manager.home_unit,
        account_manager=manager,
        status=CustomerStatus.PROSPECT,
        opened_date=today - _MONTHS_OPEN,
        by=by,
        at=at,
    )


def _people(
    prospect: Customer, place: int, names: tuple[tuple[str, str], ...], by: Actor, at: datetime
) -> None:
    (head, helper), phone = names, _FIRST_PHONE + 2 * place
    above = customers.add_contact(
        customer=prospect,
        details=ContactDetails(
            name="".join(head),
            job_title="总经理",
            decision_role=DecisionRole.DECIDES,
            attitude=Attitude.NEUTRAL,
            phone=mobile_phone(phone),
            lunar_birthday=f"8-{15 + place}",
            preferred_channel=PreferredChannel.PHONE,
            preferred_hours="09:30-11:30",
            is_primary=True,
        ),
        by=by,
        at=at,
    )
    below = customers.add_contact(
        customer=prospect,
        details=ContactDetails(
            name="".join(helper),
            job_title="网络管理员",
            decision_role=DecisionRole.TECHNICAL,
            attitude=Attitude.FRIENDLY,
            reports_to_id=above.pk,
            phone=mobile_phone(phone + 1),
        ),
        by=by,
        at=at,
    )
    # Whoever looks at the person sees the post held before.
    customers.move_contact(
        contact=below,
        version=below.version,
        customer=prospect,
        job_title="信息部主任",
        from_date=(at - timedelta(days=30)).date(),
        by=by,
        at=at,
    )
