"""Some contracts in full: milestones, parties, an amendment, a renewal by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from primeline.customers.models import Payment
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor, act
from primeline.products import actions
from primeline.products.choices import MilestoneKind, PartyRole, RenewalKind
from primeline.products.models import Agreement
from primeline.products.queries import terms_said
from primeline.products.values import MilestoneTerms, Party

IN_FULL = 36
# Contracts that end sooner are told as such; those that go on by themselves end later.
NOT_BEFORE = timedelta(days=120)


def load_contracts_in_full(
    plan: Plan, agreement_ids: Sequence[int], *, by: Actor, at: datetime
) -> None:
    """Let the latest contracts of key accounts have what a contract has in full."""
    last = plan.today + NOT_BEFORE
    places = [
        place
        for place, one in enumerate(plan.agreements)
        if one.status == "ACTIVE" and one.ends > last and plan.customers[one.customer].tier
    ]
    latest = sorted(places, key=lambda place: (plan.agreements[place].signed, place))[-IN_FULL:]
    for turn, place in enumerate(latest):
        agreement = Agreement.objects.get(pk=agreement_ids[place])
        _plan_milestones(agreement, plan.today, turn, by=by, at=at)
        if turn % 3 == 0:
            party = Party(role=PartyRole.PAYER, name=f"示例集团财务公司（{agreement.number}）")
            actions.add_party(agreement=agreement, party=party, by=by, at=at)
        if turn % 5 == 3:
            _pay(agreement, plan.today, by=by, at=at)
        if turn % 4 == 1:
            _amend(agreement, plan.today, by=by, at=at)
        if turn % 4 == 2:
            _let_go_on(agreement, by=by, at=at)
    actions.match_payments(by=by, at=at)


def _plan_milestones(
    agreement: Agreement, today: date, turn: int, *, by: Actor, at: datetime
) -> None:
    first = min(max(_begun(agreement), today - timedelta(days=60)), today)
    half = agreement.value_cents // 2
    accepted = MilestoneTerms(kind=MilestoneKind.ACCEPTANCE, name="线路验收", due_date=first)
    milestone = actions.plan_milestone(agreement=agreement, terms=accepted, by=by, at=at)
    actions.reach_milestone(
        milestone=milestone,
        version=milestone.version,
        done_date=first,
        proof="验收报告（示例）",
        by=by,
        at=at,
    )
    # Every sixth is late; the others are paid in good time.
    late, later = today - timedelta(days=9), today + timedelta(days=20 + turn * 5)
    due = max(late, _begun(agreement)) if turn % 6 == 0 else later
    if half:
        payment = MilestoneTerms(
            kind=MilestoneKind.PAYMENT, name="首期款", due_date=due, amount_cents=half
        )
        actions.plan_milestone(agreement=agreement, terms=payment, by=by, at=at)


def _begun(agreement: Agreement) -> date:
    """Return from which day on something can be due under a contract."""
    return min(agreement.signed_date or agreement.starts_date, agreement.starts_date)


def _pay(agreement: Agreement, today: date, *, by: Actor, at: datetime) -> None:
    """Let a tenth of the value have been paid two days late, so that the rule finds it."""
    tenth = agreement.value_cents // 10
    if not tenth:
        return
    due = max(today - timedelta(days=20), _begun(agreement))
    terms = MilestoneTerms(
        kind=MilestoneKind.PAYMENT, name="预付款", due_date=due, amount_cents=tenth
    )
    actions.plan_milestone(agreement=agreement, terms=terms, by=by, at=at)
    with act(kind="demo.day", by=by, at=at):
        Payment.objects.create(
            customer_id=agreement.customer_id,
            paid_date=min(due + timedelta(days=2), today),
            amount_cents=tenth,
            external_id=f"PAY-{agreement.number}",
        )


def _amend(agreement: Agreement, today: date, *, by: Actor, at: datetime) -> None:
    agreement.refresh_from_db()
    actions.amend_agreement(
        agreement=agreement,
        version=agreement.version,
        terms=replace(
            terms_said(agreement), clauses="新增一条备用专线，4 小时内修复。月租费不变。"
        ),
        amended_date=today,
        reason="客户要求增加备用专线",
        by=by,
        at=at,
    )


def _let_go_on(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    agreement.refresh_from_db()
    terms = replace(
        terms_said(agreement),
        renewal_kind=RenewalKind.BY_ITSELF,
        renewal_months=12,
        notice_days=30,
    )
    actions.change_agreement(
        agreement=agreement,
        version=agreement.version,
        terms=terms,
        reason="登记续约方式",
        by=by,
        at=at,
    )
