"""Cases of the example: begun weeks or hours ago, and moved on step by step by whoever owed it."""

from datetime import datetime, time, timedelta
from functools import reduce
from io import BytesIO
from zoneinfo import ZoneInfo

from django.db.models import Q

from primeline.commitments import actions as commitments
from primeline.customers import actions as customers
from primeline.customers.choices import AttachmentKind
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import Paper
from primeline.demo import rules
from primeline.demo.load.papers import sheet
from primeline.demo.plan.cases import DAY, SEAT, STORIES, CaseStory, Said, Then
from primeline.kit.deeds import Actor
from primeline.processes import actions, queries
from primeline.processes.models import Case, WorkItem
from primeline.processes.values import Answers, Wish
from primeline.products.models import Subscription
from primeline.products.queries.holdings import stronger
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.staff.rules import OPERATOR_TIME_ZONE, day_of

OFFICES_OPEN, BETWEEN = time(9, 20), timedelta(minutes=47)
WHY_HANDED = "客户是总部直管项目，烦请总部专席跟进。"


def load_cases(*, by: Actor, at: datetime) -> list[Case]:
    """Begin what the stories tell, let it come as far as they say, and return the cases."""
    actions.install_processes(by=by, at=at)
    begun = [case for story in STORIES if (case := _live(story, at)) is not None]
    while commitments.fire_due(by=by, at=at):
        pass
    return begun


def _live(story: CaseStory, at: datetime) -> Case | None:
    customer = _account(story)
    if customer is None or customer.account_manager is None:
        return None
    began, last = at - story.began, at - story.since
    case = actions.start_case(
        process=queries.get_process(story.process),
        customer=customer,
        wish=Wish(title=story.title, reference=_named(story, customer)),
        by=customer.account_manager,
        at=began,
    )
    turns = len(story.done) + (story.then is not Then.STANDS)
    each = (last - began) / turns if turns else timedelta()
    for turn, (node, said) in enumerate(story.done, start=1):
        _finish(case, node, said, now=at, at=min(_moment(began, each, turn), last))
    _happens(story, case, at=last)
    return Case.objects.get(pk=case.pk)


def _named(story: CaseStory, customer: Customer) -> str:
    """Return the number that a case names: of the best assured circuit, if it is about one."""
    if not story.is_on_circuit:
        return story.reference
    held = Subscription.objects.filter(customer=customer, terminated_date=None)
    circuits = held.exclude(circuit_number="").order_by("pk")
    best = reduce(stronger, circuits.values_list("assurance", flat=True), "")
    return next((one.circuit_number for one in circuits if one.assurance == best), story.reference)


def _moment(began: datetime, each: timedelta, turn: int) -> datetime:
    """Return when a step was done: in the hours of offices, where they are days apart."""
    found = began + turn * each
    if each < DAY:
        return found
    morning = datetime.combine(day_of(found), OFFICES_OPEN, tzinfo=ZoneInfo(OPERATOR_TIME_ZONE))
    return morning + turn * BETWEEN


def _finish(case: Case, node: str, said: Said, *, now: datetime, at: datetime) -> None:
    item = _open_item(case, node)
    person = _who_owes(item, at)
    drawn = queries.drawn(case.edition).by_id[node]
    for kind, is_there in queries.documents_of(case, drawn).items():
        if not is_there:
            _file(case, AttachmentKind(kind), by=person, at=at)
    actions.finish_item(
        item=item, reach=reach_now(person, at=at), answers=_answers(said, now, at), by=person, at=at
    )


def _happens(story: CaseStory, case: Case, *, at: datetime) -> None:
    """Let come what came after the last step that was done."""
    if story.then is Then.CANCELLED:
        now = Case.objects.get(pk=case.pk)
        lead = _holder(Role.BRANCH_LEAD, case.customer.owner_unit_id, at)
        actions.cancel_case(case=now, version=now.version, by=lead, at=at, reason=story.why)
    elif story.then is not Then.STANDS:
        item = _open_item(case)
        person = _who_owes(item, at)
        reach = reach_now(person, at=at)
        if story.then is Then.SENT_BACK:
            actions.send_back_item(item=item, reach=reach, by=person, at=at, reason=story.why)
            return
        taken = actions.claim_item(item=item, reach=reach, by=person, at=at)
        if story.then is Then.HANDED:
            _hand_on(taken, person, at=at)


def _hand_on(item: WorkItem, person: Person, *, at: datetime) -> None:
    taker = Person.objects.get(username=SEAT)
    offer = commitments.offer_matter(
        commitment=item.commitment, to_person=taker, by=person, at=at, reason=WHY_HANDED
    )
    commitments.accept_offer(offer=offer, by=taker, at=at)


def _open_item(case: Case, node: str = "") -> WorkItem:
    """Return the step that is to be done at a node, or the first of all."""
    found = WorkItem.objects.open().in_full().filter(case=case).order_by("pk")
    return found.filter(node=node).get() if node else found[0]


def _who_owes(item: WorkItem, at: datetime) -> Person:
    """Return who has a step, and else somebody who may take it, those with a login first."""
    if item.commitment.person is not None:
        return item.commitment.person
    manager = item.case.customer.account_manager
    if item.role == Role.ACCOUNT_MANAGER and manager is not None:
        return manager
    return _holder(Role(item.role), item.unit_id, at)


def _holder(role: Role, unit_id: int, at: datetime) -> Person:
    day = day_of(at)
    held = Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day), role=role, unit=unit_id, active_from__lte=day
    )
    printed = [one.username for one in rules.SEATS]
    people = Person.objects.filter(postings__in=held, is_active=True).order_by("pk")
    return people.filter(username__in=printed).first() or people[0]


def _account(story: CaseStory) -> Customer | None:
    """Return an account of somebody with a login, or of their branch, the largest first."""
    person = Person.objects.get(username=story.near)
    open_ones = Customer.objects.filter(
        is_restricted=False, closed_date=None, is_key_account=True, account_manager__is_active=True
    )
    is_manager = story.near in {
        one.username for one in rules.SEATS if one.role is Role.ACCOUNT_MANAGER
    }
    # Of nobody else's: steps are for whoever manages the account.
    own = open_ones.filter(owner_unit=person.home_unit_id)
    near = own.filter(account_manager=person) if is_manager else own
    found = list(
        near.select_related("account_manager").order_by("-monthly_fee_cents", "pk")[
            : story.place + 1
        ]
    )
    return found[story.place % len(found)] if found else None


def _answers(said: Said, now: datetime, at: datetime) -> Answers:
    return {name: _answer(word, now, at) for name, word in said.items()}


def _answer(word: str | int | timedelta, now: datetime, at: datetime) -> str:
    if isinstance(word, timedelta):
        return (at + word).isoformat()
    return str(day_of(now) + timedelta(days=word)) if isinstance(word, int) else word


def _file(case: Case, kind: AttachmentKind, *, by: Person, at: datetime) -> None:
    words = ("Example data - no paper of anybody", case.number, kind.value)
    paper = Paper(
        name=f"{case.number} {kind.value}.pdf",
        content=BytesIO(sheet(words)),
        kind=kind,
        note="示例扫描件",
    )
    customers.attach_file(customer=case.customer, paper=paper, by=by, at=at)
