"""What is done for accounts again and again: planned two months ago, most of it kept since."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from primeline.customers import actions as customers
from primeline.customers.choices import ConsentProof, ConsentPurpose
from primeline.customers.models import Contact
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.deeds import Actor
from primeline.staff.actions import set_cover
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.staff.rules import OPERATOR_TIME_ZONE, day_of
from primeline.staff.values import Period
from primeline.visits import sources
from primeline.visits.actions import record_action, record_conversation
from primeline.visits.choices import ActionStatus, ConversationKind, Manner
from primeline.visits.models import ServiceAction
from primeline.visits.shipped import GREETED
from primeline.visits.values import Promised, Told

BEGAN, DAY = timedelta(days=56), timedelta(days=1)
LATE_BY = timedelta(days=2)
AT_NOON = time(11, 20)
NOTES = ("已走访，客户满意。", "已电话回访，无异议。", "客户反馈账单问题，已转办。")
PLACE, PROMISED = "客户办公楼", timedelta(days=70)
TOLD_AS: Mapping[str, ConversationKind] = {
    Manner.VISIT: ConversationKind.VISIT,
    Manner.CALL: ConversationKind.CALL,
}
# What for, what was said, and what was promised, if anything was.
TOLD = (
    (
        "例行走访",
        "客户反映下班后专线偶有抖动，希望提供月度质量报告；计划下半年新增两条电路。",
        "提供月度专线质量报告",
    ),
    ("账单核对", "核对上月账单无差异，客户希望增值税发票改为电子发票。", ""),
    ("合同到期沟通", "合同将于年内到期，客户有续约意向，关注资费下调。", "提交续约资费方案"),
)
AWAY, WHY_AWAY = timedelta(days=40), "省公司轮岗培训，暂无人代班"
LEVELS, BESIDE = ("T0", "T1"), 2
AGE, THREE_WEEKS, WHERE_AGREED = 45, timedelta(days=21), "档案柜 12"
GREETINGS: Final = ConsentPurpose.GREETINGS
# Of ten that came due: the rest was kept on its day.
LATE, MISSED = 4, 8


def load_visits(seats: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Plan the accounts of whoever sits at `seats` since two months; return how much was done.

    So it is for managers led by the last of them; one is away, and nobody stands in: what they
    owe is unstaffed.
    """
    found = {one.username: one for one in Person.objects.filter(username__in=list(seats))}
    sitting = [found[seat] for seat in seats]
    beside = _beside(sitting[-1], sitting, day_of(at))
    people = {one.pk: one for one in [*sitting, *beside]}
    ids = sorted(people)
    for person in sitting:
        _with_birthdays(person, by=by, at=at)
    for _outcome in sources.plan_for(ids, by=by, at=at - BEGAN):
        pass
    done = sum(_live(people[pk], at) for pk in ids)
    for one in beside[:1]:
        start = day_of(at) + timedelta(days=1)
        period = Period(start, start + AWAY)
        set_cover(absent=one, covered_by=None, period=period, by=by, at=at, reason=WHY_AWAY)
    for _outcome in sources.plan_for(ids, by=by, at=at):
        pass
    return done


def _live(person: Person, at: datetime) -> int:
    """Let one person do what their days hold, some late and some not at all."""
    planned = ServiceAction.objects.filter(
        person=person, status=ActionStatus.PLANNED, planned_date__lt=day_of(at)
    )
    done = 0
    for place, one in enumerate(
        planned.select_related("customer", "standard").order_by("planned_date", "pk")
    ):
        is_greeting = one.contact_id is not None
        if is_greeting and one.period_to > day_of(at):
            # The day itself is still to come, or only just past.
            continue
        if one.planned_date is None or (place % 10 == MISSED and not is_greeting):
            continue
        is_late = place % 10 == LATE and not is_greeting and one.period_to + LATE_BY < day_of(at)
        day = one.period_to + LATE_BY if is_late else one.planned_date
        at_noon, kind = _noon(day), TOLD_AS.get(one.standard.manner)
        if kind is not None and place % 3 == 0 and day < one.period_to:
            _tell(one, kind, place, by=person, at=at_noon)
        else:
            record_action(action=one, by=person, at=at_noon, reason=NOTES[place % len(NOTES)])
        done += 1
    return done


def _with_birthdays(person: Person, *, by: Actor, at: datetime) -> None:
    """Have two key persons agree to greetings whose birthdays were three weeks ago, or are near."""
    today = day_of(at)
    sunday = today + timedelta(days=6 - today.weekday())
    people = Contact.objects.filter(
        customer__account_manager=person,
        customer__tier__in=(*LEVELS, "T2"),
        customer__is_key_account=True,
        is_active=True,
    ).exclude(decision_role="")
    found = sorted(
        people.order_by("-is_primary", "pk"), key=lambda one: one.decision_role not in GREETED
    )
    for day, one in zip((today - THREE_WEEKS, sunday), found[:2], strict=False):
        details = ContactDetails(
            name=one.name,
            job_title=one.job_title,
            decision_role=one.decision_role if one.decision_role in GREETED else GREETED[1],
            attitude=one.attitude,
            reports_to_id=one.reports_to_id,
            phone=one.phone,
            email=one.email,
            birthday=day.replace(year=day.year - AGE, day=min(day.day, 28)),
            preferred_channel=one.preferred_channel,
            preferred_hours=one.preferred_hours,
            is_primary=one.is_primary,
        )
        customers.change_contact(contact=one, version=one.version, details=details, by=by, at=at)
        if not one.consents.filter(purpose=GREETINGS, withdrawn_date=None).exists():
            agreed = Agreed(
                purpose=GREETINGS,
                # The day before: by another clock that of the moment may not have come.
                given_date=today - BEGAN - DAY,
                proof=ConsentProof.PAPER,
                proof_place=WHERE_AGREED,
            )
            customers.record_consent(contact=one, agreed=agreed, by=by, at=at)


def _tell(
    action: ServiceAction, kind: ConversationKind, place: int, *, by: Person, at: datetime
) -> None:
    """Let somebody tell of a visit or call, with a promise now and then."""
    purpose, outcome, promise = TOLD[place % len(TOLD)]
    people = Contact.objects.filter(customer=action.customer, is_active=True).order_by("pk")
    met = [one for one in people if one.pk == action.contact_id] or list(people[:2])
    told = Told(
        kind=kind,
        held_at=at,
        place=PLACE if kind is ConversationKind.VISIT else "",
        purpose=purpose,
        # As people write: with names, which stand sealed in what they write.
        outcome=f"{met[0].name}：{outcome}" if met else outcome,
        contact_ids=frozenset(one.pk for one in met),
    )
    promised = Promised(what=promise, due_date=day_of(at) + PROMISED, person_id=by.pk)
    record_conversation(
        customer=action.customer,
        told=told,
        promises=[promised] if promise else [],
        action=action,
        by=by,
        at=at,
    )


def _beside(lead: Person, sitting: Sequence[Person], today: date) -> list[Person]:
    """Return managers of the unit of somebody, who have accounts and sit at no seat."""
    held = Posting.objects.filter(
        role=Role.ACCOUNT_MANAGER, unit=lead.home_unit_id, active_to=None, person__is_active=True
    )
    free = held.exclude(person__in=sitting).exclude(person__absences__active_to__gt=today)
    rows = free.filter(person__managed_customers__tier__in=LEVELS).order_by("person").distinct()
    return [posting.person for posting in rows.select_related("person")[:BESIDE]]


def _noon(day: date) -> datetime:
    return datetime.combine(day, AT_NOON, tzinfo=ZoneInfo(OPERATOR_TIME_ZONE))
