"""Groups of the example: subsidiaries, a framework contract, and branches with their promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from primeline.customers import actions as customers
from primeline.customers.choices import BranchPart
from primeline.customers.models import Customer
from primeline.demo.load.organization import Organization
from primeline.demo.plan import figures as f
from primeline.demo.plan import stories
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.products import actions as products
from primeline.products.models import Agreement
from primeline.staff.models import Unit

_ASSISTING = (
    *("QIAOLING", "YUNTING", "YUCHENG", "WANGCHAO", "JINTANG", "YUANDU", "BOYUAN", "PUGANG"),
    "YEWAN",
)
_PROMISES = ("网点专线月度巡检", "备份路由割接前逐户告知", "季度服务报告送达网点负责人")
NEAR, FAR = 3, 2


@dataclass(frozen=True, kw_only=True)
class _Telling:
    """Who writes it down, where and when."""

    plan: Plan
    ids: Sequence[int]
    organization: Organization
    by: Actor
    at: datetime

    def account(self, place: int) -> Customer:
        """Return an account by its place in the plan."""
        return Customer.objects.get(pk=self.ids[place])

    def story(self, key: str) -> Customer:
        """Return an account with a story."""
        places = (p for p, customer in enumerate(self.plan.customers) if customer.story == key)
        return self.account(next(places))

    def assign(self, customer: Customer, code: str, part: BranchPart, promises: list[str]) -> None:
        """Name a branch, and what it has promised."""
        unit = Unit.objects.get(pk=self.organization.units[code])
        branch = customers.name_branch(
            customer=customer, unit=unit, part=part, by=self.by, at=self.at
        )
        for number, text in enumerate(promises):
            customers.promise_duty(
                branch=branch,
                text=text,
                due_date=self.plan.today + timedelta(days=9 + 14 * number),
                by=self.by,
                at=self.at,
            )


def load_groups(
    plan: Plan, ids: Sequence[int], organization: Organization, *, by: Actor, at: datetime
) -> None:
    """Let a manufacturer have subsidiaries, and a bank a host and nine assisting branches."""
    telling = _Telling(plan=plan, ids=ids, organization=organization, by=by, at=at)
    bank = telling.story(stories.LANHENG)
    telling.assign(bank, "LANCHENG", BranchPart.HOST, list(_PROMISES))
    for number, code in enumerate(_ASSISTING):
        telling.assign(bank, code, BranchPart.ASSISTS, [_PROMISES[number % len(_PROMISES)]])
    maker = telling.story(stories.JINTANG)
    telling.assign(maker, "JINTANG", BranchPart.HOST, ["第二路由建成前每周通报进度"])
    _join(telling, maker)


def _join(telling: _Telling, head: Customer) -> None:
    near, far = _makers(telling.plan)
    members = [telling.account(place) for place in (*near, *far)]
    for number, member in enumerate(members):
        # The second one belongs to the first, so that the tree has three levels.
        link = customers.join_group(
            child=member,
            parent=members[0] if number == 1 else head,
            from_date=telling.plan.today - timedelta(days=400 - 30 * number),
            by=telling.by,
            at=telling.at,
        )
        if number == 0:
            customers.set_payer(
                link=link, version=link.version, payer=head, by=telling.by, at=telling.at
            )
    _call_off(telling, head, members)


def _makers(plan: Plan) -> tuple[list[int], list[int]]:
    """Return manufacturers of the branch of Jintang, and some of elsewhere."""
    found = [
        place
        for place, customer in enumerate(plan.customers)
        if customer.industry == f.MANUFACTURING
        and customer.status == "ACTIVE"
        and not customer.story
        and not customer.identity.cover_name
    ]
    near = [place for place in found if plan.customers[place].unit == "JINTANG"]
    far = [place for place in found if plan.customers[place].unit != "JINTANG"]
    return near[:NEAR], far[:FAR]


def _call_off(telling: _Telling, head: Customer, members: Sequence[Customer]) -> None:
    framework = Agreement.objects.filter(customer=head).order_by("-starts_date", "-id").first()
    if framework is None:
        return
    framework = products.place_agreement(
        agreement=framework,
        version=framework.version,
        is_framework=True,
        by=telling.by,
        at=telling.at,
    )
    for order in Agreement.objects.filter(customer__in=members).order_by("id")[:4]:
        products.place_agreement(
            agreement=order,
            version=order.version,
            framework=framework,
            by=telling.by,
            at=telling.at,
        )
