"""Key persons are wished well once, on the right day, and nobody who should be left alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from primeline.approaches.events import PersonReached
from primeline.approaches.models import Approach
from primeline.audit.models import HistoryRow
from primeline.calendars import shipped as calendar
from primeline.calendars.values import DayKind
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.birthdays import birthdays_between
from primeline.customers.choices import Tier
from primeline.customers.models import Contact
from primeline.customers.queries import reach_now
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.rights import actions as rights
from primeline.rights.choices import Proof, RightKind
from primeline.standards.models import Step
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.processes import SECONDS_TO_END, start_python
from primeline.visits import actions, listeners, occasions
from primeline.visits.choices import (
    ActionState,
    ActionStatus,
    ConversationKind,
    Manner,
    Occasion,
    WhyGone,
)
from primeline.visits.models import Counted, DayLimit, ServiceAction, StandardAction
from primeline.visits.queries import coverage_of, effect_of
from primeline.visits.queries.coverage import CoverageFilter
from primeline.visits.tests.planned import TEST, install, level, plan
from primeline.visits.tests.test_merges import work_off
from primeline.visits.values import Period, Rhythms, Told

pytestmark = [pytest.mark.django_db, pytest.mark.row("D3")]
DAY = timedelta(days=1)
TODAY = TUESDAY_10AM.date()
BORN, NAME = date(1980, 5, 20), "王若敏"
# The week of 20 May 2026, a Wednesday, and the one before it.
STRETCH = Period(date(2026, 5, 11), date(2026, 5, 25))


def key_person(tier: Tier = Tier.DIAMOND, *, agrees: bool = True, **facts: Any) -> Contact:
    """Install the cadence, and put somebody who decides at Harbor Bank on file."""
    install()
    details = {"name": NAME, "decision_role": "DECIDES", "birthday": BORN} | facts
    person = customers.add_contact(
        customer=cast.harbor_bank(tier=tier),
        details=ContactDetails(**details),
        by=cast.lin(),
        at=TUESDAY_10AM,
    )
    if agrees:
        agree(person)
    return person


def agree(person: Contact) -> None:
    agreed = Agreed(purpose="GREETINGS", given_date=TODAY, proof="PAPER", proof_place="Folder 7")
    customers.record_consent(contact=person, agreed=agreed, by=cast.lin(), at=TUESDAY_10AM)


def change(person: Contact, **facts: Any) -> None:
    person.refresh_from_db()
    details = {"name": NAME, "decision_role": "DECIDES", "birthday": BORN} | facts
    customers.change_contact(
        contact=person, version=person.version, details=ContactDetails(**details),
        by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def birthday() -> ServiceAction:
    """Return the one birthday greeting that stands."""
    return greetings().get(standard__occasion=Occasion.BIRTHDAY)


def greetings() -> Any:
    rows = ServiceAction.objects.standing().filter(contact__isnull=False)
    return rows.select_related("commitment", "standard__step", "customer")


@pytest.mark.engine("sqlite")
class TestOccasions:
    @pytest.mark.parametrize(
        ("occasion", "name"),
        [
            (Occasion.NEW_YEAR, "元旦"),
            (Occasion.SPRING_FESTIVAL, "春节"),
            (Occasion.LABOR_DAY, "劳动节"),
            (Occasion.DRAGON_BOAT, "端午节"),
            (Occasion.MID_AUTUMN, "中秋"),
            (Occasion.NATIONAL_DAY, "国庆节"),
        ],
    )
    def test_fall_on_holidays_of_their_name(self, occasion: Occasion, name: str) -> None:
        # Since 2008 all of them are public days; where two fall together one names the day.
        for year in range(2008, calendar.LAST_YEAR + 1):
            days = {one.day: one for one in calendar.days_of(year)}
            found = days[occasions.feast_in(occasion, year)]
            assert found.kind is DayKind.HOLIDAY
            both = {found.day} == {occasions.feast_in(Occasion.MID_AUTUMN, year)} & {
                occasions.feast_in(Occasion.NATIONAL_DAY, year)
            }
            assert both or found.name_zh.startswith(name), f"{found} is not {name}"

    def test_29_february_and_leap_months_are_decided(self) -> None:
        years: dict[str, Any] = {"start": date(2025, 1, 1), "end": date(2029, 1, 1)}
        leap = birthdays_between(solar=date(1980, 2, 29), lunar="", **years)
        assert [str(one)[5:] for one in leap] == ["02-28", "02-28", "02-28", "02-29"]
        # The year 2025 has a leap sixth month; the ordinary one begins on 25 June.
        sixth = birthdays_between(solar=None, lunar="06-10", **years | {"end": date(2026, 1, 1)})
        assert sixth == (date(2025, 7, 4),)
        # The lunar birthday goes first; with neither there is none.
        assert birthdays_between(solar=BORN, lunar="06-10", **years)[0] == date(2025, 7, 4)
        assert birthdays_between(solar=None, lunar="", **years) == ()

    def test_stretches_are_whole_weeks_and_do_not_tell_the_day(self) -> None:
        week = [date(2026, 5, 18) + number * DAY for number in range(7)]
        assert {occasions.stretch_of(day) for day in week} == {STRETCH}

    def test_a_birthday_in_a_week_off_is_greeted_the_week_before(self) -> None:
        worked = {date(2026, 2, 9) + number * DAY for number in range(6)}
        day = date(2026, 2, 18)
        span = occasions.stretch_of(day)
        best = occasions.best_of(Occasion.BIRTHDAY, day, span, worked)
        assert best == Period(span.start, day + DAY)
        usual = occasions.best_of(Occasion.BIRTHDAY, day, span, {date(2026, 2, 17)})
        assert usual == Period(date(2026, 2, 16), day + DAY)


class TestPlan:
    def test_is_owed_once_by_the_manager_about_the_person(self) -> None:
        person = key_person()
        plan()
        greeting = birthday()
        owed = greeting.commitment
        assert owed is not None
        assert greeting.period == STRETCH
        assert greeting.planned_date is not None
        assert date(2026, 5, 18) <= greeting.planned_date <= date(2026, 5, 20)
        assert (greeting.person_id, owed.person_id) == (cast.lin().pk, None)
        assert (owed.subject_kind, owed.subject_id) == ("visits.person", person.pk)
        assert (owed.what, owed.debtor_role) == ("2026-05-11 – 2026-05-24", "ACCOUNT_MANAGER")
        assert not plan()

        bank = cast.harbor_bank()
        customers.name_managers(
            customer=bank, version=bank.version, account_manager=cast.mira(), deputy=None,
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        plan()
        assert birthday().person_id == cast.mira().pk
        level(bank, Tier.GOLD)
        plan()
        change(person, job_title="Director")
        plan()
        plan(TUESDAY_10AM + 10 * DAY)
        assert birthday().pk == greeting.pk
        assert Commitment.objects.filter(subject_kind="visits.person").count() == 1

    def test_festivals_come_by_level(self) -> None:
        key_person()
        at = TUESDAY_10AM + 120 * DAY
        plan(at)
        found = greetings().order_by("period_from").values_list("standard__step__code", flat=True)
        assert list(found) == ["MID_AUTUMN_GREETING", "NATIONAL_DAY_GREETING"]
        level(cast.harbor_bank(), Tier.GOLD)
        plan(at)
        assert greetings().get().standard.step.code == "MID_AUTUMN_GREETING"

    @pytest.mark.engine("sqlite")
    @pytest.mark.parametrize(
        "facts",
        [
            {"agrees": False},
            {"decision_role": ""},
            {"decision_role": "USES"},
            {"birthday": None},
            {"tier": Tier.STANDARD},
        ],
    )
    def test_who_is_not_asked_for_is_left_alone(self, facts: dict[str, Any]) -> None:
        key_person(**facts)
        plan()
        assert not greetings().exists()

    def test_nobody_with_room_is_unstaffed_and_comes_back(self) -> None:
        key_person()
        limit = DayLimit.objects.get(manner=Manner.CALL)
        facts: dict[str, Any] = {"manner": Manner.CALL, "by": TEST, "at": TUESDAY_10AM}
        actions.set_day_limit(version=limit.version, most=0, **facts)
        plan()
        assert (birthday().status, birthday().commitment) == (ActionStatus.UNSTAFFED, None)
        actions.set_day_limit(version=limit.version + 1, most=3, **facts)
        plan()
        assert birthday().status == ActionStatus.PLANNED

    @pytest.mark.engine("sqlite")
    def test_effect_counts_people_and_names_who_has_no_room(self) -> None:
        key_person()
        wanted = Rhythms(rhythms={"T0": "ON_ITS_DAY"}, active_from=TODAY)
        asked: dict[str, Any] = {"manner": "CALL", "instead_of": None, "on": TODAY}
        found = effect_of(wanted, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        diamond = found.tiers[0]
        assert (diamond.account_count, round(diamond.after * 12)) == (1, 1)
        assert not found.beyond
        limit = DayLimit.objects.get(manner=Manner.CALL)
        actions.set_day_limit(
            manner=Manner.CALL, version=limit.version, most=0, by=TEST, at=TUESDAY_10AM
        )
        full = effect_of(wanted, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        assert [one.person for one in full.beyond] == [cast.lin()]
        nobody = replace(wanted, roles=frozenset({"USES"}))
        none = effect_of(nobody, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        assert none.tiers[0].account_count == 0


def leaves(person: Contact) -> None:
    customers.retire_contact(contact=person, version=person.version, by=cast.lin(), at=TUESDAY_10AM)


def takes_back(person: Contact) -> None:
    customers.withdraw_consent(
        consent=person.consents.get(), version=1, withdrawn_date=TODAY,
        by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def goes_elsewhere(person: Contact) -> None:
    customers.move_contact(
        contact=person, version=person.version, customer=cast.lake_mills(), job_title="CEO",
        from_date=TODAY, by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def asks(person: Contact, kind: RightKind) -> None:
    facts: dict[str, Any] = {"by": cast.sara(), "at": TUESDAY_10AM}
    request = rights.receive_request(
        person=person, kind=kind, proof=next(iter(Proof)), received_date=TODAY, today=TODAY, **facts
    )
    rights.carry_out(request=request, version=request.version, reason="They asked.", **facts)


GOES: list[tuple[Callable[[Contact], None], WhyGone]] = [
    (leaves, WhyGone.LEFT),
    (goes_elsewhere, WhyGone.LEFT),
    (takes_back, WhyGone.CONSENT),
    (lambda person: asks(person, RightKind.RESTRICT), WhyGone.RESTRICTED),
    (lambda person: asks(person, RightKind.ERASE), WhyGone.ERASED),
    (lambda person: change(person, birthday=None), WhyGone.DAY),
    (lambda person: change(person, decision_role="USES"), WhyGone.CADENCE),
    (lambda _person: level(cast.harbor_bank(), Tier.STANDARD), WhyGone.CADENCE),
]


class TestGone:
    @pytest.mark.parametrize(("happens", "why"), GOES)
    def test_is_canceled_with_its_reason_and_comes_no_more(
        self, happens: Callable[[Contact], None], why: WhyGone
    ) -> None:
        person = key_person()
        plan()
        row = birthday()
        person.refresh_from_db()
        happens(person)
        if why is not WhyGone.CADENCE or person.customer.tier:
            work_off(TUESDAY_10AM)
        plan()
        row.refresh_from_db()
        assert row.commitment is not None
        assert (row.status, row.why_gone) == (ActionStatus.DROPPED, why)
        assert (row.commitment.status, bool(row.commitment.note)) == (
            CommitmentStatus.CANCELLED, True,
        )  # fmt: skip
        assert not plan()
        assert not greetings().exists()

    def test_late_or_begun_is_not_owed_to_who_took_consent_back(self) -> None:
        person = key_person()
        plan()
        at = TUESDAY_10AM + 60 * DAY
        plan(at)
        assert birthday().commitment.is_open
        takes_back(person)
        plan(at)
        assert not greetings().exists()

    def test_what_has_begun_stays_where_the_level_asks_no_more(self) -> None:
        key_person()
        plan()
        level(cast.harbor_bank(), Tier.STANDARD)
        at = TUESDAY_10AM + 20 * DAY
        assert STRETCH.holds(at.date())
        plan(at)
        assert birthday().commitment.is_open

    def test_erasing_leaves_nothing_of_the_person_in_what_was_owed(self) -> None:
        person = key_person()
        plan()
        row = birthday()
        asks(Contact.objects.get(pk=person.pk), RightKind.ERASE)
        plan()
        owed = Commitment.objects.filter(subject_kind="visits.person").values()
        kept = HistoryRow.objects.filter(
            table_name__in=("visits_serviceaction", "commitments_commitment")
        ).values()
        said = json.dumps([*owed, *kept], default=str, ensure_ascii=False)
        for trace in (NAME, NAME[1:], "1980-05-20", "1980"):
            assert trace not in said
        row.refresh_from_db()
        assert row.period.start.weekday() == row.period.end.weekday() == 0


class TestCorrected:
    def test_before_it_is_done_the_right_day_is_planned(self) -> None:
        person = key_person()
        plan()
        wrong = birthday()
        change(person, birthday=date(1980, 5, 22))
        plan()
        assert birthday().pk == wrong.pk, "the same week is the same greeting"
        change(person, birthday=None, lunar_birthday="05-05")
        plan()
        wrong.refresh_from_db()
        assert (wrong.status, wrong.why_gone) == (ActionStatus.DROPPED, WhyGone.DAY)
        # The Dragon Boat Festival of 2026 is on 19 June.
        assert birthday().period == Period(date(2026, 6, 8), date(2026, 6, 22))
        change(person)
        plan()
        assert (birthday().period, birthday().turn) == (STRETCH, 2)

    def test_once_greeted_is_not_greeted_again_that_year(self) -> None:
        person = key_person()
        plan()
        at = TUESDAY_10AM + 20 * DAY
        actions.record_action(action=birthday(), by=cast.lin(), at=at)
        change(person, birthday=date(1980, 7, 1))
        plan(at)
        assert birthday().commitment.status == CommitmentStatus.DONE
        goes_elsewhere(Contact.objects.get(pk=person.pk))
        change(person, birthday=date(1980, 7, 1))
        level(cast.lake_mills(), Tier.DIAMOND)
        plan(at)
        assert greetings().count() == 1
        # The year after they are greeted where they are, on the right day.
        later = TUESDAY_10AM.replace(year=2027, month=6)
        plan(later)
        assert greetings().filter(customer=cast.lake_mills()).get().period.holds(date(2027, 7, 1))


class TestDone:
    def greeting(self) -> tuple[Contact, datetime]:
        person = key_person(phone="13800138765")
        plan()
        return person, TUESDAY_10AM + 14 * DAY

    def test_by_a_message_through_the_product_to_greet_them(self) -> None:
        person, at = self.greeting()
        with act(kind="test.reach", by=cast.lin(), at=at):
            sent = [
                Approach.objects.create(
                    contact=person, channel="MESSAGE", purpose="GREETINGS", asked_by=cast.lin(),
                    asked_at=at,
                )
                for _twice in "12"
            ]  # fmt: skip
        reached = PersonReached(
            happened_at=at, approach_id=sent[0].pk, channel="MESSAGE", purpose="GREETINGS",
            customer_id=person.customer_id, asked_by_id=cast.mira().pk,
        )  # fmt: skip
        listeners.count_after_reaching(reached)
        assert birthday().commitment.is_open, "a stranger's message is none of the manager's"
        about_a_bill = {"channel": "CALL", "purpose": "CONTRACT", "asked_by_id": cast.lin().pk}
        listeners.count_after_reaching(replace(reached, **about_a_bill))
        assert birthday().commitment.is_open, "an ordinary call greets nobody"
        lins = replace(reached, approach_id=sent[1].pk, asked_by_id=cast.lin().pk)
        listeners.count_after_reaching(lins)
        listeners.count_after_reaching(lins)
        assert birthday().commitment.status == CommitmentStatus.DONE
        assert Counted.objects.filter(action=birthday()).count() == 1

    def test_by_any_conversation_with_them_and_by_none_without(self) -> None:
        person, at = self.greeting()
        told = Told(kind=ConversationKind.VISIT, held_at=at, outcome="Greeted.")
        facts: dict[str, Any] = {"customer": person.customer, "by": cast.lin(), "at": at}
        with pytest.raises(Refused) as refused:
            actions.record_conversation(told=told, action=birthday(), **facts)
        assert refused.value.field == "people"
        met = replace(told, contact_ids=frozenset({person.pk}))
        written = actions.record_conversation(told=met, action=birthday(), **facts)
        assert birthday().commitment.status == CommitmentStatus.DONE
        with pytest.raises(Refused):
            actions.correct_conversation(
                conversation=written, version=written.version, told=told, by=cast.lin(), at=at,
                reason="slip",
            )  # fmt: skip

    def test_counts_in_coverage(self) -> None:
        _person, at = self.greeting()
        step = birthday().standard.step_id
        wanted = CoverageFilter(month=date(2026, 5, 1), step_id=step)
        reach = reach_now(cast.greta(), at=at)
        before = coverage_of(reach, wanted, at=TUESDAY_10AM + 30 * DAY).whole
        actions.record_action(action=birthday(), by=cast.lin(), at=at)
        after = coverage_of(reach, wanted, at=TUESDAY_10AM + 30 * DAY).whole
        assert before.counts == {ActionState.MISSED: 1}
        assert (after.counts, after.coverage) == ({ActionState.KEPT: 1}, 1.0)


@pytest.mark.engine("sqlite")
class TestCadence:
    @pytest.mark.parametrize(
        ("occasion", "facts", "field"),
        [
            (Occasion.NEW_YEAR, {"rhythms": {"T1": "WEEKLY"}}, "T1"),
            (None, {"rhythms": {"T2": "ON_ITS_DAY"}}, "T2"),
            (None, {"roles": frozenset({"DECIDES"})}, "roles"),
            (Occasion.NEW_YEAR, {"roles": frozenset({"KING"})}, "roles"),
            (
                Occasion.NEW_YEAR,
                {"rhythms": {"T0": "ON_ITS_DAY"}, "is_in_last_month": True},
                "is_in_last_month",
            ),
        ],
    )
    def test_says_what_cannot_be(
        self, occasion: Occasion | None, facts: dict[str, Any], field: str
    ) -> None:
        install()
        wanted = Rhythms(**{"rhythms": {"T0": "MONTHLY"}, "active_from": TODAY} | facts)
        if field == "roles" and occasion:
            wanted = replace(wanted, rhythms={"T0": "ON_ITS_DAY"})
        with pytest.raises(Refused) as refused:
            actions.add_standard_action(
                step=Step.objects.get(code="MANAGER_VISIT"), manner=Manner.CALL, wanted=wanted,
                occasion=occasion, by=TEST, at=TUESDAY_10AM,
            )  # fmt: skip
        assert refused.value.field == field

    def test_roles_change_from_a_day_on_and_another_festival_is_added(self) -> None:
        person = key_person(decision_role="USES")
        row = StandardAction.objects.get(step__code="BIRTHDAY_GREETING")
        wanted = Rhythms(
            rhythms={"T0": "ON_ITS_DAY"}, roles=frozenset({"USES"}), active_from=TODAY + DAY
        )
        actions.set_standard_action(
            standard=row, version=row.version, wanted=wanted, by=TEST, at=TUESDAY_10AM
        )
        actions.add_standard_action(
            step=Step.objects.get(code="MANAGER_VISIT"), manner=Manner.CALL,
            wanted=replace(wanted, roles=frozenset()), occasion=Occasion.DRAGON_BOAT,
            by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        plan()
        found = {one.standard.occasion: one for one in greetings()}
        assert set(found) == {Occasion.BIRTHDAY, Occasion.DRAGON_BOAT}
        assert all(one.contact_id == person.pk for one in found.values())


PROCESS = """
import sys
from datetime import datetime
from primeline.audit import walls
from primeline.kit.deeds import System
from primeline.visits import sources
from primeline.visits.queries.facts import managers
with walls.open_for_system():
    print("ready", flush=True)
    sys.stdin.readline()
    for _outcome in sources.plan_for(managers(), by=System("test"),
                                     at=datetime.fromisoformat(sys.argv[1])):
        pass
"""


@pytest.mark.django_db(transaction=True)
def test_four_who_plan_at_once_greet_once() -> None:
    key_person()
    four = [start_python(PROCESS, TUESDAY_10AM.isoformat()) for _each in range(4)]
    for one in four:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    told = [one.communicate("go\n", timeout=SECONDS_TO_END)[1] for one in four]
    assert [one.returncode for one in four] == [0] * 4, told
    assert birthday().turn == 1
    assert Commitment.objects.filter(subject_kind="visits.person").count() == 1
