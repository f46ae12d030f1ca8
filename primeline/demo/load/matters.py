"""What people of the example owe: late, today, this week; paused, offered, let off, escalated."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from primeline.commitments import actions, alerting
from primeline.commitments.choices import AskedBy, LetterKind
from primeline.commitments.models import Commitment, Letter, RungFired
from primeline.commitments.queries.lists import may_pause
from primeline.commitments.sources import owe_all
from primeline.commitments.values import Draft, Owed, Subject
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.demo.plan.staffing import HEADQUARTERS
from primeline.kit.deeds import Actor
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting, Unit
from primeline.standards.actions import install_standards
from primeline.standards.queries import get_pause_reason

MANAGERS_EACH, ACCOUNTS_EACH = 3, 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Alerts of older rungs were read and are gone.
TOLD = 40


class _Kind(NamedTuple):
    step: str
    what: str
    # How long ago it began: some are late by now, some due today, most later.
    ago: tuple[timedelta, ...]


KINDS = (
    _Kind("ONBOARDING_FOLLOW_UP", "新开专线开通回访", (6 * DAY, 2 * DAY, 20 * HOUR)),
    _Kind("QUARTERLY_CALL", "四季度服务回访", (40 * DAY, 12 * DAY, 80 * DAY)),
    _Kind("PROMISE", "承诺：按分支机构拆分账单的进展", (5 * DAY, 1 * DAY, 9 * DAY)),
    _Kind("DETRACTOR_CALL_BACK", "满意度低分回访", (30 * HOUR, 10 * HOUR, 50 * HOUR)),
    _Kind("MANAGER_VISIT", "客户经理交接走访", (4 * DAY, 1 * DAY, 8 * DAY)),
)
# What customers asked of their managers, and how long ago.
ASKED = (
    ("下月机房搬迁，专线能否提前一周移机？请给出可行时间。", 3 * HOUR),
    ("总部要求核实两条专线是否同缆，何时能给书面答复？", 2 * DAY),
)
# What customers suggested to the department of the province, and how long ago.
SUGGESTED = (
    ("建议账单增加分支机构明细，目前每月需人工拆分。", 2 * DAY),
    ("建议割接通知同时发送短信，邮件常被过滤。", 6 * DAY),
)
ANSWER = "已纳入一月账单改版，届时按分支机构列示。"
# And what a customer suggested to the department for products, which has answered.
OF_PRODUCTS = ("建议专线套餐增加按季度升降带宽的选项，应对业务高峰。", 5 * DAY)
PRODUCTS = f"{HEADQUARTERS}-PRODUCT"
ANSWER_OF_PRODUCTS = "弹性带宽已列入明年一季度试点，可先为贵公司登记试用。"
WHY_LATER = "省中心核对管线资料，预计两个工作日内回复。"
NOTES = ("已电话沟通，客户认可。", "方案已发客户邮箱。", "现场回访，签收单已归档。")
WHY_OFFERED = "本周外出培训，烦请代办。"
# A circuit that nobody has classed: no law says when its outage is reported, and no rule of ours.
UNRULED = ("第三方电路中断：未定等级，待明确上报时限", 26 * HOUR)
WHY_WAIVED = "客户已撤回诉求，无需再答复。"


def load_matters(seats: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Owe things to accounts of the managers around whoever sits at `seats`; return how many.

    The province instructs the branch of the last of them.
    """
    install_standards(by=by, at=at)
    people = [Person.objects.get(username=seat) for seat in seats]
    managers = _managers(people)
    opened = [*_open(managers, by, at), *_asked(managers, at)]
    _lack_a_rule(managers, by, at)
    _live(opened, {one.pk for one in people}, at)
    actions.end_pauses(by=by, at=at)
    while actions.fire_due(by=by, at=at):
        pass
    _tell(at)
    _write(people[-1], at)
    _suggest(managers, at)
    return len(opened)


def _open(managers: Sequence[Person], by: Actor, at: datetime) -> list[Commitment]:
    owed: list[Owed] = []
    for manager in managers:
        for place, account in enumerate(_accounts(manager)):
            for turn in range(3):
                kind = KINDS[(place + 3 * turn) % len(KINDS)]
                owed.append(
                    Owed(
                        step=kind.step,
                        subject=Subject("demo.matter", len(owed) + 1),
                        customer_id=account.pk,
                        what=kind.what,
                        opened_at=at - kind.ago[(place + turn) % len(kind.ago)],
                    )
                )
    return actions.open_commitments(owed=owed, by=by, at=at)


def _asked(managers: Sequence[Person], at: datetime) -> list[Commitment]:
    """Let customers ask their managers, who say by when they expect to know."""
    taken = []
    for manager in managers:
        mine = [
            actions.take_inquiry(
                customer=account, asked_by=AskedBy.PHONE, text=text, by=manager, at=at - ago
            )
            for account, (text, ago) in zip(_accounts(manager), ASKED, strict=False)
        ]
        for one in mine[1:]:
            actions.give_estimate(
                commitment=one,
                expected_at=at + 2 * DAY,
                reason=WHY_LATER,
                by=manager,
                at=at - HOUR,
            )
        taken += mine
    return taken


def _lack_a_rule(managers: Sequence[Person], by: Actor, at: datetime) -> None:
    """Ask for something of one account in two branches that no rule speaks of: a gap each."""
    what, ago = UNRULED
    first = {manager.home_unit_id: manager for manager in reversed(managers)}
    wanted = [
        Owed(
            step="MAJOR_FAULT",
            subject=Subject("demo.outage", account.pk),
            customer_id=account.pk,
            what=what,
            opened_at=at - ago,
        )
        for manager in first.values()
        for account in _accounts(manager)[:1]
    ]
    owe_all(wanted, by=by, at=at)


def _live(opened: Sequence[Commitment], sitting: set[int], at: datetime) -> None:
    """Let some be done, paused, offered or let off, as weeks of work leave them."""
    for place, one in enumerate(opened):
        owner = one.customer.account_manager if one.customer else None
        if owner is None:
            continue
        turn = place % 12
        if turn in (1, 7):
            note = NOTES[place % len(NOTES)]
            done_at = at - timedelta(minutes=37 * (place + 1))
            actions.keep_commitment(
                commitment=one, by=owner, at=max(done_at, one.opened_at), reason=note
            )
        elif turn == 4 and may_pause(one):
            actions.pause_commitment(
                commitment=one,
                pause_reason=get_pause_reason("CUSTOMER_PAPERS"),
                evidence="11 月邮件：客户补充开票资料中",
                by=owner,
                at=max(at - DAY, one.opened_at),
            )
        elif turn == 9 and owner.pk not in sitting and one.due_at > at:
            actions.ask_waiver(commitment=one, by=owner, at=at - HOUR, reason=WHY_WAIVED)


def _tell(at: datetime) -> None:
    """Tell people of the rungs that were reached last; those before them they have read."""
    for rung_id in RungFired.objects.order_by("-reached_at").values_list("pk", flat=True)[:TOLD]:
        alerting.tell_of(rung_id, at=at)


def _write(sitting: Person, at: datetime) -> None:
    """Let the province instruct the branch, and the branch answer what it was told before."""
    branch = sitting.home_unit
    supervisor = _holder(Role.PROVINCE_SUPERVISOR, branch)
    lead = _holder(Role.BRANCH_LEAD, branch)
    if supervisor is None or lead is None:
        return
    asked = _instruct(
        supervisor,
        lead,
        "核查金融客户双路由",
        "请逐户核对主备路由是否同缆，附核查表。",
        at - 6 * DAY,
    )
    actions.answer_letter(
        letter=asked,
        text="已核查 14 户，1 户同缆，已列改造计划。",
        reach=reach_now(lead.person, at=at),
        by=lead.person,
        at=at - 2 * DAY,
    )
    _instruct(supervisor, lead, "年底前完成高等级客户走访", "请报走访计划及完成时间。", at - DAY)


def _suggest(managers: Sequence[Person], at: datetime) -> None:
    """Let customers of managers suggest something to the province, which has answered one.

    The department for products at headquarters has answered what it was sent, too.
    """
    for place, (manager, (text, ago)) in enumerate(zip(managers, SUGGESTED, strict=False)):
        supervisor = _holder(Role.PROVINCE_SUPERVISOR, manager.home_unit)
        accounts = _accounts(manager)
        if supervisor is None or not accounts:
            continue
        letter = actions.take_suggestion(
            customer=accounts[0], to_unit=supervisor.unit, text=text, by=manager, at=at - ago
        )
        if place:
            _answer(letter, ANSWER, supervisor.person, at)
    text, ago = OF_PRODUCTS
    department = Unit.objects.get(code=PRODUCTS)
    letter = actions.take_suggestion(
        customer=_accounts(managers[0])[-1], to_unit=department, text=text, by=managers[0],
        at=at - ago,
    )  # fmt: skip
    lead = Posting.objects.get(unit=department, role=Role.BRANCH_LEAD).person
    _answer(letter, ANSWER_OF_PRODUCTS, lead, at)


def _answer(letter: Letter, text: str, by: Person, at: datetime) -> None:
    reach = reach_now(by, at=at)
    actions.answer_letter(letter=letter, text=text, reach=reach, by=by, at=at - DAY)


def _instruct(
    supervisor: Posting, lead: Posting, title: str, text: str, written_at: datetime
) -> Letter:
    by = supervisor.person
    draft = Draft(
        kind=LetterKind.INSTRUCTION,
        from_unit=supervisor.unit,
        to_unit=lead.unit,
        title=title,
        text=text,
    )
    reach = reach_now(by, at=written_at)
    return actions.write_letter(draft=draft, reach=reach, by=by, at=written_at)


def _holder(role: Role, branch: Unit) -> Posting | None:
    """Return who holds a role at the branch or nearest above it."""
    above = [int(part) for part in branch.path.split("/") if part]
    found = Posting.objects.filter(role=role, unit__in=above, active_to=None)
    return found.select_related("person", "unit").order_by("-unit__path", "pk").first()


def _accounts(manager: Person) -> list[Customer]:
    found = Customer.objects.filter(
        account_manager=manager, is_restricted=False, closed_date=None, is_key_account=True
    )
    return list(found.order_by("-monthly_fee_cents", "pk")[:ACCOUNTS_EACH])


def _managers(sitting: Sequence[Person]) -> list[Person]:
    """Return some managers of the unit of each, themselves first."""
    found: dict[int, Person] = {}
    for one in sitting:
        held = Posting.objects.filter(
            role=Role.ACCOUNT_MANAGER,
            unit=one.home_unit_id,
            active_to=None,
            person__is_active=True,
        )
        around = [posting.person for posting in held.select_related("person").order_by("pk")]
        around.sort(key=lambda person: person != one)
        found |= {person.pk: person for person in around[:MANAGERS_EACH]}
    return list(found.values())
